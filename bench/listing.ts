// npm run bench:listing: processor time of a client that lists 10 000 full-size issues, against a bare loop and a peer, for
// each tracker, and its memory with five times as many. Every run is a fresh process, which lists five times: its
// first list is a young process's, its last one that of a process at work. The runs alternate.
import { firstWord, start } from './child.ts';
import type { Listed } from './listing-client.ts';
import { ratioOf, spread, timesOf } from './ratio.ts';
import { report, reportSpread } from './report.ts';

const ROUNDS = 9;
/** Lists of one process. */
const TIMES = 5;
const MEMORY_ROUNDS = 3;
/** Five times the list. */
const LONG_PAGES = 500;
const TRACKERS = [
  { tracker: 'github', peer: '@octokit/rest', limit: 1.1, layers: ['ky', 'client', 'least'] },
  { tracker: 'jira', peer: 'jira.js', limit: 1.15 },
  { tracker: 'gitlab', peer: '@gitbeaker/rest', limit: 1.15 },
  { tracker: 'linear', peer: '@linear/sdk', limit: 1.2 },
  { tracker: 'azure', peer: 'azure-devops-node-api', limit: 1.15 },
];
/** A page of a list by a request of its own kind; of the others, by GET. */
const PAGES: Readonly<Record<string, readonly [path: string, body: object]>> = {
  jira: ['/', { jql: '' }],
  linear: ['/', {}],
  azure: ['/acme/Widgets/_apis/wit/workitemsbatch', { ids: Array.from({ length: 100 }, (_, at) => at + 1) }],
};

for (const { tracker, peer, limit, layers = [] } of TRACKERS) {
  const names = ['bare', 'ours', ...layers, peer];
  const server = start('listing-server.ts', [tracker]);
  const baseUrl = await firstWord<string>(server);
  const [path, body] = PAGES[tracker] ?? ['/?page=50', undefined];
  const sent = body && { method: 'POST', body: JSON.stringify(body) };
  const page = await (await fetch(`${baseUrl}${path}`, sent)).arrayBuffer();
  report({
    figure: `the list of ${tracker}`,
    measured: `100 pages of 100 issues, ${Math.round(page.byteLength / 100)} bytes an issue`,
  });
  const ages = { 'a young process': new Map<string, number[]>(), 'a process at work': new Map<string, number[]>() };
  const peaks = new Map<string, number[]>();
  const add = (to: Map<string, number[]>, name: string, value: number) =>
    to.set(name, [...(to.get(name) ?? []), value]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const client = start('listing-client.ts', [tracker, name, baseUrl, String(TIMES)]);
      const listed = await firstWord<Listed>(client);
      if (listed.issues !== 10_000) throw new Error(`${name} has read ${listed.issues} issues`);
      add(ages['a young process'], name, listed.youngMs);
      add(ages['a process at work'], name, listed.atWorkMs);
      add(peaks, name, listed.peakMegabytes);
    }
  }
  for (const name of names) reportSpread(`${name}, peak memory of the process`, spread(peaks.get(name) ?? []), 'MB');
  for (const [age, times] of Object.entries(ages)) {
    const compared = (name: string) => ratioOf(times, name, 'bare');
    const floor = `bare fetch and JSON.parse, in ${age}`;
    reportSpread(`bare, processor time of one listing, in ${age}`, timesOf(times, 'bare'), 'ms');
    reportSpread(`${tracker} list, canonical issues : ${floor}`, compared('ours'), 'x', limit);
    for (const layer of layers) reportSpread(`${layer} : ${floor}`, compared(layer), 'x');
    reportSpread(`${peer}, its own objects : ${floor}`, compared(peer), 'x');
  }

  const longServer = start('listing-server.ts', [tracker, String(LONG_PAGES)]);
  const longUrl = await firstWord<string>(longServer);
  const liveAt = async (url: string) => {
    const listed = start('listing-client.ts', [tracker, 'ours', url], ['--expose-gc']);
    return (await firstWord<Listed>(listed)).liveMegabytes;
  };
  // What a process holds at its peak follows how lazily garbage is collected; what it needs is what is left afterwards.
  const growth: number[] = [];
  for (let round = 0; round < MEMORY_ROUNDS; round++) growth.push((await liveAt(longUrl)) / (await liveAt(baseUrl)));
  reportSpread(`${tracker} list, memory in use with 50 000 issues : with 10 000`, spread(growth), 'x', 1.1);
  server.kill();
  longServer.kill();
}

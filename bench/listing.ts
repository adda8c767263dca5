// npm run bench:listing: processor time of a client that lists 10 000 full-size GitHub issues, against a bare loop and a
// peer. Every run is a fresh process; the runs of the contestants alternate.
import { firstWord, start } from './child.ts';
import type { Listed } from './listing-client.ts';
import { ratioOf, spread, timesOf } from './ratio.ts';
import { report, reportSpread } from './report.ts';

const ROUNDS = 11;
const NAMES = ['bare', 'ours', 'octokit'];

const server = start('listing-server.ts');
const baseUrl = await firstWord<string>(server);
const page = await (await fetch(`${baseUrl}/repos/acme/widgets/issues?page=50`)).arrayBuffer();
report({
  figure: 'the list',
  measured: `100 pages of 100 issues, ${Math.round(page.byteLength / 100)} bytes an issue`,
});

const times = new Map<string, number[]>(NAMES.map((name) => [name, []]));
const peaks = new Map<string, number[]>(NAMES.map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
    const { issues, cpuMs, peakMegabytes } = await firstWord<Listed>(start('listing-client.ts', [name, baseUrl]));
    if (issues !== 10_000) throw new Error(`${name} has read ${issues} issues`);
    times.get(name)?.push(cpuMs);
    peaks.get(name)?.push(peakMegabytes);
  }
}
for (const name of NAMES) {
  reportSpread(`${name}, processor time of one listing`, timesOf(times, name), 'ms');
  reportSpread(`${name}, peak memory of the process`, spread(peaks.get(name) ?? []), 'MB');
}
reportSpread('GitHub list, canonical issues : bare fetch and JSON.parse', ratioOf(times, 'ours', 'bare'), 'x', 1.1);
reportSpread('@octokit/rest, its own objects : bare fetch and JSON.parse', ratioOf(times, 'octokit', 'bare'), 'x');
server.kill();

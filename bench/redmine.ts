// npm run bench:redmine: processor time of a client that lists 1 000 issues of a real Redmine, against a bare loop of fetch and
// JSON.parse over the same pages. It starts a Redmine of its own, as test/live/redmine-up.sh does, and stops it again.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createRedmineAdapter } from '@spec-kitty/tracker/adapters/redmine';
import { race, ratioOf, timesOf } from './ratio.ts';
import { report, reportSpread } from './report.ts';

const SCRIPT = fileURLToPath(new URL('../test/live/redmine-up.sh', import.meta.url));
const ISSUES = 1000;
const LIMIT = 1.15;
const SENTENCE =
  'The widget wobbles when it is *turned*, which it should not, see "the page":https://host.example/widgets. ';
const env = { ...process.env, REDMINE_INSTANCE_NAME: 'tracker-bench', REDMINE_PORT: '3997' };
const script = (...args: readonly string[]) =>
  execFileSync(SCRIPT, [...args], { env, encoding: 'utf8', stdio: 'pipe' });

const told = new Map(
  script('start')
    .split('\n')
    .map((line) => line.split('=') as [string, string]),
);
const baseUrl = told.get('REDMINE_URL') ?? '';
const token = told.get('REDMINE_API_KEY') ?? '';
const headers = { 'x-redmine-api-key': token, 'content-type': 'application/json' };

/** Makes one issue as people do, and copies it in the database, a second apart. */
async function fill(): Promise<void> {
  const description = Array.from({ length: 6 }, () => SENTENCE.repeat(5)).join('\r\n\r\n');
  const body = JSON.stringify({ issue: { project_id: 1, subject: 'Widgets wobble', description } });
  const response = await fetch(`${baseUrl}/issues.json`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`no issue was made: ${response.status}`);
  const columns =
    'tracker_id, project_id, subject, description, status_id, priority_id, author_id, done_ratio, is_private';
  script(
    'sql',
    `with recursive n(i) as (select 2 union all select i + 1 from n where i < ${ISSUES})
     insert into issues (id, root_id, lft, rgt, created_on, updated_on, ${columns})
     select i, i, 1, 2, datetime('2026-01-01', i || ' seconds'), datetime('2026-01-01', i || ' seconds'), ${columns}
     from n, issues where issues.id = 1;`,
  );
}

function expectAll(count: number): void {
  if (count !== ISSUES) throw new Error(`read ${count} issues`);
}

async function bare(): Promise<void> {
  let count = 0;
  for (let offset = 0; offset < ISSUES; offset += 100) {
    const query = `project_id=1&status_id=*&include=relations&sort=updated_on,id&limit=100&offset=${offset}`;
    const response = await fetch(`${baseUrl}/issues.json?${query}`, { headers });
    count += (JSON.parse(await response.text()) as { readonly issues: readonly unknown[] }).issues.length;
  }
  expectAll(count);
}

const ours = (textFormatting: 'textile' | 'common_mark') => async () => {
  const redmine = createRedmineAdapter({ baseUrl, token, project: 1, textFormatting });
  let count = 0;
  const pages = redmine.issues.list();
  // No variable holds a page while the next one is read.
  const next = async () => {
    const step = await pages.next();
    if (!step.done) count += step.value.items.length;
    return !step.done;
  };
  while (await next());
  expectAll(count);
};

try {
  await fill();
  const contestants = [
    { name: 'bare', run: bare },
    { name: 'CommonMark', run: ours('common_mark') },
    { name: 'Textile', run: ours('textile') },
  ];
  const page = await (await fetch(`${baseUrl}/issues.json?limit=100&status_id=*`, { headers })).arrayBuffer();
  const measured = `${ISSUES / 100} pages of 100 issues, ${Math.round(page.byteLength / 100)} bytes an issue`;
  report({ figure: 'the list of a real Redmine', measured });
  // The time of the clock is the server's: only what the client itself takes is compared.
  const times = await race(contestants, { rounds: 7, warmUp: 1, clock: 'cpu' });
  const floor = 'bare fetch and JSON.parse';
  reportSpread('bare, processor time of one listing', timesOf(times, 'bare'), 'ms');
  reportSpread(`redmine list, canonical issues : ${floor}`, ratioOf(times, 'CommonMark', 'bare'), 'x', LIMIT);
  reportSpread(`redmine list, Textile in Markdown besides : ${floor}`, ratioOf(times, 'Textile', 'bare'), 'x');
} finally {
  script('stop');
}

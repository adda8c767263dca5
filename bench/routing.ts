// npm run bench:routing: what one call of resolveResourceRouting costs.
import { resolveResourceRouting } from '@spec-kitty/tracker';
import { race, timesOf } from './ratio.ts';
import { reportSpread } from './report.ts';

const CALLS = 1_000_000;
const CASES: readonly (readonly [provider: string, credentials: Readonly<Record<string, unknown>>])[] = [
  ['jira', { base_url: 'https://acme.atlassian.net', email: 'a@acme.example', project_key: 'ACME' }],
  [' Jira ', { project_key: ' ACME ' }],
  ['linear', { team_id: '9cfb482a-81e3-4154-b5b9-2c805e70a02d' }],
  ['linear', { team_id: 1207 }],
  ['azure-devops', { project: 'Widgets' }],
  ['github', { owner: 'acme', repo: 'widgets' }],
  ['jira', { project_key: '  ' }],
  ['constructor', {}],
];

let resolved = 0;
function routeAll(): void {
  for (let call = 0; call < CALLS; call++) {
    const [provider, credentials] = CASES[call & 7] as (typeof CASES)[number];
    if (resolveResourceRouting(provider, credentials).externalResourceId !== null) resolved++;
  }
}

const rounds = await race([{ name: 'routing', run: routeAll }], { rounds: 15, warmUp: 3, clock: 'cpu' });
if (resolved !== (18 * CALLS) / 2) throw new Error(`${resolved} calls found a resource`);
const { median, low, high } = timesOf(rounds, 'routing');
const perCall = (ms: number) => (ms * 1e6) / CALLS;
const spread = { median: perCall(median), low: perCall(low), high: perCall(high) };
reportSpread('resolveResourceRouting, one call', spread, 'ns', 1000);

// Packs the tarball, installs it as a stranger would, and exercises it on every runtime we support. The result is the
// table in docs/runtimes.md, which is written anew; with --check a table that differs fails instead.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import canonicalize from 'canonicalize';
import { serve } from '../test/support/serve.ts';
import { capture, conclude, run } from './command.ts';
import { entryPoints, ROOT, readManifest } from './entry-points.ts';
import { pack, withScratch } from './pack.ts';
import { installRuntimes, type RuntimeUnderTest } from './runtimes/versions.ts';
import { probeWorkerd } from './runtimes/workerd.ts';

const DOCUMENT = `${ROOT}/docs/runtimes.md`;
const CHECK_KEY = '0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab';
const CHECKS = {
  imports: 'every entry point imports',
  require: '`require()` works',
  values: 'routing and keys give the same bytes',
  envelope: 'the event envelope validates',
  gzip: 'gzip works',
  publish: 'a publish arrives, and once',
  batch: 'an event batch arrives',
  fault: 'a refused connection is a typed error',
};
type Check = keyof typeof CHECKS;

interface Answer {
  readonly imported: Readonly<Record<string, string>>;
  readonly ran: readonly string[];
  readonly failures: Readonly<Record<string, string>>;
  readonly values?: Values;
}

interface Values {
  readonly routing: readonly object[];
  readonly provider: string;
  readonly checkKey: string;
  readonly payload: string;
  readonly keyText: string;
  readonly contractKey: string;
  readonly digest: string;
  readonly contentKey: string;
  readonly chainedKey: string;
}

/** What a runtime did wrong, by check; a check that does not apply to it is not in `applies`. */
interface Result {
  readonly runtime: RuntimeUnderTest;
  readonly applies: ReadonlySet<Check>;
  readonly faults: ReadonlyMap<Check, string>;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const RESOLVED = { externalResourceType: 'jira_project', externalResourceId: 'ACME' };
const UNRESOLVED = { externalResourceType: null, externalResourceId: null };

/** What the values must be, by Node's own hash and a real RFC 8785 library; the payload is checked between runtimes. */
function oracle(payload: string): Values {
  const { issues, mappings } = JSON.parse(payload) as { issues: unknown[]; mappings: unknown[] };
  const keyText = `jira|acme.atlassian.net|jira_project|ACME|${issues.length}|${mappings.length}|None`;
  const digest = sha256(canonicalize(JSON.parse(payload)) ?? '');
  return {
    routing: [RESOLVED, { externalResourceType: 'linear_team', externalResourceId: '7' }, UNRESOLVED, UNRESOLVED],
    provider: 'azure_devops',
    checkKey: CHECK_KEY,
    payload,
    keyText,
    contractKey: sha256(keyText),
    digest,
    contentKey: sha256(`${keyText}|${digest}`),
    chainedKey: sha256(`${keyText}|${digest}|${CHECK_KEY}`),
  };
}

function differences(got: Values | undefined, wanted: Values): string[] {
  return (Object.keys(wanted) as (keyof Values)[])
    .map((key) => [key, JSON.stringify(got?.[key]), JSON.stringify(wanted[key])] as const)
    .filter(([, is, should]) => is !== should)
    .map(([key, is, should]) => `${key} is ${is}, not ${should}`);
}

/** The receiving side, from the package itself, with a look at what arrived. */
async function receivingSide() {
  const tracker = await import(`${ROOT}/dist/index.js`);
  const { createIngestHandler } = await import(`${ROOT}/dist/ingest/index.js`);
  const snapshots = tracker.createMemorySnapshotStore();
  const events = tracker.createMemoryEventStore();
  const authenticate = (request: Request) =>
    request.headers.get('authorization') === 'Bearer probe' ? { id: 'probe', teams: ['acme'] } : undefined;
  const server = await serve(createIngestHandler({ authenticate, snapshots, events }));
  return {
    ...server,
    holdsSnapshot: async (projectUuid: string): Promise<boolean> => {
      const stream = { team: 'acme', provider: 'jira', workspace: 'acme.atlassian.net', projectUuid };
      return (await snapshots.newest(stream)) !== undefined;
    },
    holdsEvents: async (projectUuid: string): Promise<number> =>
      (await events.list({ team: 'acme', projectUuid })).items.length,
  };
}

/** The address of a loopback port on which nothing listens. */
async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

/** A folder in which the tarball is installed by npm, with msw, which one entry point asks for. */
async function installAsAStranger(folder: string): Promise<string> {
  const tarball = await pack(folder);
  const home = `${folder}/host`;
  mkdirSync(home);
  const dependencies = { [readManifest().name]: `file:${tarball.path}`, msw: readManifest().devDependencies.msw };
  writeFileSync(`${home}/package.json`, JSON.stringify({ type: 'module', private: true, dependencies }));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
  await run('npm', ['install', ...flags], { cwd: home });
  cpSync(`${ROOT}/scripts/runtimes`, home, { recursive: true });
  return home;
}

/** Runs a script of scripts/runtimes and reads the line of JSON that it prints. */
async function runOn<T>({ name, kind, program }: RuntimeUnderTest, cwd: string, args: readonly string[]): Promise<T> {
  const flags = kind === 'deno' ? ['run', '--allow-all', '--quiet'] : [];
  const env = { DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1' };
  const { code, stdout, stderr } = await capture(program, [...flags, ...args], { cwd, env, timeoutMs: 60_000 });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !line.startsWith('{')) {
    throw new Error(`${name} ended with ${code} on ${args[0]}\n${clip(stderr)}\n${clip(stdout)}`);
  }
  return JSON.parse(line) as T;
}

async function ask(runtime: RuntimeUnderTest, folder: string, facts: Facts): Promise<Answer> {
  if (runtime.kind === 'workerd') {
    const specifiers = [...facts.specifiers, ...facts.withPeer];
    return JSON.parse(await probeWorkerd({ workerd: runtime.program, folder, specifiers, facts })) as Answer;
  }
  const answer = await runOn<Answer>(runtime, folder, ['run-probe.mjs', JSON.stringify(facts)]);
  const withPeer = await runOn<Pick<Answer, 'imported'>>(runtime, folder, ['run-import.mjs', ...facts.withPeer]);
  return { ...answer, imported: { ...answer.imported, ...withPeer.imported } };
}

const clip = (text: string) => (text.length > 3000 ? `${text.slice(0, 3000)} ...` : text);

interface Facts {
  /** Entry points, the root first. */
  readonly specifiers: readonly string[];
  /** Entry points that need an optional peer. */
  readonly withPeer: readonly string[];
  readonly serverUrl: string;
  readonly closedUrl: string;
  readonly projectUuid: string;
}

async function examine(
  runtime: RuntimeUnderTest,
  folder: string,
  facts: Facts,
  side: Side,
  payload: Payload,
): Promise<Result> {
  const applies = new Set(Object.keys(CHECKS) as Check[]);
  if (runtime.kind !== 'node') applies.delete('require');
  const faults = new Map<Check, string>();
  const answer = await ask(runtime, folder, facts);

  const all = [...facts.specifiers, ...facts.withPeer];
  for (const specifier of all) {
    const said = answer.imported[specifier];
    if (said !== 'ok') faults.set('imports', `${specifier}: ${said}`);
  }
  if (runtime.kind === 'node') {
    const { required } = await runOn<{ required: Record<string, string> }>(runtime, folder, ['require.cjs', ...all]);
    for (const [specifier, said] of Object.entries(required)) {
      if (said !== 'ok') faults.set('require', `${specifier}: ${said}`);
    }
  }
  payload.text ??= answer.values?.payload;
  const differing = payload.text === undefined ? ['everything'] : differences(answer.values, oracle(payload.text));
  if (differing.length > 0)
    faults.set('values', `${answer.failures.values ?? ''}\ndiffer: ${clip(differing.join('\n'))}`);
  for (const check of ['envelope', 'gzip', 'publish', 'batch', 'fault'] as const) {
    const failure = answer.failures[check] ?? (answer.ran.includes(check) ? undefined : 'did not run');
    if (failure !== undefined) faults.set(check, failure);
  }
  if (!(await side.holdsSnapshot(facts.projectUuid))) faults.set('publish', 'the server holds no snapshot');
  if ((await side.holdsEvents(facts.projectUuid)) !== 1) faults.set('batch', 'the server does not hold the one event');
  return { runtime, applies, faults };
}

type Side = Awaited<ReturnType<typeof receivingSide>>;
/** The payload of the first runtime, which the others must equal. */
interface Payload {
  text: string | undefined;
}

function table(results: readonly Result[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = ({ applies, faults }: Result, check: Check) =>
    applies.has(check) ? (faults.has(check) ? 'no' : 'yes') : '-';
  return [
    row(['', ...results.map(({ runtime }) => runtime.name)]),
    row(['---', ...results.map(() => '---')]),
    ...(Object.keys(CHECKS) as Check[]).map((check) =>
      row([CHECKS[check], ...results.map((result) => cell(result, check))]),
    ),
  ].join('\n');
}

const BEGIN = '<!-- begin: npm run test:runtimes -->';
const END = '<!-- end -->';

/** Puts the table into the document; what is wrong with that, if anything. */
function record(text: string, checkOnly: boolean): string[] {
  const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : `# Runtimes\n\n${BEGIN}\n${END}\n`;
  const [before, rest = ''] = document.split(BEGIN);
  const [shown = '', after = ''] = rest.split(END);
  if (shown.trim() === text) return [];
  if (checkOnly) return ['docs/runtimes.md does not show this result; run npm run test:runtimes and commit it'];
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
  return [];
}

await withScratch('host', async (scratch) => {
  const [runtimes, folder] = await Promise.all([installRuntimes(), installAsAStranger(scratch)]);
  const side = await receivingSide();
  const names = entryPoints().map(({ specifier }) => specifier);
  const needsPeer = (specifier: string) => /\/testing\/./.test(specifier);
  const nowhere = await closedUrl();
  const results: Result[] = [];
  const payload: Payload = { text: undefined };
  const faults: string[] = [];
  try {
    for (const [at, runtime] of runtimes.entries()) {
      const projectUuid = `00000000-0000-4000-8000-00000000000${at}`;
      const facts: Facts = {
        specifiers: names.filter((name) => !needsPeer(name)),
        withPeer: names.filter(needsPeer),
        serverUrl: side.url,
        closedUrl: nowhere,
        projectUuid,
      };
      try {
        results.push(await examine(runtime, folder, facts, side, payload));
      } catch (error) {
        faults.push(`${runtime.name}: ${error instanceof Error ? `${error.message} ${error.cause ?? ''}` : error}`);
      }
    }
  } finally {
    await side.close();
  }
  for (const { runtime, faults: found } of results) {
    for (const [check, fault] of found) faults.push(`${runtime.name}: ${CHECKS[check]}: ${fault}`);
  }
  const text = table(results);
  console.log(text);
  if (faults.length === 0) faults.push(...record(text, process.argv.includes('--check')));
  conclude('runtimes', faults);
});

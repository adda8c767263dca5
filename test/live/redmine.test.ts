import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { createRedmineAdapter, type RedmineAdapter, type RedmineOptions } from '../../src/adapters/redmine/index.js';
import type { Page } from '../../src/contracts/page.js';
import { createRuntime } from '../../src/runtime/runtime.js';
import { type AdapterCase, lackedBy } from '../../src/testing/adapters/adapter-case.js';
import { adapterCases } from '../../src/testing/adapters/adapter-cases.js';

// The whole of it on a Redmine 5.0.4 as Debian packages it, over a real connection and with real time.
const SCRIPT = fileURLToPath(new URL('./redmine-up.sh', import.meta.url));
const run = promisify(execFile);
/** What the script ends with where nothing can be installed. */
const CANNOT = 75;

interface Place {
  readonly url: string;
  readonly adminKey: string;
  readonly devKey: string;
}

/** The server, or why there is none. */
async function start(): Promise<Place | string> {
  try {
    const { stdout } = await run(SCRIPT, ['start'], { maxBuffer: 1 << 24 });
    const told = Object.fromEntries(stdout.split('\n').map((line) => line.split('=') as [string, string]));
    return {
      url: String(told.REDMINE_URL),
      adminKey: String(told.REDMINE_API_KEY),
      devKey: String(told.REDMINE_USER_KEY),
    };
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === CANNOT || code === 'ENOENT' || code === 'EACCES') return String(stderr ?? code).trim();
    throw error;
  }
}

const place = await start();
const note = typeof place === 'string' ? ` (left out: no Redmine here, because ${place})` : '';
const { url, adminKey, devKey } = typeof place === 'string' ? { url: '', adminKey: '', devKey: '' } : place;

type Changes = Partial<Omit<RedmineOptions, 'readOnly'>>;
const LABELS = { customField: 1 };

function adapterOf(changes: Changes = {}): RedmineAdapter {
  return createRedmineAdapter({ baseUrl: url, project: 'sdk', token: adminKey, textFormatting: 'textile', ...changes });
}

async function all<Item>(pages: AsyncIterable<Page<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { items } of pages) found.push(...items);
  return found;
}

/** Does what no adapter does, as the administrator. */
async function administer(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'x-redmine-api-key': adminKey, 'content-type': 'application/json' };
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response;
}

async function reset(): Promise<void> {
  if (note === '') await run(SCRIPT, ['reset']);
}

afterAll(async () => {
  if (note === '') await run(SCRIPT, ['stop']);
});

/** Cases of two labels on one issue, of which a category is one. */
const TWO_LABELS = new Set([
  'create/as-get',
  'create/holds-or-warns',
  'update/only-named',
  'update/holds-or-warns',
  'update/clears',
  'update/nothing',
  'list/labels',
  'list/canonical',
  'client-key/survives',
  'directory/labels-in-use',
]);

const KINDS: readonly {
  readonly kind: string;
  readonly changes: Changes;
  readonly fits?: (one: AdapterCase) => boolean;
}[] = [
  { kind: 'with labels in a custom field, and Textile', changes: { labels: LABELS } },
  { kind: 'with labels in a custom field, and CommonMark', changes: { labels: LABELS, textFormatting: 'common_mark' } },
  { kind: 'with categories as labels', changes: {}, fits: ({ id }) => !TWO_LABELS.has(id) },
];

describe.skipIf(note !== '').each(KINDS)(`a real Redmine, $kind, keeps${note}`, ({ changes, fits = () => true }) => {
  beforeEach(reset);

  test.for(adapterCases.filter(fits))('$id: $title', { timeout: 60_000 }, async (adapterCase, { skip }) => {
    let sent = 0;
    const platform = createRuntime({});
    const runtime = {
      fetch: (request: Request) => {
        sent++;
        return platform.fetch(request);
      },
    };
    const options = { baseUrl: url, project: 'sdk', token: adminKey, textFormatting: 'textile', ...changes } as const;
    const harness = {
      adapter: createRedmineAdapter(options, runtime),
      again: () => createRedmineAdapter(options, runtime),
      readOnly: () => createRedmineAdapter({ ...options, readOnly: true }, runtime),
      sent: () => sent,
    };
    const lacks = lackedBy(harness, adapterCase);
    if (lacks.length > 0) skip(`no ${lacks.join(', ')}`);
    await adapterCase.run(harness);
  });
});

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
  'transition/only-status',
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

describe.skipIf(note !== '')(`a real Redmine${note}`, { timeout: 60_000 }, () => {
  let redmine: RedmineAdapter;

  beforeAll(reset);
  beforeEach(() => {
    redmine = adapterOf();
  });
  const made = async (title: string, adapter = redmine) => (await adapter.issues.create({ title })).issue;

  it('proves the key, and names the account and what it lacks', async () => {
    expect(await redmine.testConnection()).toEqual({
      account: 'admin',
      workspace: 'sdk',
      missingPermissions: [],
      warnings: [],
    });
    const { account, missingPermissions, warnings } = await adapterOf({ token: devKey }).testConnection();
    expect([account, missingPermissions]).toEqual(['dev', []]);
    expect(warnings.join()).toMatch(/set_issues_private.*delete_issues/s);
  });

  it('refuses a wrong key everywhere, although the project is open to the public', async () => {
    const { ref } = await made('Open to the public');
    expect((await fetch(`${url}/issues/${ref.id}.json`, { headers: { 'x-redmine-api-key': 'wrong' } })).status).toBe(
      200,
    );
    const stranger = adapterOf({ token: 'f'.repeat(40) });
    const calls = [
      () => stranger.testConnection(),
      () => all(stranger.issues.list()),
      () => all(stranger.issues.ids()),
      () => stranger.issues.get(ref.id),
      () => stranger.issues.get('987654321'),
      () => all(stranger.issues.search({ text: 'public' })),
      () => all(stranger.comments.list(ref.id)),
      () => all(stranger.directory.projects()),
      () => stranger.issues.create({ title: 'Never made' }),
      () => stranger.issues.update(ref.id, { title: 'Never written' }),
      () => stranger.comments.add(ref.id, 'Never said'),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'authentication' });
    expect((await redmine.issues.get(ref.id)).title).toBe('Open to the public');
  });

  it('says that a project is closed', async () => {
    const closed = adapterOf({ project: 'closed' });
    const issue = await made('Before it was closed', closed);
    await administer('PUT', '/projects/closed/close.json');
    try {
      expect((await closed.testConnection()).warnings).toEqual(['The project is closed: its issues are read-only']);
      const calls = [
        () => closed.issues.create({ title: 'Never made' }),
        () => closed.issues.update(issue.ref.id, { title: 'Never written' }),
        () => closed.comments.add(issue.ref.id, 'Never said'),
        () => closed.issues.delete(issue.ref.id),
      ];
      for (const call of calls) {
        await expect(call()).rejects.toMatchObject({
          code: 'permission',
          message: expect.stringMatching(/the project is closed/),
        });
      }
      expect((await closed.issues.get(issue.ref.id)).title).toBe('Before it was closed');
      expect((await all(closed.issues.list())).length).toBe(1);
    } finally {
      await administer('PUT', '/projects/closed/reopen.json');
    }
  });

  it('tells a transition that the workflow forbids, before it is asked for', async () => {
    const dev = adapterOf({ token: devKey });
    const { ref } = await made('Not for developers to reject');
    const refusal = await dev.issues.transition(ref.id, 'canceled').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rejected', serverCode: 'transition_not_allowed' });
    expect(String(refusal)).toMatch(/'Rejected'.*it is in 'New', and from there only 'In Progress'/);
    expect((await redmine.issues.get(ref.id)).statusName).toBe('New');
    expect((await dev.issues.transition(ref.id, 'in_progress')).issue.statusName).toBe('In Progress');
    const { issue, warnings } = await dev.issues.create({ title: 'Born rejected', status: 'canceled' });
    expect([issue.statusName, warnings.map(({ field }) => field)]).toEqual(['New', ['status']]);
  });

  it('keeps what is for few from all, and says so where it cannot', async () => {
    const { ref } = (await redmine.issues.create({ title: 'For few', visibility: 'restricted' })).issue;
    const open = await made('For all');
    const note = await redmine.comments.add(open.ref.id, 'For few', { visibility: 'restricted' });
    expect(note.visibility).toBe('restricted');
    const dev = adapterOf({ token: devKey });
    expect((await all(dev.issues.list())).map((issue) => issue.ref.id)).not.toContain(ref.id);
    const refused = await dev.comments
      .add(open.ref.id, 'For few?', { visibility: 'restricted' })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'permission', missing: ['set_notes_private'] });
    expect((await all(redmine.comments.list(open.ref.id))).map(({ body }) => body)).toEqual(['For few']);
    await expect(dev.issues.create({ title: 'For few?', visibility: 'restricted' })).rejects.toMatchObject({
      code: 'permission',
      missing: ['set_issues_private'],
    });
  });

  it('attaches files with names, types and descriptions, and finds them by their keys', async () => {
    const { ref } = await made('With files');
    const content = new TextEncoder().encode('Grün');
    const file = { content, name: 'Zoë & 1.txt', type: 'text/x-log', description: 'A log' };
    const added = await redmine.attachments.add(ref.id, file, { clientKey: 'file-1' });
    const stream = { ...file, name: 'b.txt', content: new Blob([content]).stream() };
    const other = await redmine.attachments.add(ref.id, stream, { clientKey: 'file-2' });
    expect(await redmine.attachments.list(ref.id)).toEqual([added, other]);
    expect(added).toMatchObject({ name: 'Zoë & 1.txt', type: 'text/x-log', sizeBytes: 5 });
    expect((await redmine.attachments.findByClientKey(ref.id, 'file-2'))?.id).toBe(other.id);
    expect(await all(redmine.comments.list(ref.id))).toEqual([]);
    const { attachment } = (await (await administer('GET', `/attachments/${added.id}.json`)).json()) as {
      readonly attachment: { readonly description: string };
    };
    expect(attachment.description).toBe('A log');
    const download = await fetch(String(added.url), { headers: { 'x-redmine-api-key': adminKey } });
    expect(await download.text()).toBe('Grün');
  });

  it('relates issues both ways', async () => {
    const [a, b] = [(await made('A')).ref, (await made('B')).ref];
    const typesOf = async (id: string) =>
      (await redmine.links.list(id)).map(({ type, target }) => `${type} ${target.id}`);
    for (const [type, back] of [
      ['blocks', `blocked_by ${a.id}`],
      ['blocked_by', `blocks ${a.id}`],
      ['relates_to', `relates_to ${a.id}`],
      ['duplicates', undefined],
      ['child_of', `parent_of ${a.id}`],
      ['parent_of', `child_of ${a.id}`],
    ] as const) {
      await redmine.links.add(a.id, { type, target: b });
      await redmine.links.add(a.id, { type, target: b });
      expect(await typesOf(a.id)).toEqual([`${type} ${b.id}`]);
      expect(await typesOf(b.id)).toEqual(back ? [back] : []);
      await redmine.links.remove(a.id, { type, target: b });
      await redmine.links.remove(a.id, { type, target: b });
      expect([await typesOf(a.id), await typesOf(b.id)]).toEqual([[], []]);
    }
    await redmine.links.add(a.id, { type: 'blocks', target: b });
    await expect(redmine.links.add(a.id, { type: 'duplicates', target: b })).rejects.toMatchObject({
      code: 'conflict',
    });
    // Redmine's other kinds have no word of ours: they are no links, and stay.
    await redmine.links.remove(a.id, { type: 'blocks', target: b });
    const relation = { issue_to_id: Number(b.id), relation_type: 'precedes' };
    await administer('POST', `/issues/${a.id}/relations.json`, { relation });
    expect([await typesOf(a.id), await typesOf(b.id)]).toEqual([[], []]);
  });

  it('takes away an assignee, which null would not', async () => {
    const { issue } = await redmine.issues.create({ title: 'Assigned', assignees: ['5'] });
    expect(issue.assignees).toEqual(['5']);
    const { issue: after, warnings } = await redmine.issues.update(issue.ref.id, { assignees: [] });
    expect([after.assignees, warnings]).toEqual([[], []]);
    await administer('PUT', `/issues/${issue.ref.id}.json`, { issue: { assigned_to_id: 5 } });
    await administer('PUT', `/issues/${issue.ref.id}.json`, { issue: { assigned_to_id: null } });
    expect((await redmine.issues.get(issue.ref.id)).assignees).toEqual(['5']);
  });

  it('refuses to delete what has children, which would go as well', async () => {
    const parent = await made('Parent');
    const { issue: child } = await redmine.issues.create({ title: 'Child', parent: parent.ref });
    expect(child.parent).toEqual(parent.ref);
    await expect(redmine.issues.delete(parent.ref.id)).rejects.toMatchObject({ code: 'conflict' });
    await redmine.issues.delete(child.ref.id);
    await redmine.issues.delete(parent.ref.id);
  });

  it('keeps to its own project', async () => {
    await administer('POST', '/projects.json', { project: { name: 'Below', identifier: 'below', parent_id: 1 } });
    const below = adapterOf({ project: 'below' });
    const { ref } = await made('Below', below);
    expect((await all(redmine.issues.ids())).includes(ref.id)).toBe(false);
    expect((await all(redmine.issues.search({ text: 'Below' }))).length).toBe(0);
    await expect(redmine.issues.get(ref.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(redmine.issues.update(ref.id, { title: 'Never written' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const own = await made('Related to what is below');
    // Forbidden unless a setting of the server says otherwise.
    await expect(redmine.links.add(own.ref.id, { type: 'relates_to', target: ref })).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringMatching(/same project/),
    });
    const astray = { ...ref, workspace: 'closed' };
    await expect(redmine.links.add(own.ref.id, { type: 'blocks', target: astray })).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'target.workspace' }],
    });
  });

  it('shows what was written in Textile as Markdown, and the other way round', async () => {
    const markdown = '# Title\n\n- **a**\n  1. *b*\n\n```js\nif (a < b) {}\n```\n\n| h | i |\n| - | - |\n| c | d |';
    const { issue } = await redmine.issues.create({ title: 'Rich', body: markdown }, { clientKey: 'rich-1' });
    expect(issue.body).toBe(markdown);
    const told = (await (await administer('GET', `/issues/${issue.ref.id}.json`)).json()) as {
      issue: { description: string };
    };
    expect(told.issue.description).toMatch(/^h1\. Title\r?\n\r?\n\* \*a\*\r?\n\*# _b_/);
    const page = await (await fetch(`${url}/issues/${issue.ref.id}`)).text();
    for (const html of ['<strong>a</strong>', '<em>b</em>', 'syntaxhl', '<td>d</td>']) expect(page).toContain(html);
    expect(page).not.toContain('spec-kitty');
  });
});

describe.skipIf(note !== '')(`250 issues at a real Redmine${note}`, { timeout: 120_000 }, () => {
  const ids: string[] = [];

  beforeAll(async () => {
    await reset();
    for (let nth = 1; nth <= 250; nth++) {
      const subject = `Issue ${nth}`;
      const response = await administer('POST', '/issues.json', { issue: { project_id: 1, subject } });
      ids.push(String(((await response.json()) as { readonly issue: { readonly id: number } }).issue.id));
    }
  }, 120_000);

  it.each([100, 33])('come in pages of %i, each once', async (pageSize) => {
    const found: string[] = [];
    for await (const { items } of adapterOf().issues.list({ pageSize })) {
      expect(items.length).toBeLessThanOrEqual(pageSize);
      found.push(...items.map(({ ref }) => ref.id));
    }
    expect(found.length).toBe(250);
    expect([...found].sort()).toEqual([...ids].sort());
  });

  it('are counted whole', async () => {
    expect((await all(adapterOf().issues.ids())).length).toBe(250);
  });

  it('come from a time on, to the second', async () => {
    const redmine = adapterOf();
    const listed = await all(redmine.issues.list());
    const since = String(listed[200]?.updatedAt);
    for (const updatedSince of [
      since,
      since.replace('Z', '.000Z'),
      since.replace('Z', '.999Z'),
      since.replace('Z', '+00:00'),
    ]) {
      const found = await all(redmine.issues.list({ updatedSince, pageSize: 20 }));
      const due = listed.filter(({ updatedAt }) => String(updatedAt) >= since);
      expect(found.map(({ ref }) => ref.id).sort()).toEqual(due.map(({ ref }) => ref.id).sort());
    }
  });

  it('are all there when some of them change on the way', async () => {
    const redmine = adapterOf();
    const found = new Set<string>();
    let changes = 0;
    for await (const { items } of redmine.issues.list({ pageSize: 20 })) {
      for (const { ref } of items) found.add(ref.id);
      // By offsets, each of these would hide one of the next page.
      for (const { ref } of items.slice(0, 5)) {
        if (changes++ < 30)
          await administer('PUT', `/issues/${ref.id}.json`, { issue: { subject: `Changed ${changes}` } });
      }
    }
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
  });

  it('are all there when they changed within one second', async () => {
    const { stdout } = await run(SCRIPT, ['sql', 'update issues set updated_on = "2026-11-20 10:00:00.123456"']);
    expect(stdout).toBe('');
    const found = await all(adapterOf().issues.list({ pageSize: 20 }));
    expect(found.map(({ ref }) => ref.id).sort()).toEqual([...ids].sort());
  });
});

import { describe, expect, it } from 'vitest';
import type { IssueDraft } from '../../../src/contracts/adapter/issue-write.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { BEN, CLEO, DEV, OPS } from './fixtures.js';
import { all, faultOf, refTo, scene } from './scene.js';

describe('creating', () => {
  it('sends the fields in one request, by the id of the project and the kinds of its fields', async () => {
    const { youtrack, sent, asked } = scene({ restrictedTo: ['3-7', '3-8'] });
    const draft: IssueDraft = {
      title: 'Widgets wobble',
      body: 'Since *Tuesday*.\r\nOr before.',
      status: 'in_progress',
      issueType: 'bug',
      priority: 1,
      assignees: [BEN.id],
      visibility: 'restricted',
      customFields: {
        'Fix versions': ['1.1', '1.0'],
        Reviewers: [CLEO.id],
        Estimation: 90,
        Notes: 'A note',
        'Due Date': 1_775_044_800_000,
        'Story points': 5,
      },
    };
    const { issue, warnings } = await youtrack.issues.create(draft, { clientKey: 'wp-1' });
    expect(warnings).toEqual([]);
    expect(await sent()).toEqual([
      {
        to: '/issues',
        project: { id: DEV.id },
        summary: 'Widgets wobble',
        description: `Since *Tuesday*.\nOr before.\n\n<!-- spec-kitty:${clientMarker('wp-1').slice(3)} -->`,
        usesMarkdown: true,
        visibility: { $type: 'LimitedVisibility', permittedGroups: [{ id: '3-7' }, { id: '3-8' }] },
        customFields: [
          { name: 'State', $type: 'StateIssueCustomField', value: { name: 'In Progress' } },
          { name: 'Type', $type: 'SingleEnumIssueCustomField', value: { name: 'Bug' } },
          { name: 'Priority', $type: 'SingleEnumIssueCustomField', value: { name: 'Critical' } },
          { name: 'Assignee', $type: 'SingleUserIssueCustomField', value: { id: BEN.id } },
          { name: 'Fix versions', $type: 'MultiVersionIssueCustomField', value: [{ name: '1.1' }, { name: '1.0' }] },
          { name: 'Reviewers', $type: 'MultiUserIssueCustomField', value: [{ id: CLEO.id }] },
          { name: 'Estimation', $type: 'PeriodIssueCustomField', value: { presentation: '90m' } },
          { name: 'Notes', $type: 'TextIssueCustomField', value: { text: 'A note' } },
          { name: 'Due Date', $type: 'DateIssueCustomField', value: 1_775_044_800_000 },
          { name: 'Story points', $type: 'SimpleIssueCustomField', value: 5 },
        ],
      },
    ]);
    expect(asked()).toEqual(['GET /admin/projects/DEV', 'POST /issues', `GET /issues/${issue.ref.id}`]);
    expect(issue).toMatchObject({
      body: 'Since *Tuesday*.\nOr before.',
      visibility: 'restricted',
      status: 'in_progress',
    });
  });

  it('puts tags and the parent on afterwards, the latter by a command', async () => {
    const { server, youtrack, asked } = scene();
    const parent = server.seed();
    const ui = server.seedTag('ui');
    const { issue, warnings } = await youtrack.issues.create({
      title: 'A',
      labels: ['ui', 'ui', 'new one'],
      parent: refTo(parent),
    });
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({ labels: ['new one', 'ui'], parent: { id: parent, key: 'DEV-1' } });
    expect(server.commands).toEqual(['subtask of DEV-1']);
    expect(server.issues.get(issue.ref.id)?.tags[0]).toBe(ui);
    expect(asked().indexOf('POST /issues')).toBeLessThan(asked().indexOf(`POST /issues/${issue.ref.id}/tags`));
  });

  it('has a warning for each step that failed, and the issue', async () => {
    const { server, youtrack } = scene({}, { ignoresCommands: true });
    const parent = server.seed();
    const { issue, warnings } = await youtrack.issues.create({ title: 'A', labels: ['a\nb'], parent: refTo(parent) });
    expect(issue).toMatchObject({ title: 'A', labels: [], parent: null });
    expect(warnings).toMatchObject([
      { field: 'labels', message: expect.stringContaining('not written') },
      { field: 'parent', message: expect.stringContaining('did not link DEV-1') },
    ]);
  });

  it('keeps the issue when the caller aborts after it was made', async () => {
    const controller = new AbortController();
    const { server, youtrack } = scene({}, {}, ({ url }) => {
      if (url.includes('/tags')) controller.abort(new Error('enough'));
      return undefined;
    });
    const result = await youtrack.issues.create({ title: 'A', labels: ['ui'] }, { signal: controller.signal });
    expect(result.issue.title).toBe('A');
    expect(result.warnings.map(({ field }) => field)).toEqual(['ref', 'labels']);
    expect(server.issues.size).toBe(1);
  });

  it('for few is refused where nobody says for whom', async () => {
    const { youtrack, sent } = scene();
    const fault = await faultOf(youtrack.issues.create({ title: 'A', visibility: 'restricted' }));
    expect([fault.code, fault.message]).toEqual(['unsupported', expect.stringContaining('restrictedTo')]);
    expect(await sent()).toEqual([]);
  });

  it('for few and made public in silence is deleted again', async () => {
    const { server, youtrack } = scene({ restrictedTo: ['3-7'] }, { ignoresVisibility: true });
    const fault = await faultOf(youtrack.issues.create({ title: 'A', visibility: 'restricted' }));
    expect([fault.code, fault.message]).toEqual(['permission', expect.stringContaining('deleted again')]);
    expect(server.issues.size).toBe(0);
  });

  it('takes people by their ids or through the host, and leaves nobody out', async () => {
    const known: Record<string, string> = { 'ben@acme.test': BEN.id };
    const { youtrack, sent } = scene({ resolveUser: (who) => known[who] });
    expect((await youtrack.issues.create({ title: 'A', assignees: ['ben@acme.test'] })).issue.assignees).toEqual([
      BEN.id,
    ]);
    const fault = await faultOf(youtrack.issues.create({ title: 'B', assignees: [BEN.id, 'nobody'] }));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'assignees[1]' }] });
    expect(await sent()).toHaveLength(1);
    const two = await youtrack.issues.create({ title: 'C', assignees: [BEN.id, CLEO.id] });
    expect(two.issue.assignees).toEqual([BEN.id]);
    expect(two.warnings).toMatchObject([{ field: 'assignees', message: expect.stringContaining('one person') }]);
  });

  it('passes on that the host could not resolve, with its words redacted', async () => {
    const resolveUser = () => {
      throw new Error('directory down: token=hunter2hunter2');
    };
    const { youtrack } = scene({ resolveUser });
    const fault = await faultOf(youtrack.issues.create({ title: 'A', assignees: ['ben'] }));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'assignees[0]' }] });
    expect(JSON.stringify(fault)).not.toContain('hunter2');
  });

  it.each([
    [{ Estimation: 'long' }, 'customFields.Estimation'],
    [{ 'Fix versions': '1.0' }, 'customFields.Fix versions'],
    [{ Reviewers: [7] }, 'customFields.Reviewers[0]'],
    [{ 'Story points': { a: 1 } }, 'customFields.Story points'],
    [{ Notes: 7 }, 'customFields.Notes'],
  ])('refuses %j, which the field cannot hold', async (customFields, path) => {
    const { youtrack, sent } = scene();
    const fault = await faultOf(youtrack.issues.create({ title: 'A', customFields }));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    expect(await sent()).toEqual([]);
  });

  it('refuses a parent of another tracker or another YouTrack', async () => {
    const { youtrack, asked } = scene();
    for (const [parent, path] of [
      [{ ...refTo('2-1'), system: 'jira' }, 'parent.system'],
      [refTo('2-1', 'other.youtrack.cloud/DEV'), 'parent.workspace'],
      [refTo('DEV-1'), 'parent.id'],
    ] as const) {
      expect(await faultOf(youtrack.issues.create({ title: 'A', parent }))).toMatchObject({ problems: [{ path }] });
    }
    expect(asked()).toEqual([]);
  });
});

describe('changing', () => {
  it('sends what is named and nothing else, and reads before and after', async () => {
    const { server, youtrack, sent, asked } = scene();
    const id = server.seed();
    const { issue, warnings } = await youtrack.issues.update(id, { title: 'New' });
    expect([issue.title, warnings]).toEqual(['New', []]);
    expect(await sent()).toEqual([{ to: `/issues/${id}`, summary: 'New' }]);
    expect(asked()).toEqual([`GET /issues/${id}`, `POST /issues/${id}`, `GET /issues/${id}`]);
  });

  it('clears what is set to nothing', async () => {
    const { server, youtrack } = scene();
    const values = { Assignee: BEN.id, Priority: 'Major', 'Fix versions': ['1.0'], Estimation: 60 };
    const id = server.seed({ values, tags: [server.seedTag('ui')] });
    const patch = {
      body: null,
      assignees: [],
      labels: [],
      priority: null,
      customFields: { 'Fix versions': null, Estimation: null },
    };
    const { issue, warnings } = await youtrack.issues.update(id, patch);
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({ body: null, assignees: [], labels: [], priority: null, customFields: {} });
  });

  it('changes tags by what is missing and what is too much', async () => {
    const { server, youtrack, asked } = scene();
    const [a, b, c] = [server.seedTag('a'), server.seedTag('b'), server.seedTag('c')];
    const id = server.seed({ tags: [a, b] });
    expect((await youtrack.issues.update(id, { labels: ['b', 'c'] })).issue.labels).toEqual(['b', 'c']);
    expect(asked().filter((path) => !path.startsWith('GET'))).toEqual([
      `POST /issues/${id}/tags`,
      `DELETE /issues/${id}/tags/${a}`,
    ]);
    expect(server.issues.get(id)?.tags).toEqual([b, c]);
  });

  it('gives an issue another parent, or none', async () => {
    const { server, youtrack } = scene();
    const [one, two, id] = [server.seed(), server.seed(), server.seed()];
    const parentOf = async (parent: string | null) =>
      (await youtrack.issues.update(id, { parent: parent === null ? null : refTo(parent) })).issue.parent?.id ?? null;
    expect(await parentOf(one)).toBe(one);
    expect(await parentOf(two)).toBe(two);
    expect(server.links).toEqual([{ type: '80-3', source: two, target: id }]);
    expect(await parentOf(null)).toBeNull();
    expect(server.links).toEqual([]);
  });

  it('keeps the marker of a client key, and its place among wiki texts', async () => {
    const { server, youtrack } = scene();
    const { issue } = await youtrack.issues.create({ title: 'A', body: 'Text.' }, { clientKey: 'wp-1' });
    const stored = server.issues.get(issue.ref.id);
    if (stored) stored.usesMarkdown = false;
    expect((await youtrack.issues.update(issue.ref.id, { body: 'Other.' })).issue.body).toBe('Other.');
    expect(stored?.description).toBe(`Other.\n\n<!-- spec-kitty:${clientMarker('wp-1').slice(3)} -->`);
    expect(stored?.usesMarkdown).toBe(true);
  });

  it('refuses a precondition, which YouTrack cannot keep', async () => {
    const { server, youtrack, asked } = scene();
    const id = server.seed();
    expect(await faultOf(youtrack.issues.update(id, { expectedRevision: '1' }))).toMatchObject({ code: 'unsupported' });
    expect(asked()).toEqual([]);
  });

  it('touches no issue of another project, and no draft', async () => {
    const { server, youtrack, asked } = scene();
    const foreign = [server.seed({ project: OPS.shortName }), server.seed({ isDraft: true })];
    for (const id of foreign) {
      for (const act of [
        () => youtrack.issues.update(id, { title: 'A' }),
        () => youtrack.issues.transition(id, 'done'),
        () => youtrack.issues.delete(id),
        () => youtrack.comments.add(id, 'A'),
        () => youtrack.links.add(id, { type: 'blocks', target: refTo('2-1') }),
        () => youtrack.attachments.add(id, { content: new Uint8Array(1), name: 'a', type: 'text/plain' }),
        () => youtrack.attachments.list(id),
        () => youtrack.links.list(id),
      ]) {
        expect(await faultOf(act())).toMatchObject({ code: 'not_found' });
      }
    }
    expect(asked().filter((path) => !path.startsWith('GET'))).toEqual([]);
    expect(server.issues.size).toBe(2);
  });

  it('says so when what was written cannot be read again', async () => {
    let reads = 0;
    const { server, youtrack } = scene({}, {}, ({ method }) =>
      method === 'GET' && ++reads > 1 ? new Response('{}', { status: 404 }) : undefined,
    );
    const { issue, warnings } = await youtrack.issues.update(server.seed(), { title: 'New' });
    expect(issue.title).toBe('New');
    expect(warnings).toMatchObject([{ field: 'ref', message: expect.stringContaining('could not be read') }]);
  });

  it('warns of a field that the project has not, and of one that was left out, each for its reason', async () => {
    const { server, youtrack } = scene({}, { ignores: ['Notes'] });
    const { warnings } = await youtrack.issues.update(server.seed(), { customFields: { Nope: 1, Notes: 'A' } });
    expect(warnings).toMatchObject([
      { field: 'customFields.Nope', message: expect.stringContaining('no such field') },
      { field: 'customFields.Notes', message: expect.stringContaining('without a word') },
    ]);
  });

  it('keeps a type and a priority that mean already what is asked for', async () => {
    const { server, youtrack, sent } = scene({ typeMap: { Task: 'bug' }, priorityMap: { Minor: 2 } });
    const id = server.seed({ values: { Type: 'Bug', Priority: 'Major' } });
    const { warnings } = await youtrack.issues.update(id, { issueType: 'bug', priority: 2 });
    expect([warnings, await sent()]).toEqual([[], []]);
    expect(server.issues.get(id)?.values).toMatchObject({ Type: 'Bug', Priority: 'Major' });
    await youtrack.issues.update(id, { priority: null });
    expect(server.issues.get(id)?.values).toMatchObject({ Type: 'Bug', Priority: null });
  });

  it('is for few before it says what is for few', async () => {
    const { server, youtrack, sent } = scene({ restrictedTo: ['3-7'] });
    const id = server.seed();
    const { issue, warnings } = await youtrack.issues.update(id, { body: 'Among us', visibility: 'restricted' });
    expect([issue.body, issue.visibility, warnings]).toEqual(['Among us', 'restricted', []]);
    const [first, second, ...more] = await sent();
    expect([Object.keys(first ?? {}), second?.description, more]).toEqual([['to', 'visibility'], 'Among us', []]);
    await youtrack.issues.update(id, { body: 'Still', visibility: 'restricted' });
    expect(await sent()).toHaveLength(3);
  });

  it('sends nothing else where YouTrack leaves it public without a word', async () => {
    const { server, youtrack, sent } = scene({ restrictedTo: ['3-7'] }, { ignoresVisibility: true });
    const id = server.seed({ description: 'For all' });
    for (const more of [{ body: 'Among us' }, { labels: ['secret'] }]) {
      const fault = await faultOf(youtrack.issues.update(id, { ...more, visibility: 'restricted' }));
      expect([fault.code, fault.message]).toEqual(['permission', expect.stringContaining('nothing else')]);
    }
    expect((await sent()).map((body) => Object.keys(body))).toEqual([
      ['to', 'visibility'],
      ['to', 'visibility'],
    ]);
    const { warnings } = await youtrack.issues.update(id, { visibility: 'restricted' });
    expect(warnings).toMatchObject([{ field: 'visibility', message: expect.stringContaining('without a word') }]);
  });

  it('ends with the error of its first step, when nothing was written', async () => {
    const { server, youtrack } = scene({}, {}, ({ method, url }) =>
      method === 'POST' && url.includes('/tags') ? Response.json({ error: 'Forbidden' }, { status: 403 }) : undefined,
    );
    const id = server.seed({ tags: [server.seedTag('ui')] });
    server.seedTag('new');
    expect(await faultOf(youtrack.issues.update(id, { labels: ['new'] }))).toMatchObject({ code: 'permission' });
    const half = await youtrack.issues.update(id, { title: 'New', labels: ['new'] });
    expect([half.issue.title, half.warnings.map(({ field }) => field)]).toEqual(['New', ['labels']]);
  });
});

describe('deleting', () => {
  it('is over when the issue is gone', async () => {
    const { server, youtrack } = scene();
    const [id, other] = [server.seed(), server.seed()];
    await youtrack.issues.delete(id);
    await youtrack.issues.delete(id);
    expect([...server.issues.keys()]).toEqual([other]);
  });

  it('believes no 404 alone', async () => {
    const gone = () => Response.json({ error: 'Not Found' }, { status: 404 });
    const denied = scene({}, {}, ({ method }) => (method === 'DELETE' ? gone() : undefined));
    expect(await faultOf(denied.youtrack.issues.delete(denied.server.seed()))).toMatchObject({ code: 'permission' });
    const lost = scene({}, {}, gone);
    expect(await faultOf(lost.youtrack.issues.delete(lost.server.seed()))).toMatchObject({ code: 'not_found' });
  });
});

describe('client keys', () => {
  it('find an issue that the search index does not hold yet', async () => {
    const { youtrack } = scene({}, { lags: true });
    const { issue } = await youtrack.issues.create({ title: 'A' }, { clientKey: 'wp-1' });
    expect(await all(youtrack.issues.search({ text: clientMarker('wp-1').slice(3) }))).toEqual([]);
    expect(await youtrack.issues.findByClientKey('wp-1')).toEqual(issue.ref);
    expect(await youtrack.issues.findByClientKey('wp-2')).toBeUndefined();
  });

  it('find an issue of long ago, even if the index never holds what they are told by', async () => {
    const { server, youtrack, queries } = scene({}, { lags: true });
    const times = Array.from({ length: 250 }, (_, at) => server.now() + at * 60_000);
    for (const ms of times) server.seed({ created: ms, updated: ms, indexed: 'x' });
    const { issue } = await youtrack.issues.create({ title: 'A' }, { clientKey: 'wp-1' });
    server.seed({ reporter: BEN.id });
    server.setClock(server.now() + 30 * 24 * 3_600_000);
    expect(await youtrack.issues.findByClientKey('wp-1')).toEqual(issue.ref);
    // And where it does, there is no walk.
    server.index();
    const before = queries().length;
    expect(await youtrack.issues.findByClientKey('wp-1')).toEqual(issue.ref);
    expect(
      queries()
        .slice(before)
        .every((query) => !query.includes('reporter')),
    ).toBe(true);
  });

  it('find no issue of another project, no draft, and none that only speaks of them', async () => {
    const { server, youtrack } = scene();
    const marked = `Text\n\n<!-- spec-kitty:${clientMarker('wp-1').slice(3)} -->`;
    server.seed({ project: OPS.shortName, description: marked });
    server.seed({ isDraft: true, description: marked });
    server.seed({ description: `> ${marked.split('\n').at(-1)}` });
    server.seed({ summary: clientMarker('wp-1').slice(3) });
    expect(await youtrack.issues.findByClientKey('wp-1')).toBeUndefined();
  });

  it('find the older one of an issue that was copied', async () => {
    const { server, youtrack } = scene();
    const { issue } = await youtrack.issues.create({ title: 'A' }, { clientKey: 'wp-1' });
    const { description = null } = server.issues.get(issue.ref.id) ?? {};
    server.seed({ description });
    expect((await youtrack.issues.findByClientKey('wp-1'))?.id).toBe(issue.ref.id);
  });

  it('are checked before anything is sent', async () => {
    const { youtrack, asked } = scene();
    expect(await faultOf(youtrack.issues.findByClientKey(' '))).toMatchObject({ code: 'invalid_input' });
    expect(asked()).toEqual([]);
  });
});

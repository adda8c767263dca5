import { describe, expect, it } from 'vitest';
import { renderBody } from '../../../src/adapters/azure-devops/write-body.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { type Json, SERVER, WORKSPACE } from './fixtures.js';
import { Refusal, refusal } from './route.js';
import { answered, faultOf, type Scene, scene, type WritingOptions } from './scene.js';
import { bodiesOf } from './server.js';

const documentsTo = ({ server }: Scene, method: string) => bodiesOf(server, method, /workitems\//i);
const ref = (id: number, workspace = WORKSPACE, system = 'azure_devops') => {
  return { system, workspace, id: String(id), key: null, url: null };
};
const relation = (rel: string, id: number) => ({ rel, url: `${SERVER}/_apis/wit/workItems/${id}`, attributes: {} });
const HIERARCHY = 'System.LinkTypes.Hierarchy-Reverse';

describe('a work item that is made', () => {
  it('is sent as one document of JSON Patch, to the address of its type', async () => {
    const given = scene();
    given.site.seed();
    const { issue, warnings } = await given.azure.issues.create(
      {
        title: 'Widgets wobble',
        body: 'Since *Tuesday*.',
        issueType: 'story',
        priority: 1,
        assignees: ['zoe@acme.test'],
        labels: ['ui', 'a;b'],
        parent: ref(1),
        customFields: { 'Custom.Risk': 'low' },
      },
      { clientKey: 'work-package-17' },
    );
    expect(warnings).toEqual([]);
    const marker = clientMarker('work-package-17');
    expect(await documentsTo(given, 'POST')).toEqual([
      [
        { op: 'add', path: '/fields/System.Title', value: 'Widgets wobble' },
        { op: 'add', path: '/fields/System.Description', value: '<p>Since <em>Tuesday</em>.</p>' },
        { op: 'add', path: '/fields/Microsoft.VSTS.Common.Priority', value: 1 },
        { op: 'add', path: '/fields/System.AssignedTo', value: 'zoe@acme.test' },
        { op: 'add', path: '/fields/System.Tags', value: `ui; a%3Bb; ${marker}` },
        { op: 'add', path: '/relations/-', value: { rel: HIERARCHY, url: `${SERVER}/_apis/wit/workItems/1` } },
        { op: 'add', path: '/fields/Custom.Risk', value: 'low' },
      ],
    ]);
    expect(given.server.calls().at(-1)).toBe('POST /_apis/wit/workitems/$User%20Story');
    expect(issue).toMatchObject({ labels: ['a;b', 'ui'], parent: { id: '1' }, issueType: 'story', revision: '1' });
  });

  it('begins in its first state and is moved, over others where the workflow says so', async () => {
    const given = scene();
    const { issue, warnings } = await given.azure.issues.create({ title: 'A', issueType: 'bug', status: 'done' });
    expect([issue.status, issue.statusName, warnings]).toEqual(['done', 'Closed', []]);
    const moved = (rev: number, state: string) => [
      { op: 'test', path: '/rev', value: rev },
      { op: 'add', path: '/fields/System.State', value: state },
    ];
    expect(await documentsTo(given, 'PATCH')).toEqual([moved(1, 'Active'), moved(2, 'Resolved'), moved(3, 'Closed')]);
  });

  it('is given back with a warning when it cannot be moved, whatever the reason', async () => {
    const given = scene();
    const refused = new Refusal(400, 'TF401320: Rule Error for field Reason.', 'RuleValidationException');
    given.server.intercept((request) => (request.method === 'PATCH' ? refusal(refused) : undefined));
    const { issue, warnings } = await given.azure.issues.create({ title: 'A', status: 'done' });
    expect(issue.status).toBe('todo');
    expect(warnings).toEqual([{ field: 'status', message: expect.stringMatching(/still in New: .*TF401320/) }]);
    const controller = new AbortController();
    given.server.intercept((request) => {
      if (request.method === 'PATCH') controller.abort(new Error('enough'));
      return undefined;
    });
    const aborted = await given.azure.issues.create({ title: 'B', status: 'done' }, { signal: controller.signal });
    expect(aborted.warnings).toEqual([{ field: 'status', message: expect.stringContaining('the call was aborted') }]);
  });

  it('is moved all the same when a rule of the board touched it first', async () => {
    const given = scene();
    given.server.intercept((request) => {
      if (request.method === 'PATCH' && given.site.items.get(1)?.rev === 1) given.site.touch(1);
      return undefined;
    });
    expect((await given.azure.issues.create({ title: 'A', status: 'done' })).issue.status).toBe('done');
  });

  it('is refused before anything is sent, for a status that its type has no state for', async () => {
    const given = scene();
    const fault = await faultOf(given.azure.issues.create({ title: 'A', issueType: 'bug', status: 'canceled' }));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'status' }] });
    expect(String(fault)).toContain('todo (New), in_progress (Active), in_review (Resolved), done (Closed)');
    expect(await documentsTo(given, 'POST')).toEqual([]);
  });

  it('goes to the state that the host named first for its status', async () => {
    const given = scene({ statusMap: { Active: 'blocked', Resolved: 'blocked' } });
    expect((await given.azure.issues.create({ title: 'A', status: 'blocked' })).issue.statusName).toBe('Active');
    const other = scene({ statusMap: { Resolved: 'blocked', Active: 'blocked' } });
    expect((await other.azure.issues.create({ title: 'A', status: 'blocked' })).issue.statusName).toBe('Resolved');
  });

  it.each([
    [{ defaultType: 'risk' }, undefined, 'Risk', []],
    [{ typeMap: { Risk: 'chore' } }, 'chore', 'Risk', []],
    [{}, 'chore', 'Task', ['issueType']],
    [{}, 'epic', 'Epic', []],
  ] as const)('with the options %j and the type %j is a %s', async (options, issueType, name, warned) => {
    const given = scene(options as WritingOptions);
    const { warnings } = await given.azure.issues.create({ title: 'A', ...(issueType && { issueType }) });
    expect(given.site.items.get(1)?.fields['System.WorkItemType']).toBe(name);
    expect(warnings.map(({ field }) => field)).toEqual(warned);
  });

  it('needs a type that there is', async () => {
    const given = scene({ defaultType: 'Ticket' });
    const fault = await faultOf(given.azure.issues.create({ title: 'A' }));
    expect(String(fault)).toContain('Bug, Epic, Feature, Task, User Story');
  });

  it('tells of everything that it does not hold', async () => {
    const given = scene();
    given.site.tags.set('ui', 'UI');
    const { issue, warnings } = await given.azure.issues.create({
      title: 'A',
      priority: 0,
      labels: ['ui'],
      assignees: ['mona@acme.test', 'zoe@acme.test'],
      customFields: { 'Custom.Risk': 3 },
    });
    expect(Object.fromEntries(warnings.map(({ field, message }) => [field, message]))).toEqual({
      priority: expect.stringContaining('1 to 4'),
      assignees: expect.stringContaining('one assignee'),
      labels: expect.stringContaining('case'),
    });
    expect([issue.labels, issue.assignees]).toEqual([['UI'], ['mona@acme.test']]);
  });

  it.each([
    [{ visibility: 'restricted' }, 'unsupported', undefined],
    [{ labels: ['a', 'sk-0123456789abcdef0123456789abcdef'] }, 'invalid_input', 'labels[1]'],
    [{ labels: ['x'.repeat(401)] }, 'invalid_input', 'labels[0]'],
    [{ assignees: ['Zoë Doe'] }, 'invalid_input', 'assignees[0]'],
    [{ assignees: ['a@b.c; d@e.f'] }, 'invalid_input', 'assignees[0]'],
    [{ parent: ref(1, 'dev.azure.com/other') }, 'invalid_input', 'parent.workspace'],
    [{ parent: ref(1, WORKSPACE, 'jira') }, 'invalid_input', 'parent.workspace'],
    [{ parent: { ...ref(1), id: '1/../2' } }, 'invalid_input', 'parent.id'],
    [{ customFields: { 'System.State': 'Closed' } }, 'invalid_input', 'customFields.System.State'],
    [{ customFields: { 'a/b': 1 } }, 'invalid_input', 'customFields.a/b'],
  ] as const)('is refused before it is sent: %j', async (draft, code, path) => {
    const given = scene();
    const fault = await faultOf(given.azure.issues.create({ title: 'A', ...draft } as never));
    expect(fault.code).toBe(code);
    if (fault.code === 'invalid_input') expect(fault.problems[0]?.path).toBe(path);
    expect(await documentsTo(given, 'POST')).toEqual([]);
  });

  it('asks the host for people it does not know, and says what the host failed with', async () => {
    const resolveUser = (who: string) => {
      if (who === 'adam') return 'ACME\\adam';
      if (who === 'eve') throw new Error('directory down');
      return undefined;
    };
    const given = scene({ resolveUser });
    expect((await given.azure.issues.create({ title: 'A', assignees: ['adam'] })).issue.assignees).toEqual([
      'ACME\\adam',
    ]);
    expect(await faultOf(given.azure.issues.create({ title: 'A', assignees: ['eve'] }))).toMatchObject({
      problems: [{ path: 'assignees[0]', message: expect.stringContaining('directory down') }],
    });
    expect(await faultOf(given.azure.issues.create({ title: 'A', assignees: ['ghost@acme.test'] }))).toMatchObject({
      code: 'rejected',
      fields: [{ path: 'System.AssignedTo', message: expect.stringContaining('unknown identity') }],
    });
  });
});

describe('bodies', () => {
  it('of bugs go where the form shows them', async () => {
    const given = scene();
    const { issue } = await given.azure.issues.create({ title: 'A', issueType: 'bug', body: 'Steps' });
    const { fields } = given.site.items.get(1) ?? {};
    expect([fields?.['Microsoft.VSTS.TCM.ReproSteps'], fields?.['System.Description']]).toEqual([
      '<p>Steps</p>',
      undefined,
    ]);
    expect(issue.body).toBe('Steps');
    // What somebody wrote where no form shows it does not come to light again.
    given.site.touch(1, { 'System.Description': '<p>unseen</p>' });
    expect((await given.azure.issues.update('1', { body: null })).issue.body).toBeNull();
  });

  it('in Markdown say so, together with the text, and stay in Markdown', async () => {
    const given = scene({ bodyFormat: 'markdown' });
    const { issue, warnings } = await given.azure.issues.create({ title: 'A', body: '- a < b\n- c' });
    expect([issue.body, warnings]).toEqual(['- a < b\n- c', []]);
    expect((await documentsTo(given, 'POST'))[0]).toContainEqual({
      op: 'add',
      path: '/multilineFieldsFormat/System.Description',
      value: 'Markdown',
    });
    // An adapter for HTML meets a work item in Markdown, and the other way round.
    const html = scene();
    html.site.seed({ 'System.Description': 'old' }, { formats: { 'System.Description': 'markdown' } });
    html.site.seed();
    await html.azure.issues.update('1', { body: '*new*' });
    expect(html.site.items.get(1)?.fields['System.Description']).toBe('*new*');
    const markdown = scene({ bodyFormat: 'markdown' });
    markdown.site.seed();
    await markdown.azure.issues.update('1', { body: '*new*' });
    expect(markdown.site.items.get(1)?.fields['System.Description']).toBe('<p><em>new</em></p>');
  });

  it('that Azure DevOps changed are warned of', async () => {
    const given = scene({ bodyFormat: 'markdown' });
    const { warnings } = await given.azure.issues.create({ title: 'A', body: 'a <!-- b --> c' });
    expect(warnings.map(({ field }) => field)).toEqual(['body']);
  });

  it('that are too long are cut, with a warning', { timeout: 30_000 }, async () => {
    const given = scene({ bodyFormat: 'markdown' });
    const body = `Before.\n\n\`\`\`\n${`${'x'.repeat(9999)}\n`.repeat(101)}\`\`\`\n\nThe end.`;
    const { issue, warnings } = await given.azure.issues.create({ title: 'A', body });
    const held = String(given.site.items.get(1)?.fields['System.Description']);
    expect([held.length > 900_000, held.length <= 1_000_000, held.includes('The end.')]).toEqual([true, true, false]);
    expect(held).toMatch(/cut off[^\n]*$/);
    expect([warnings.map(({ field }) => field), issue.body]).toEqual([['body'], held]);
  });

  it('that grow as HTML are cut by what they grow to, where they stay whole', () => {
    const body = 'A paragraph with <angles> & "quotes".\n\n- *one*\n- `two`\n\n'.repeat(60);
    for (const limit of [300, 3000]) {
      const { text, isCut } = renderBody(body, false, limit);
      expect([isCut, text.length <= limit, text.length > limit / 3]).toEqual([true, true, true]);
      expect(text).toMatch(/cut off[^<]*<\/em><\/p>$/);
      expect(text.match(/<ul>/g)?.length).toBe(text.match(/<\/ul>/g)?.length);
    }
    expect(renderBody(body, false, 10)).toEqual({ text: '', isCut: true });
    expect(renderBody('a\r\nb  \n', false)).toEqual({ text: '<p>a\nb</p>', isCut: false });
  });
});

describe('a work item that is changed', () => {
  it('is changed only if it still is as it was read', async () => {
    const given = scene();
    given.site.seed();
    await given.azure.issues.update('1', { title: 'B', priority: null, assignees: [], labels: [] });
    expect(await documentsTo(given, 'PATCH')).toEqual([
      [
        { op: 'test', path: '/rev', value: 1 },
        { op: 'add', path: '/fields/System.Title', value: 'B' },
        { op: 'remove', path: '/fields/Microsoft.VSTS.Common.Priority' },
        { op: 'replace', path: '/fields/System.Tags', value: '' },
      ],
    ]);
  });

  it('is read again when it changed in between, unless the caller said which revision it has to be', async () => {
    const given = scene();
    given.site.seed();
    let times = 0;
    given.server.intercept((request) => {
      if (request.method === 'PATCH' && times++ < 2) given.site.touch(1, { 'System.Tags': `tag-${times}` });
      return undefined;
    });
    expect((await given.azure.issues.update('1', { title: 'B' })).issue.title).toBe('B');
    expect(times).toBe(3);
    times = 0;
    const expected = { title: 'C', expectedRevision: String(given.site.items.get(1)?.rev) };
    expect(await faultOf(given.azure.issues.update('1', expected))).toMatchObject({
      code: 'conflict',
      context: { httpStatus: 412 },
    });
    expect(await faultOf(given.azure.issues.update('1', { title: 'D', expectedRevision: '1' }))).toMatchObject({
      code: 'conflict',
    });
    expect(given.site.items.get(1)?.fields['System.Title']).toBe('B');
    times = -9;
    expect(await faultOf(given.azure.issues.update('1', { title: 'E' }))).toMatchObject({ code: 'conflict' });
  });

  it('has the tags that were asked for and no others, and keeps that of its client key', async () => {
    for (const addJoins of [true, false]) {
      const given = scene({}, { addJoins });
      await given.azure.issues.create({ title: 'A', labels: ['one', 'two'] }, { clientKey: 'k' });
      expect((await given.azure.issues.update('1', { labels: ['two', 'three'] })).issue.labels).toEqual([
        'three',
        'two',
      ]);
      expect((await given.azure.issues.update('1', { labels: [] })).issue.labels).toEqual([]);
      expect(given.site.items.get(1)?.fields['System.Tags']).toBe(clientMarker('k'));
      expect((await given.azure.issues.findByClientKey('k'))?.id).toBe('1');
    }
  });

  it('gets another parent in place of the one it has, and none', async () => {
    const given = scene();
    for (let n = 0; n < 4; n++) given.site.seed();
    const item = given.site.items.get(1);
    item?.relations.push(relation('System.LinkTypes.Related', 4), relation(HIERARCHY, 2));
    given.site.items.get(2)?.relations.push(relation('System.LinkTypes.Hierarchy-Forward', 1));
    expect((await given.azure.issues.update('1', { parent: ref(3) })).issue.parent?.id).toBe('3');
    expect((await given.azure.issues.update('1', { parent: ref(3) })).warnings).toEqual([]);
    const { issue } = await given.azure.issues.update('1', { parent: null });
    expect([issue.parent, issue.links.map(({ target }) => target.id)]).toEqual([null, ['4']]);
    expect((await documentsTo(given, 'PATCH')).slice(1)).toEqual([
      [
        { op: 'test', path: '/rev', value: 2 },
        { op: 'remove', path: '/relations/1' },
      ],
    ]);
    expect(given.site.items.get(3)?.relations).toEqual([]);
  });

  it('becomes one of another type, and its body goes along', async () => {
    const given = scene();
    given.site.seed();
    const { issue, warnings } = await given.azure.issues.update('1', { issueType: 'bug', status: 'in_progress' });
    expect([issue.issueType, issue.status, issue.body, warnings]).toEqual([
      'bug',
      'in_progress',
      'It wobbles.\\\nTighten screw 1.',
      [],
    ]);
    const none = await given.azure.issues.update('1', { issueType: 'chore', title: 'B' });
    expect([none.issue.issueType, none.issue.title, none.warnings[0]?.field]).toEqual(['bug', 'B', 'issueType']);
  });

  it('keeps the type it has where that stands for the same', async () => {
    const given = scene();
    given.site.seed({ 'System.WorkItemType': 'Feature' });
    expect((await given.azure.issues.update('1', { issueType: 'epic' })).warnings).toEqual([]);
    expect(await documentsTo(given, 'PATCH')).toEqual([]);
  });

  it('goes to a state by the shortest way, the first step with the rest of the patch', async () => {
    const given = scene();
    given.site.seed({ 'System.WorkItemType': 'Bug' });
    const { issue } = await given.azure.issues.update('1', { title: 'B', status: 'in_review' });
    expect([issue.status, issue.title]).toEqual(['in_review', 'B']);
    expect((await documentsTo(given, 'PATCH')).map((document) => (document as Json[]).slice(1))).toEqual([
      [
        { op: 'add', path: '/fields/System.Title', value: 'B' },
        { op: 'add', path: '/fields/System.State', value: 'Active' },
      ],
      [{ op: 'add', path: '/fields/System.State', value: 'Resolved' }],
    ]);
    const back = await faultOf(given.azure.issues.transition('1', 'todo'));
    expect(back).toMatchObject({
      problems: [{ path: 'status', message: expect.stringContaining('Active, Closed can be reached') }],
    });
  });

  it('goes straight where Azure DevOps does not say which state can follow which', async () => {
    const given = scene();
    given.site.types = given.site.types.map(({ transitions: _, ...rest }) => rest);
    given.site.seed();
    // The server of this test knows none then either, and refuses in its own words.
    expect(await faultOf(given.azure.issues.transition('1', 'done'))).toMatchObject({
      code: 'rejected',
      serverCode: 'TF401320',
      fields: [{ path: 'System.State' }],
    });
  });

  it('clears and sets further fields', async () => {
    const given = scene({ customFields: ['Custom.Risk'] });
    given.site.seed();
    const cleared = await given.azure.issues.update('1', { customFields: { 'Custom.Risk': null } });
    expect([cleared.issue.customFields, cleared.warnings]).toEqual([{}, []]);
    const set = await given.azure.issues.update('1', { customFields: { 'Custom.Risk': '3' } });
    expect([set.issue.customFields, set.warnings]).toEqual([{ 'Custom.Risk': '3' }, []]);
  });
});

describe('a work item that is deleted', () => {
  it('goes into the recycle bin, whether that is answered with 200 or 204', async () => {
    const given = scene();
    given.site.seed();
    await given.azure.issues.delete('1');
    expect(given.site.items.get(1)?.isDeleted).toBe(true);
    expect(new URL(given.server.requests[0]?.url ?? '').searchParams.has('destroy')).toBe(false);
    const { azure } = answered(() => new Response(null, { status: 204 }));
    await azure.issues.delete('1');
  });

  it("is not one of another project: nobody deleted that, and it is not this adapter's to delete", async () => {
    const { azure, site } = scene();
    site.seed({}, { project: 'Gadgets' });
    expect(await faultOf(azure.issues.delete('1'))).toMatchObject({ code: 'not_found' });
    expect(site.items.get(1)?.isDeleted).toBe(false);
    // What is nowhere is gone.
    await azure.issues.delete('2');
  });

  it('is not gone because somebody says 404', async () => {
    const given = scene();
    given.site.seed();
    given.server.intercept((request) =>
      request.method === 'DELETE' ? new Response('{}', { status: 404 }) : undefined,
    );
    expect(await faultOf(given.azure.issues.delete('1'))).toMatchObject({ code: 'permission' });
    given.server.intercept(() => new Response('{}', { status: 404 }));
    expect(await faultOf(given.azure.issues.delete('1'))).toMatchObject({ code: 'not_found' });
  });
});

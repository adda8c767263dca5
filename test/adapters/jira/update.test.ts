import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { fault } from './server.js';
import { adf, putIssue, SCREEN } from './site.js';
import { bodiesTo, faultOf, subject } from './subject.js';

describe('changing an issue', () => {
  it('sends what the patch says and nothing else, and reads it back', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site, { priority: 'High', assignee: 'acc-tom', labels: ['ui'], parent: '1' });
    const { issue, warnings } = await jira.issues.update(id, {
      title: 'Two',
      priority: 4,
      assignees: [],
      issueType: 'bug',
    });
    expect(await bodiesTo(server, /issue/, 'PUT')).toEqual([
      { fields: { summary: 'Two', priority: { name: 'Lowest' }, assignee: null, issuetype: { id: '10003' } } },
    ]);
    expect(issue).toMatchObject({ title: 'Two', priority: 4, assignees: [], issueType: 'bug', labels: ['ui'] });
    expect(warnings).toEqual([]);
    expect(server.calls().at(-1)).toBe(`GET /issue/${id}`);
  });

  it('replaces the labels and keeps the mark of the client key', async () => {
    const { jira, site } = subject();
    const { issue } = await jira.issues.create({ title: 'One', labels: ['old'] }, { clientKey: 'wp-1' });
    const result = await jira.issues.update(issue.ref.id, { labels: ['a b', 'new'] });
    expect(result).toMatchObject({ issue: { labels: ['a b', 'new'] }, warnings: [] });
    expect(site.issues.get(issue.ref.id)?.fields.labels).toEqual(['a%20b', 'new', clientMarker('wp-1')]);
    await jira.issues.update(issue.ref.id, { labels: [] });
    expect(await jira.issues.findByClientKey('wp-1')).toEqual(issue.ref);
  });

  it('takes a body away, and a parent, and sets another', async () => {
    const { jira, site, server } = subject();
    const [above, other] = [putIssue(site), putIssue(site)];
    const { id } = putIssue(site, { description: adf('Text'), parent: above.id });
    const gone = await jira.issues.update(id, { body: null, parent: null });
    expect(gone).toMatchObject({ issue: { body: null, parent: null }, warnings: [] });
    const { ref } = await jira.issues.get(other.id);
    expect(await jira.issues.update(id, { parent: ref })).toMatchObject({ issue: { parent: ref }, warnings: [] });
    expect(await bodiesTo(server, /issue/, 'PUT')).toEqual([
      { fields: { description: null }, update: { parent: [{ set: { none: true } }] } },
      { fields: { parent: { id: other.id } } },
    ]);
  });

  it('edits a body on top of the one that is there', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site, { description: adf('Before') });
    const { issue } = await jira.issues.update(id, { body: 'After' });
    expect(issue.body).toContain('After');
    expect(server.calls()).toEqual([`GET /issue/${id}`, `PUT /issue/${id}`, `GET /issue/${id}`]);
  });

  it('takes no body away that holds what Markdown cannot say', async () => {
    const { jira, site } = subject();
    const panel = { type: 'panel', attrs: { panelType: 'info' }, content: adf('Mind the gap').content };
    const { id } = putIssue(site, { description: { ...adf('Before'), content: [panel] } });
    for (const body of [null, '', '   ']) {
      expect(await faultOf(jira.issues.update(id, { body }))).toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('would destroy panel'),
      });
    }
    const plain = putIssue(site, { description: adf('Before') });
    expect(await jira.issues.update(plain.id, { body: '   ' })).toMatchObject({ issue: { body: null }, warnings: [] });
    expect(plain.fields.description).toBe(null);
  });

  it('leaves who is assigned alone, asks the host for everybody else, and drops nobody', async () => {
    const asked: string[] = [];
    const resolveUser = async (who: string) => {
      asked.push(who);
      return who === 'ada@acme.example' ? 'acc-ada' : undefined;
    };
    const { jira, site, server } = subject({ resolveUser });
    const issue = putIssue(site, { assignee: 'acc-tom' });
    const { assignees } = await jira.issues.get(issue.id);
    expect(await jira.issues.update(issue.id, { assignees })).toMatchObject({ issue: { assignees }, warnings: [] });
    expect(asked).toEqual([]);
    server.requests.length = 0;
    expect(await faultOf(jira.issues.update(issue.id, { assignees: ['acc-tom', 'acc-mia'] }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'assignees[1]' }],
    });
    expect(server.calls()).toEqual([`GET /issue/${issue.id}`]);
    const result = await jira.issues.update(issue.id, { assignees: ['ada@acme.example'] });
    expect(result).toMatchObject({ issue: { assignees: ['acc-ada'] }, warnings: [] });
  });

  it('tells a body and custom fields that Jira holds otherwise', async () => {
    const { jira, site, server } = subject({ customFields: ['customfield_10016', 'duedate'] });
    const description = adf('OLD');
    const { id } = putIssue(site, { description, customfield_10016: null, duedate: '2026-04-01' });
    server.intercept(({ method }) => (method === 'PUT' ? new Response(null, { status: 204 }) : undefined));
    const change = { customFields: { customfield_10016: 'v', duedate: '2026-04-01', unread: 1 } };
    expect((await jira.issues.update(id, { ...change, body: 'NEW' })).warnings).toEqual([
      { field: 'body', message: 'Jira has another text' },
      { field: 'customFields.customfield_10016', message: 'Jira has another value' },
    ]);
    expect((await jira.issues.update(id, { body: null })).warnings).toEqual([
      { field: 'body', message: 'Jira has another text' },
    ]);
    // What is lost on the way is not all that may be wrong.
    expect((await jira.issues.update(id, { body: '> > NEW' })).warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('quotes in quotes'),
      'Jira has another text',
    ]);
  });

  it.each([
    [{ value: 'Red' }, { self: 'https://x', value: 'Red', id: '1' }],
    [
      [{ id: '2' }, { id: '1' }],
      [
        { id: '1', name: 'A' },
        { id: '2', name: 'B' },
      ],
    ],
    [5, [{ id: 5, name: 'Sprint 5' }]],
    [' text ', 'text'],
    ['', null],
    [null, []],
    [[], null],
    ['2026-04-01T10:00:00.000+0000', '2026-04-01T15:30:00.000+0530'],
    [adf('Rich'), { ...adf('Rich'), content: [{ ...(adf('Rich').content as object[])[0], attrs: { localId: 'x' } }] }],
  ])('takes %j for held where Jira has %j', async (asked, held) => {
    const { jira, site, server } = subject({ customFields: ['customfield_10016'] });
    const { id } = putIssue(site, { customfield_10016: held });
    server.intercept(({ method }) => (method === 'PUT' ? new Response(null, { status: 204 }) : undefined));
    expect((await jira.issues.update(id, { customFields: { customfield_10016: asked } })).warnings).toEqual([]);
  });

  it.each([
    [{ value: 'Red' }, { value: 'Blue' }],
    [[{ id: '2' }], [{ id: '1' }, { id: '2' }]],
    ['v', null],
    [null, 'v'],
    ['2026-04-01T10:00:00.000+0000', '2026-04-01T10:00:00.000+0530'],
  ])('takes %j for not held where Jira has %j', async (asked, held) => {
    const { jira, site, server } = subject({ customFields: ['customfield_10016'] });
    const { id } = putIssue(site, { customfield_10016: held });
    server.intercept(({ method }) => (method === 'PUT' ? new Response(null, { status: 204 }) : undefined));
    expect((await jira.issues.update(id, { customFields: { customfield_10016: asked } })).warnings).toHaveLength(1);
  });

  it('cuts a body that is too long, and says so', async () => {
    const { jira, site } = subject();
    const long = `${'word '.repeat(200)}\n\n`.repeat(40);
    for (const description of [undefined, adf('Before')]) {
      const { id } = putIssue(site, { ...(description && { description }) });
      expect((await jira.issues.update(id, { body: long })).warnings).toEqual([
        { field: 'body', message: expect.stringContaining('32767') },
      ]);
    }
  });

  it('moves the issue after the edit', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    const { issue, warnings } = await jira.issues.update(id, { title: 'Two', status: 'done' });
    expect(issue).toMatchObject({ title: 'Two', status: 'done' });
    expect(warnings).toEqual([]);
    expect(server.calls().filter((call) => !call.startsWith('GET'))).toEqual([
      `PUT /issue/${id}`,
      `POST /issue/${id}/transitions`,
    ]);
  });

  it('tells a status that was not reached beside what was written, and throws where nothing was', async () => {
    const { jira, site } = subject({}, { missingRights: ['TRANSITION_ISSUES'] });
    const { id } = putIssue(site);
    const { issue, warnings } = await jira.issues.update(id, { title: 'Two', status: 'done' });
    expect(issue).toMatchObject({ title: 'Two', status: 'todo' });
    expect(warnings).toEqual([{ field: 'status', message: expect.stringContaining('no transition is open') }]);
    expect(await faultOf(jira.issues.update(id, { status: 'done' }))).toMatchObject({ code: 'rejected' });
  });

  it('throws what may pass, even after the edit: the whole can be repeated', async () => {
    const { jira, site, server } = subject({ retry: { attempts: 1 } });
    const { id } = putIssue(site);
    server.intercept(({ url }) => (url.includes('transitions') ? fault(503) : undefined));
    expect(await faultOf(jira.issues.update(id, { title: 'Two', status: 'done' }))).toMatchObject({
      code: 'transport',
      retryable: true,
      message: expect.stringContaining('the other fields are written'),
    });
    expect(site.issues.get(id)?.fields.summary).toBe('Two');
  });

  it('says that the change stands where only reading it back failed', async () => {
    const { jira, site, server } = subject({ retry: { attempts: 1 } });
    const { id } = putIssue(site);
    server.intercept(({ method, url }) => (method === 'GET' && /\/\d+\?/.test(url) ? fault(503) : undefined));
    const found = await faultOf(jira.issues.update(id, { title: 'Two' }));
    expect(found).toMatchObject({
      code: 'transport',
      retryable: true,
      message: expect.stringContaining('what was asked for is done'),
      context: { operation: 'issues.update', httpStatus: 503 },
    });
    expect(site.issues.get(id)?.fields.summary).toBe('Two');
    expect((await faultOf(jira.issues.update(id, {}))).message).not.toContain('is done');
    let reads = 0;
    server.intercept(({ method, url }) => {
      return method === 'GET' && /\/\d+\?/.test(url) && reads++ > 0 ? fault(503) : undefined;
    });
    expect((await faultOf(jira.issues.transition(id, 'done'))).message).toContain('what was asked for is done');
  });

  it('sends nothing for an empty patch but a read', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    expect((await jira.issues.update(id, {})).issue.ref.id).toBe(id);
    expect(server.calls()).toEqual([`GET /issue/${id}`]);
  });

  it('sets and lifts a restriction', async () => {
    const { jira, site, server } = subject({ securityLevel: '10200' });
    const { id } = putIssue(site);
    expect((await jira.issues.update(id, { visibility: 'restricted' })).issue.visibility).toBe('restricted');
    expect((await jira.issues.update(id, { visibility: 'public' })).issue.visibility).toBe('public');
    // A screen may lack the field; what is public already needs no edit.
    site.screen = SCREEN.filter((name) => name !== 'security');
    expect((await jira.issues.update(id, { visibility: 'public' })).issue.visibility).toBe('public');
    expect((await bodiesTo(server, /issue/, 'PUT')).map(({ fields }) => fields)).toEqual([
      { security: { id: '10200' } },
      { security: null },
    ]);
  });

  it.each([
    [{ expectedRevision: '1' }, 'unsupported'],
    [{ visibility: 'restricted' }, 'unsupported'],
    [{ title: '' }, 'invalid_input'],
    [{ status: 'blocked' }, 'invalid_input'],
    [{ customFields: { labels: ['x'] } }, 'invalid_input'],
  ])('%j is %s, before anything is sent', async (patch, code) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.update('1', patch as never))).toMatchObject({ code, context: { attempts: 0 } });
    expect(server.requests).toHaveLength(0);
  });

  it('names the fields that the screen does not have', async () => {
    const { jira, site } = subject({}, { screen: SCREEN.filter((name) => name !== 'priority') });
    const { id } = putIssue(site);
    expect(await faultOf(jira.issues.update(id, { title: 'Two', priority: 0 }))).toMatchObject({
      code: 'rejected',
      fields: [{ path: 'priority', message: expect.stringContaining('appropriate screen') }],
    });
    expect(site.issues.get(id)?.fields.summary).not.toBe('Two');
  });

  it('is sent once when its answer is lost', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(({ method }) => (method === 'PUT' ? fault(502) : undefined));
    expect(await faultOf(jira.issues.update(id, { title: 'Two' }))).toMatchObject({ code: 'ambiguous_write' });
    expect(server.calls()).toEqual([`PUT /issue/${id}`]);
  });
});

describe('deleting an issue', () => {
  it('succeeds, once and again', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site);
    await jira.issues.delete(id);
    expect(site.issues.size).toBe(0);
    await jira.issues.delete(id);
  });

  it('is told as done only where the account and the project are to be seen', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    await jira.issues.delete('77');
    expect(server.calls()).toEqual(['DELETE /issue/77', 'GET /issue/77', 'GET /myself', 'GET /project/ACME']);
    // A bad token: much of Jira answers as if nobody had sent one.
    server.intercept(({ url }) =>
      url.endsWith('/myself') ? fault(401) : url.includes('/issue/') ? fault(404) : undefined,
    );
    expect(await faultOf(jira.issues.delete(id))).toMatchObject({ code: 'authentication' });
    server.intercept(({ url }) => (url.endsWith('/myself') ? undefined : fault(404)));
    expect(await faultOf(jira.issues.delete(id))).toMatchObject({ code: 'not_found' });
    server.intercept(({ method }) => (method === 'DELETE' ? Response.json({ unrelated: true }) : undefined));
    expect(await faultOf(jira.issues.delete(id))).toMatchObject({ code: 'ambiguous_write' });
    expect(site.issues.size).toBe(1);
  });

  it('is not told as done where the issue is still to be seen', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(({ method }) => (method === 'DELETE' ? fault(404) : undefined));
    expect(await faultOf(jira.issues.delete(id))).toMatchObject({
      code: 'permission',
      message: expect.stringContaining('it is still there'),
    });
  });

  it('leaves sub-tasks alone', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site);
    putIssue(site, { parent: id });
    expect(await faultOf(jira.issues.delete(id))).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('has subtasks'),
    });
  });
});

describe('a transition', () => {
  it('answers with the issue as it is then', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site);
    expect(await jira.issues.transition(id, 'in_progress')).toMatchObject({
      issue: { ref: { id }, status: 'in_progress' },
      warnings: [],
    });
    expect(await faultOf(jira.issues.transition(id, 'paused' as never))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'status' }],
    });
  });
});

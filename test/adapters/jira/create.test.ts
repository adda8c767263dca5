import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { RejectedError } from '../../../src/errors/rejected-error.js';
import { fault, json } from './server.js';
import { DOING, LONG_WORKFLOW, putIssue, REVIEW, SCREEN } from './site.js';
import { bodiesTo, faultOf, subject } from './subject.js';

const fieldsSent = async (server: Parameters<typeof bodiesTo>[0]) =>
  (await bodiesTo(server, /\/issue$/)).map(({ fields }) => fields as Record<string, unknown>);

describe('creating an issue', () => {
  it('says everything in Jira’s words, once, and reads it back', async () => {
    const { jira, site, server } = subject({ customFields: ['customfield_10016'] });
    const parent = await jira.issues.get(putIssue(site, { issuetype: '10000' }).id);
    server.requests.length = 0;
    const { issue, warnings } = await jira.issues.create({
      title: 'Widget wobbles',
      body: 'It wobbles.',
      issueType: 'bug',
      priority: 1,
      assignees: ['acc-tom'],
      labels: ['needs triage', 'ui', 'ui'],
      parent: parent.ref,
      customFields: { customfield_10016: 5 },
    });
    expect(await fieldsSent(server)).toEqual([
      {
        project: { key: 'ACME' },
        issuetype: { id: '10003' },
        summary: 'Widget wobbles',
        description: expect.objectContaining({ type: 'doc', version: 1 }),
        priority: { name: 'High' },
        assignee: { accountId: 'acc-tom' },
        labels: ['needs%20triage', 'ui'],
        parent: { id: parent.ref.id },
        customfield_10016: 5,
      },
    ]);
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({
      ref: { key: 'ACME-2' },
      title: 'Widget wobbles',
      body: expect.stringContaining('It wobbles.'),
      status: 'todo',
      issueType: 'bug',
      priority: 1,
      assignees: ['acc-tom'],
      labels: ['needs triage', 'ui'],
      parent: parent.ref,
      customFields: { customfield_10016: 5 },
    });
  });

  it('takes the least', async () => {
    const { jira, server } = subject();
    const { issue } = await jira.issues.create({
      title: 'One',
      body: null,
      priority: 2,
      parent: null,
      visibility: 'public',
    });
    expect(await fieldsSent(server)).toEqual([
      { project: { key: 'ACME' }, issuetype: { id: '10002' }, summary: 'One', priority: { name: 'Medium' } },
    ]);
    expect(issue).toMatchObject({ issueType: 'task', body: null, labels: [] });
  });

  it('marks it with a label of the client key, which nobody sees', async () => {
    const { jira, site } = subject();
    const { issue } = await jira.issues.create({ title: 'One', labels: ['ui'] }, { clientKey: 'wp-1' });
    expect(issue.labels).toEqual(['ui']);
    expect(site.issues.get(issue.ref.id)?.fields.labels).toEqual(['ui', clientMarker('wp-1')]);
  });

  it('moves it to the status that was asked for', async () => {
    const { jira, server } = subject();
    const { issue, warnings } = await jira.issues.create({ title: 'One', status: 'done' });
    expect(issue).toMatchObject({ status: 'done', statusName: 'Done' });
    expect(warnings).toEqual([]);
    const { id } = issue.ref;
    expect(server.calls().slice(-5)).toEqual([
      'POST /issue',
      `GET /issue/${id}`,
      `GET /issue/${id}/transitions`,
      `POST /issue/${id}/transitions`,
      `GET /issue/${id}`,
    ]);
    server.requests.length = 0;
    await jira.issues.create({ title: 'Two', status: 'todo' });
    expect(server.calls().filter((call) => call.includes('transitions'))).toEqual([]);
  });

  it('has one assignee, and says so', async () => {
    const { jira } = subject();
    const { issue, warnings } = await jira.issues.create({ title: 'One', assignees: ['acc-tom', 'acc-mia'] });
    expect(issue.assignees).toEqual(['acc-tom']);
    expect(warnings).toEqual([{ field: 'assignees', message: expect.stringContaining('one assignee') }]);
  });

  it('asks the host who somebody is', async () => {
    const { jira, server } = subject({
      resolveUser: async (who) => (who === 'tom@acme.example' ? 'acc-tom' : undefined),
    });
    expect((await jira.issues.create({ title: 'One', assignees: ['tom@acme.example'] })).issue.assignees).toEqual([
      'acc-tom',
    ]);
    server.requests.length = 0;
    expect(await faultOf(jira.issues.create({ title: 'One', assignees: ['tom@acme.example', 'Tom'] }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'assignees[1]' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('tells a failing function of the host’s at whom it failed, and nothing that may be a secret', async () => {
    const failing = (error: Error) =>
      subject({
        resolveUser: async () => {
          throw error;
        },
      });
    const { jira, server } = failing(new TypeError('directory: token=s3cret-of-the-host'));
    const found = await faultOf(jira.issues.create({ title: 'One', assignees: ['tom@acme.example'] }));
    expect(found).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'assignees[0]', message: expect.stringContaining('resolveUser failed') }],
      cause: { name: 'TypeError', message: 'directory: token=[redacted]' },
    });
    expect(server.requests).toHaveLength(0);
    const own = new RejectedError('host: no', { context: { operation: 'directory', attempts: 1 } });
    expect(await faultOf(failing(own).jira.issues.create({ title: 'One', assignees: ['tom'] }))).toBe(own);
  });

  it('cuts a body that is too long, and says so', async () => {
    const { jira } = subject();
    const { warnings } = await jira.issues.create({ title: 'One', body: `${'word '.repeat(200)}\n\n`.repeat(40) });
    expect(warnings).toEqual([{ field: 'body', message: expect.stringContaining('32767') }]);
  });

  it('makes no body of white space', async () => {
    const { jira, server } = subject();
    expect(await jira.issues.create({ title: 'One', body: ' \n ' })).toMatchObject({
      issue: { body: null },
      warnings: [],
    });
    expect((await fieldsSent(server))[0]).not.toHaveProperty('description');
  });

  it.each([
    ['> a\n>\n> > b', 1],
    ['| a | b |\n| :- | -: |\n| 1 | 2 |', 1],
    ['![alt](https://acme.example/a.png "title") in a line', 1],
    ['a <b>c</b>', 1],
    ['> # Heading', 1],
    ['| a |\n| - |\n| 1 | 2 |', 1],
    ['- [ ] a\n- b', 1],
    ['![a](./a.png)', 1],
    ['[a]()', 1],
    ['[a](javascript:alert(1))', 1],
    ['  - a\n  - b', 0],
    ['\n \n    code\n', 0],
    ['| a | b |\n| - | - |\n| 1 |', 0],
    [
      'One\nline, *some* **`code`**, a [link][r], and _*more*_.\n\n* a\n\n* b\n\n```js\nx\n```\n\n[r]: https://a.example',
      0,
    ],
    ['- [x] done\n\n2. ~~*a `b` c*~~\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nSetext\n===\n\na  \nb', 0],
  ])('says of the body %j how often Jira says it otherwise: %i', async (body, times) => {
    const { jira } = subject();
    const { warnings } = await jira.issues.create({ title: 'One', body });
    expect(warnings).toHaveLength(times);
    if (times > 0) expect(warnings).toEqual([{ field: 'body', message: expect.stringContaining('said otherwise') }]);
  });

  it('keeps a restricted issue restricted, or refuses it', async () => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.create({ title: 'One', visibility: 'restricted' }))).toMatchObject({
      code: 'unsupported',
      context: { attempts: 0 },
    });
    expect(server.requests).toHaveLength(0);
    const secured = subject({ securityLevel: '10200' });
    const { issue } = await secured.jira.issues.create({ title: 'One', visibility: 'restricted' });
    expect(issue.visibility).toBe('restricted');
    expect((await fieldsSent(secured.server))[0]?.security).toEqual({ id: '10200' });
  });

  describe('that was to be for few, at a server that shows it to all,', () => {
    const staged = (deletion: () => Response | undefined) => {
      const { jira, site, server } = subject({ securityLevel: '10200' });
      server.intercept((request) => {
        if (request.method === 'DELETE') return deletion();
        if (!request.url.endsWith('/issue')) return undefined;
        putIssue(site);
        return Response.json({ id: '20000', key: 'ACME-1' }, { status: 201 });
      });
      return { site, made: faultOf(jira.issues.create({ title: 'One', visibility: 'restricted' })) };
    };
    const named = 'issue ACME-1 was to be for few, and Jira made it public; ';

    it('is taken back, past a busy server', async () => {
      const busy = [fault(503)];
      const { site, made } = staged(() => busy.pop());
      expect(await made).toMatchObject({
        code: 'contract',
        message: expect.stringContaining(`${named}it was deleted again`),
      });
      expect(site.issues.size).toBe(0);
    });

    it.each([403, 404])('is told with its key where it cannot be deleted (%i)', async (status) => {
      const { site, made } = staged(() => fault(status));
      expect(await made).toMatchObject({
        code: 'contract',
        message: expect.stringContaining(`${named}to delete it failed, so as far as is known it stands in public`),
        cause: { name: 'PermissionError' },
      });
      expect(site.issues.size).toBe(1);
    });
  });

  it('never drops the security level, whatever the screen', async () => {
    const { jira, site, server } = subject(
      { securityLevel: '10200' },
      { screen: SCREEN.filter((name) => name !== 'security') },
    );
    expect(await faultOf(jira.issues.create({ title: 'One', visibility: 'restricted' }))).toMatchObject({
      code: 'rejected',
      fields: [{ path: 'security' }],
    });
    expect(site.issues.size).toBe(0);
    expect(await fieldsSent(server)).toHaveLength(1);
  });

  it('leaves out what the screen does not have, says so, and sends it once more', async () => {
    const screen = SCREEN.filter((name) => !['priority', 'labels', 'customfield_10016'].includes(name));
    const { jira, site, server } = subject({}, { screen });
    const draft = {
      title: 'One',
      priority: 0,
      labels: ['ui'],
      body: 'Text',
      customFields: { customfield_10016: 5 },
    } as const;
    const { issue, warnings } = await jira.issues.create(draft, { clientKey: 'wp-1' });
    expect(site.issues.size).toBe(1);
    expect(issue).toMatchObject({ title: 'One', body: expect.stringContaining('Text'), labels: [] });
    expect(warnings).toEqual([
      { field: 'customFields.customfield_10016', message: expect.stringContaining('left out') },
      { field: 'priority', message: expect.stringContaining('left out') },
      { field: 'labels', message: expect.stringContaining('findByClientKey will not find') },
    ]);
    expect((await fieldsSent(server)).map((fields) => Object.keys(fields).sort())).toEqual([
      ['customfield_10016', 'description', 'issuetype', 'labels', 'priority', 'project', 'summary'],
      ['description', 'issuetype', 'project', 'summary'],
    ]);
  });

  it('warns of nothing where nothing was asked for', async () => {
    const screen = SCREEN.filter((name) => !['priority', 'assignee', 'labels'].includes(name));
    const { jira, server } = subject({}, { screen });
    const draft = { title: 'One', priority: null, assignees: [], labels: [] };
    const { warnings } = await jira.issues.create(draft);
    expect(warnings.filter(({ message }) => message.includes('left out'))).toEqual([]);
    expect((await fieldsSent(server))[0]).not.toHaveProperty('priority');
  });

  it('names what the project wants instead of trying again without a chance', async () => {
    const screen = SCREEN.filter((name) => name !== 'priority');
    const { jira, site, server } = subject({}, { screen, required: ['customfield_10020'] });
    expect(await faultOf(jira.issues.create({ title: 'One', priority: 0 }))).toMatchObject({
      code: 'rejected',
      fields: expect.arrayContaining([{ path: 'customfield_10020', message: expect.stringContaining('Team') }]),
    });
    expect(site.issues.size).toBe(0);
    expect(await fieldsSent(server)).toHaveLength(1);
  });

  it('does not drop the parent of a sub-task', async () => {
    const { jira, site, server } = subject({}, { screen: SCREEN.filter((name) => name !== 'parent') });
    const parent = (await jira.issues.get(putIssue(site).id)).ref;
    expect(await faultOf(jira.issues.create({ title: 'One', issueType: 'subtask', parent }))).toMatchObject({
      code: 'rejected',
      fields: [{ path: 'parent' }],
    });
    expect((await jira.issues.create({ title: 'One', parent })).warnings).toMatchObject([{ field: 'parent' }]);
    expect(await fieldsSent(server)).toHaveLength(3);
  });

  it('passes another refusal on, with the fields that Jira names', async () => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.create({ title: 'x'.repeat(256), assignees: ['nobody'] }))).toMatchObject({
      code: 'rejected',
      fields: [
        { path: 'summary', message: "Summary can't exceed 255 characters." },
        { path: 'assignee', message: 'User does not exist or cannot be assigned issues.' },
      ],
    });
    expect(await fieldsSent(server)).toHaveLength(1);
  });

  it.each([
    [{ title: ' ' }, 'title'],
    [{ title: 'One', color: 'red' }, 'color'],
    [{ title: 'One', priority: 5 }, 'priority'],
    [{ title: 'One', status: 'in_review' }, 'status'],
    [{ title: 'One', customFields: { project: { key: 'BETA' } } }, 'customFields.project'],
    [{ title: 'One', customFields: { summary: 'Two' } }, 'customFields.summary'],
    [
      { title: 'One', parent: { system: 'jira', workspace: 'other.atlassian.net', id: '1', key: null, url: null } },
      'parent',
    ],
    [
      { title: 'One', parent: { system: 'github', workspace: 'acme.atlassian.net', id: '1', key: null, url: null } },
      'parent',
    ],
  ])('refuses %j at %s, before anything is sent', async (draft, path) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.create(draft as never))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    [{ clientKey: '' }, 'clientKey'],
    [{ clientkey: 'wp-1' }, 'clientkey'],
  ])('refuses the option %j, before anything is sent', async (options, path) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.create({ title: 'One' }, options as never))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('lists the choices for a status or type that nothing stands for', async () => {
    const { jira } = subject({ statusMap: { Waiting: 'blocked' } });
    const problemOf = async (act: Promise<unknown>) => {
      const found = await faultOf(act);
      return found.code === 'invalid_input' ? found.problems[0]?.message : undefined;
    };
    expect(await problemOf(jira.issues.create({ title: 'One', status: 'canceled' }))).toContain(
      'todo, in_progress, blocked, done',
    );
    expect(await problemOf(jira.issues.create({ title: 'One', issueType: 'chore' }))).toContain(
      "'Epic', 'Story', 'Task', 'Bug', 'Sub-task'",
    );
    const unranked = subject({ priorityMap: { Highest: 1 } });
    expect(await problemOf(unranked.jira.issues.create({ title: 'One', priority: 0 }))).toContain('priorityMap');
  });

  it('takes the type whose name says it, among several that might be meant, and guesses at none', async () => {
    const type = (id: string, name: string) => ({ id, name, subtask: false, hierarchyLevel: 0 });
    const made = async (names: readonly string[], options = {}) => {
      const { jira, server } = subject(options, { types: names.map((name, at) => type(String(at + 1), name)) });
      const ended = await jira.issues.create({ title: 'One' }).catch((error: unknown) => error);
      return (await fieldsSent(server))[0]?.issuetype ?? (ended as Error).message;
    };
    expect(await made(['Spike', 'Task', 'Chore'])).toEqual({ id: '2' });
    expect(await made(['Spike'])).toEqual({ id: '1' });
    expect(await made(['Spike', 'Chore'])).toContain("'Spike', 'Chore'");
    expect(await made(['Spike', 'Chore'], { typeMap: { chore: 'task' } })).toEqual({ id: '2' });
  });

  it('tells what Jira made of it', async () => {
    const { jira, site, server } = subject();
    server.intercept((request) => {
      const made = [...site.issues.values()][0];
      if (request.method === 'GET' && made)
        Object.assign(made.fields, { labels: ['auto'], assignee: null, priority: 'Low' });
      return undefined;
    });
    const { warnings } = await jira.issues.create({
      title: ' One ',
      labels: ['ui'],
      assignees: ['acc-tom'],
      priority: 0,
    });
    expect(warnings).toEqual([
      { field: 'priority', message: 'Jira has 3' },
      { field: 'assignees', message: 'Jira has []' },
      { field: 'labels', message: 'Jira has ["auto"]' },
    ]);
  });
});

describe('once the issue exists', () => {
  it('a status that cannot be reached is a warning', async () => {
    const { jira } = subject({ statusMap: { 'In Review': 'in_review' } }, { missingRights: ['TRANSITION_ISSUES'] });
    const { issue, warnings } = await jira.issues.create({ title: 'One', status: 'done' });
    expect(issue.status).toBe('todo');
    expect(warnings).toEqual([{ field: 'status', message: expect.stringContaining("'Transition issues' is missing") }]);
  });

  it('a failing read hides nothing: what is known is the result', async () => {
    const { jira, site, server } = subject();
    server.intercept(({ method, url }) =>
      method === 'GET' && /issue\/\d+$/.test(url.split('?')[0] ?? '') ? fault(503) : undefined,
    );
    const { issue, warnings } = await jira.issues.create(
      { title: 'One', body: 'Text', labels: ['ui'], visibility: 'public' },
      { clientKey: 'wp-1' },
    );
    const [stored] = [...site.issues.values()];
    expect(issue).toMatchObject({
      ref: { id: stored?.id, key: 'ACME-1', url: 'https://acme.atlassian.net/browse/ACME-1' },
      title: 'One',
      body: 'Text',
      status: 'todo',
      statusName: null,
      labels: ['ui'],
      updatedAt: null,
      // It may have got a level by default, and nobody could look.
      visibility: 'restricted',
    });
    expect(warnings).toEqual([{ field: 'ref', message: expect.stringContaining('could not be read') }]);
  });

  it('an abort hides nothing either', async () => {
    const { jira, site, server } = subject();
    const abort = new AbortController();
    server.intercept(({ method, url }) => {
      if (method === 'GET' && /issue\/\d+$/.test(url.split('?')[0] ?? '')) abort.abort(new Error('enough'));
      return undefined;
    });
    const { issue, warnings } = await jira.issues.create({ title: 'One', status: 'done' }, { signal: abort.signal });
    expect(site.issues.get(issue.ref.id)?.fields.summary).toBe('One');
    expect(warnings.map(({ field }) => field)).toEqual(['status', 'ref']);
  });
});

describe('a create whose answer is lost', () => {
  it.each([
    ['a broken connection', () => Promise.reject(new TypeError('terminated'))],
    ['a 502', () => Promise.resolve(new Response('<html>Bad gateway</html>', { status: 502 }))],
    ['half an answer', () => Promise.resolve(new Response('{"id":"20', { status: 201 }))],
    ['an answer without an id', () => Promise.resolve(json({ key: 'ACME-1' }, 201))],
  ])('after %s is sent once, and can be looked up', async (_, lose) => {
    const { jira, site, server } = subject();
    server.intercept(async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/issue')) return undefined as never;
      putIssue(site, { summary: 'One', labels: [clientMarker('wp-1')] });
      return lose();
    });
    expect(await faultOf(jira.issues.create({ title: 'One' }, { clientKey: 'wp-1' }))).toMatchObject({
      code: 'ambiguous_write',
      clientKey: 'wp-1',
    });
    expect(await fieldsSent(server)).toHaveLength(1);
    expect((await jira.issues.findByClientKey('wp-1'))?.key).toBe('ACME-1');
  });
});

it('what is made in a long workflow gets there', async () => {
  const { jira, site } = subject({ statusMap: { 'In Review': 'in_review' } }, { workflow: LONG_WORKFLOW });
  putIssue(site, { status: DOING.id });
  putIssue(site, { status: REVIEW.id });
  const { issue, warnings } = await jira.issues.create({ title: 'One', status: 'done', body: 'Text' });
  expect(issue.statusName).toBe('Done');
  expect(warnings).toEqual([]);
});

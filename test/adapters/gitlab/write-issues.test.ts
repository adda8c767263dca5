import { describe, expect, it } from 'vitest';
import type { IssueDraft, IssuePatch } from '../../../src/contracts/adapter/issue-write.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { issue, type Json, nthLink, PROJECT } from './fixtures.js';
import { all, answered, faultOf, scene, type WritingOptions } from './scene.js';

const MAPS: WritingOptions = {
  statusMap: {
    'workflow::in dev': 'in_progress',
    'workflow::review': 'in_review',
    blocked: 'blocked',
    "won't do": 'canceled',
  },
  priorityMap: { 'prio::1': 1, 'prio::3': 3 },
  typeMap: { 'type::bug': 'bug', incident: 'bug', 'type::chore': 'chore' },
};

describe('creating', () => {
  it('sends everything in one request, and gives back what GitLab holds', async () => {
    const { gitlab, server, sent } = scene(MAPS);
    const { issue: made, warnings } = await gitlab.issues.create({
      title: 'Widget wobbles',
      body: 'It *wobbles*.\n',
      status: 'in_progress',
      issueType: 'bug',
      priority: 1,
      assignees: ['8', '7'],
      labels: ['ui', 'size: s, m'],
      customFields: { due_date: '2026-04-01', weight: 3, milestone_id: 12 },
      visibility: 'restricted',
      parent: null,
    });
    expect(warnings).toEqual([]);
    expect(await sent()).toEqual([
      {
        title: 'Widget wobbles',
        description: 'It *wobbles*.',
        confidential: true,
        assignee_ids: [8, 7],
        due_date: '2026-04-01',
        weight: 3,
        milestone_id: 12,
        labels: ['ui', 'size: s%2C m', 'workflow::in dev', 'prio::1', 'type::bug'],
      },
    ]);
    expect(made).toMatchObject({
      ref: { system: 'gitlab', workspace: PROJECT, id: '1', key: '#1' },
      title: 'Widget wobbles',
      body: 'It *wobbles*.',
      status: 'in_progress',
      statusName: 'workflow::in dev',
      issueType: 'bug',
      priority: 1,
      assignees: ['7', '8'],
      labels: ['prio::1', 'size: s, m', 'type::bug', 'ui', 'workflow::in dev'],
      customFields: { due_date: '2026-04-01', weight: 3, milestone_id: 12 },
      visibility: 'restricted',
    });
    expect(issueSchema['~standard'].validate(made)).not.toHaveProperty('issues');
    expect(server.requests).toHaveLength(1);
    expect(await gitlab.issues.get('1')).toEqual(made);
  });

  it('asks for no more than a title', async () => {
    const { gitlab, sent } = scene();
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'Bare' });
    expect(await sent()).toEqual([{ title: 'Bare' }]);
    expect(made).toMatchObject({ title: 'Bare', body: null, status: 'todo', labels: [], visibility: 'public' });
    expect(warnings).toEqual([]);
  });

  it('closes what shall be closed by a second request, because GitLab makes every issue open', async () => {
    const { gitlab, sent } = scene(MAPS);
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'Done already', status: 'canceled' });
    expect(await sent()).toEqual([{ title: 'Done already', labels: ["won't do"] }, { state_event: 'close' }]);
    expect(made).toMatchObject({ status: 'canceled', statusName: "won't do" });
    expect(warnings).toEqual([]);
  });

  it('does not lose sight of an issue that was made and could not be closed', async () => {
    const { gitlab } = answered((request) =>
      request.method === 'POST'
        ? Response.json(issue(5, { labels: [] }), { status: 201 })
        : Response.json({ message: '403 Forbidden' }, { status: 403 }),
    );
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'Widget 5 wobbles', status: 'done' });
    expect(made.ref.id).toBe('5');
    expect(made.status).toBe('todo');
    expect(warnings).toEqual([
      { field: 'status', message: expect.stringMatching(/created, but still open: .*403 Forbidden/) },
    ]);
  });

  it('does so too when the caller aborts in between', async () => {
    const controller = new AbortController();
    const { gitlab } = answered((request) => {
      if (request.method === 'POST') controller.abort('enough');
      return Response.json(issue(5), { status: 201 });
    });
    const made = gitlab.issues.create({ title: 'x', status: 'done' }, { signal: controller.signal });
    // The answer to the first request is aborted with it; the one that came is kept.
    await expect(made).rejects.toBe('enough');
    const late = new AbortController();
    const second = answered((request) => {
      if (request.method === 'PUT') late.abort('enough');
      return Response.json(issue(5, { labels: [] }), { status: 201 });
    });
    const { issue: kept, warnings } = await second.gitlab.issues.create(
      { title: 'Widget 5 wobbles', status: 'done' },
      { signal: late.signal },
    );
    expect(kept.ref.id).toBe('5');
    expect(warnings).toEqual([{ field: 'status', message: 'created, but still open: the call was aborted' }]);
  });

  it.each<[string, IssueDraft, string]>([
    ['a blank title', { title: ' ' }, 'title'],
    ['a status that is none', { title: 'x', status: 'doing' as never }, 'status'],
    ['an unknown member', { title: 'x', labelz: [] } as never, 'labelz'],
    ['a priority that is none', { title: 'x', priority: 5 as never }, 'priority'],
  ])('refuses %s', async (_, draft, path) => {
    const { gitlab, server } = scene();
    expect(await faultOf(gitlab.issues.create(draft))).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    expect(server.requests).toHaveLength(0);
  });

  it('lists the choices where nothing stands for a status', async () => {
    const { gitlab, server } = scene({ statusMap: { doing: 'in_progress' } });
    const error = await faultOf(gitlab.issues.create({ title: 'x', status: 'in_review' }));
    expect(error).toMatchObject({
      code: 'invalid_input',
      problems: [
        { path: 'status', message: 'no label in statusMap means in_review; the choices are todo, in_progress, done' },
      ],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('says field by field what GitLab has no place for', async () => {
    const { gitlab, sent } = scene();
    const parent = { system: 'gitlab', workspace: PROJECT, id: '9', key: null, url: null };
    const { warnings } = await gitlab.issues.create({
      title: 'x',
      issueType: 'bug',
      priority: 2,
      parent,
      customFields: { colour: 'red', weight: null },
    });
    expect(warnings.map(({ field }) => field).sort()).toEqual([
      'customFields.colour',
      'customFields.weight',
      'issueType',
      'parent',
      'priority',
    ]);
    expect(await sent()).toEqual([{ title: 'x' }]);
  });

  it('takes numbers as text for what they are', async () => {
    const { gitlab, server } = scene();
    const customFields = { due_date: '2026-04-01', milestone_id: '3', weight: '4' };
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'x', customFields });
    expect(made.customFields).toEqual({ due_date: '2026-04-01', milestone_id: 3, weight: 4 });
    expect(warnings).toEqual([]);
    expect((await gitlab.issues.update('1', { customFields: { milestone_id: '4' } })).warnings).toEqual([]);
    const without = scene({}, { premium: false });
    const { warnings: unheld } = await without.gitlab.issues.create({ title: 'x', customFields });
    expect(unheld.map(({ field }) => field)).toEqual(['customFields.weight']);
    // GitLab's description has numbers only; GitLab itself reads them from text.
    for (const { complaints } of [server, without.server]) complaints.length = 0;
  });

  it('notices what GitLab leaves out without a word', async () => {
    const asked: IssueDraft = {
      title: 'x',
      labels: ['ui'],
      assignees: ['8', '9'],
      customFields: { weight: 5 },
    };
    const fieldsFor = async (server: object) =>
      (await scene({}, server).gitlab.issues.create(asked)).warnings.map(({ field }) => field).sort();
    expect(await fieldsFor({})).toEqual([]);
    expect(await fieldsFor({ premium: false })).toEqual(['assignees', 'customFields.weight']);
    expect(await fieldsFor({ role: 10 })).toEqual(['assignees', 'labels']);
  });

  it('deletes what GitLab made public although it was for few, and says so', async () => {
    const { server } = scene();
    const { gitlab } = answered(async (request) => {
      const answer = await server.handle(request);
      const made = request.method === 'POST' ? ((await answer.json()) as Json) : undefined;
      return made ? Response.json({ ...made, confidential: false }, { status: 201 }) : answer;
    });
    const error = await faultOf(gitlab.issues.create({ title: 'Among us', visibility: 'restricted', status: 'done' }));
    expect(error).toMatchObject({ code: 'permission', missing: ['Reporter'], context: { operation: 'issues.create' } });
    expect(error.message).toContain('it was deleted again');
    expect(server.issues.size).toBe(0);
  });

  it('names the issue that stands in public and cannot be deleted', async () => {
    const { gitlab, server } = scene({}, { role: 10 });
    const error = await faultOf(gitlab.issues.create({ title: 'Among us', visibility: 'restricted' }));
    expect(error).toMatchObject({ code: 'permission' });
    expect(error.message).toMatch(/the issue #1 .* it stands in public/);
    expect(server.issues.size).toBe(1);
  });

  it('says of a key that nothing was made under it, however many issues the account made', async () => {
    const { gitlab, requests } = answered((_, nth) => Response.json([issue(nth)], { headers: nthLink(nth, 1200) }));
    expect(await gitlab.issues.findByClientKey('wp-1')).toBeUndefined();
    expect(requests).toHaveLength(1200);
  });

  it('refuses a client key that is none, and options that nobody knows', async () => {
    const { gitlab, server } = scene();
    for (const options of [{ clientKey: 7 }, { clientKey: '' }, { clientKey: 'a\nb' }]) {
      const error = await faultOf(gitlab.issues.create({ title: 'x' }, options as never));
      expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'clientKey' }] });
      expect(await faultOf(gitlab.issues.findByClientKey(options.clientKey as string))).toMatchObject({
        problems: [{ path: 'clientKey' }],
      });
    }
    expect(await faultOf(gitlab.issues.create({ title: 'x' }, { key: 'a' } as never))).toMatchObject({
      problems: [{ path: 'key' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each(['constructor', 'toString', '__proto__'])('does not send a custom field %s', async (name) => {
    const { gitlab, sent } = scene();
    const { warnings } = await gitlab.issues.create({ title: 'x', customFields: JSON.parse(`{"${name}":"y"}`) });
    expect(warnings.map(({ field }) => field)).toEqual([`customFields.${name}`]);
    expect(await sent()).toEqual([{ title: 'x' }]);
  });

  it('notices a label that says another status', async () => {
    const { gitlab } = scene(MAPS);
    const draft: IssueDraft = { title: 'x', status: 'in_review', labels: ['ui', 'workflow::in dev'] };
    const { issue: made, warnings } = await gitlab.issues.create(draft);
    expect(made.labels).toEqual(['ui', 'workflow::review']);
    expect(warnings.map(({ field }) => field)).toEqual(['labels']);
  });

  it('takes people by number, or by what the resolver knows, and never by a name', async () => {
    const resolveUser = async (who: string) => ({ 'zoe@acme.test': '8', adam: '9', odd: 'nine' })[who];
    const { gitlab, sent, server } = scene({ resolveUser });
    await gitlab.issues.create({ title: 'x', assignees: ['zoe@acme.test', 'adam', '7', '8'] });
    expect(await sent()).toEqual([{ title: 'x', assignee_ids: [8, 9, 7] }]);
    server.requests.length = 0;
    const error = await faultOf(gitlab.issues.create({ title: 'x', assignees: ['7', 'Zoe Doe', 'odd', '0'] }));
    expect(error).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'assignees[1]' }, { path: 'assignees[2]' }, { path: 'assignees[3]' }],
    });
    expect(await faultOf(scene().gitlab.issues.create({ title: 'x', assignees: ['zoe'] }))).toMatchObject({
      problems: [{ path: 'assignees[0]' }],
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('the client key', () => {
  it('lies in the description, where nobody sees it, and finds the issue', async () => {
    const { gitlab, server, asked } = scene();
    for (let n = 0; n < 120; n++) server.seed({ author: { id: 99 } });
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'x', body: 'Body' }, { clientKey: 'wp-1' });
    await gitlab.issues.create({ title: 'y' }, { clientKey: 'wp-2' });
    expect(warnings).toEqual([]);
    expect(made.body).toBe('Body');
    expect(server.issues.get(121)?.json.description).toBe(
      `Body\n\n<!-- spec-kitty:${clientMarker('wp-1').slice(3)} -->`,
    );
    expect(await gitlab.issues.findByClientKey('wp-1')).toEqual(made.ref);
    expect((await gitlab.issues.findByClientKey('wp-2'))?.id).toBe('122');
    expect(await gitlab.issues.findByClientKey('wp-3')).toBeUndefined();
    // By the list of what this account made, newest first: a search would not find what is hidden.
    expect(asked().at(-1)).toMatch(/scope=created_by_me&state=all&order_by=created_at&sort=desc/);
    expect(await all(gitlab.issues.search({ text: clientMarker('wp-1').slice(3) }))).toEqual([]);
    expect((await gitlab.issues.get('122')).body).toBeNull();
  });

  it('is looked for on every page', async () => {
    const { gitlab, server } = scene();
    await gitlab.issues.create({ title: 'x' }, { clientKey: 'wp-1' });
    for (let n = 0; n < 210; n++) server.seed();
    server.requests.length = 0;
    expect((await gitlab.issues.findByClientKey('wp-1'))?.id).toBe('1');
    expect(server.requests).toHaveLength(3);
  });

  it('is told where the answer was lost, and the issue is there to be found', async () => {
    const { server } = scene();
    const { gitlab, requests } = answered(async (request) => {
      const answer = await server.handle(request);
      if (request.method === 'POST') throw new TypeError('terminated');
      return answer;
    });
    const error = await faultOf(gitlab.issues.create({ title: 'x' }, { clientKey: 'wp-1' }));
    expect(error).toMatchObject({
      code: 'ambiguous_write',
      clientKey: 'wp-1',
      context: { operation: 'issues.create' },
    });
    expect(requests).toHaveLength(1);
    expect((await gitlab.issues.findByClientKey('wp-1'))?.id).toBe('1');
  });
});

describe('a number of the host', () => {
  const iidOf = (clientKey: string) => (clientKey.startsWith('#') ? Number(clientKey.slice(1)) : undefined);

  it('becomes the number of the issue, by which it is found in one request', async () => {
    const { gitlab, sent, asked, server } = scene({ iidOf });
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'x' }, { clientKey: '#77' });
    expect(await sent()).toMatchObject([{ title: 'x', iid: 77 }]);
    expect([made.ref.id, warnings]).toEqual(['77', []]);
    server.requests.length = 0;
    expect(await gitlab.issues.findByClientKey('#77')).toEqual(made.ref);
    expect(asked()).toEqual([`GET /projects/${PROJECT}/issues/77`]);
  });

  it('that was used by the same write gives that issue, and makes no other', async () => {
    const { gitlab, server } = scene({ iidOf });
    const { issue: made } = await gitlab.issues.create({ title: 'x', status: 'done' }, { clientKey: '#77' });
    const again = await gitlab.issues.create({ title: 'y', status: 'done' }, { clientKey: '#77' });
    expect(again.issue.ref).toEqual(made.ref);
    expect(again.warnings.map(({ field }) => field)).toEqual(['title']);
    expect(server.issues.size).toBe(1);
  });

  it('that was used leaves the issue that is there as it is: nothing more is sent, and no reason is made up', async () => {
    const { gitlab, server, asked } = scene({ ...MAPS, iidOf });
    await gitlab.issues.create({ title: 'x', labels: ['ui'] }, { clientKey: '#77' });
    server.requests.length = 0;
    const draft: IssueDraft = {
      title: 'x',
      status: 'canceled',
      labels: ['api'],
      assignees: ['7'],
      visibility: 'public',
      customFields: { weight: 5, colour: 'red' },
    };
    const { issue: found, warnings } = await gitlab.issues.create(draft, { clientKey: '#77' });
    expect(asked()).toEqual([`POST /projects/${PROJECT}/issues`, `GET /projects/${PROJECT}/issues/77`]);
    expect(server.issues.get(77)?.json).toMatchObject({ state: 'opened', labels: ['ui'] });
    expect(found).toMatchObject({ status: 'todo', labels: ['ui'] });
    const earlier = 'an earlier create under this client key made the issue, and it was left as it is';
    expect(Object.fromEntries(warnings.map(({ field, message }) => [field, message]))).toEqual({
      status: earlier,
      labels: earlier,
      assignees: earlier,
      'customFields.weight': earlier,
      'customFields.colour': 'cannot be written through this API',
    });
  });

  it('that was used by an issue in public is told to who meant this one for few', async () => {
    const { gitlab, server } = scene({ iidOf });
    await gitlab.issues.create({ title: 'x' }, { clientKey: '#77' });
    const { warnings } = await gitlab.issues.create({ title: 'x', visibility: 'restricted' }, { clientKey: '#77' });
    expect(warnings).toEqual([{ field: 'visibility', message: expect.stringContaining('it stands in public') }]);
    expect(JSON.stringify(warnings)).not.toMatch(/Reporter|the token/);
    expect(server.issues.size).toBe(1);
    // The other way round is no danger, and a difference all the same.
    await gitlab.issues.create({ title: 'y', visibility: 'restricted' }, { clientKey: '#78' });
    const other = await gitlab.issues.create({ title: 'y', visibility: 'public' }, { clientKey: '#78' });
    expect(other.warnings).toEqual([{ field: 'visibility', message: expect.not.stringContaining('public') }]);
  });

  it('that somebody else has is a conflict', async () => {
    const { gitlab, server } = scene({ iidOf });
    server.seed();
    expect(await faultOf(gitlab.issues.create({ title: 'x' }, { clientKey: '#1' }))).toMatchObject({
      code: 'conflict',
    });
    expect(await gitlab.issues.findByClientKey('#1')).toBeUndefined();
  });

  it('that GitLab ignores, because the token is no Owner, is told; the issue is found all the same', async () => {
    const { gitlab } = scene({ iidOf }, { role: 40 });
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'x' }, { clientKey: '#77' });
    expect(made.ref.id).toBe('1');
    expect(warnings).toEqual([{ field: 'ref', message: expect.stringContaining('only an Owner may choose 77') }]);
    expect(await gitlab.issues.findByClientKey('#77')).toEqual(made.ref);
  });

  it.each(['#0', '#x', '#1.5', '#2147483648'])('is refused where it is none: %s', async (clientKey) => {
    const { gitlab, server } = scene({ iidOf });
    expect(await faultOf(gitlab.issues.create({ title: 'x' }, { clientKey }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'clientKey' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('is not asked for without a client key, and leaves the others to GitLab', async () => {
    const { gitlab, sent } = scene({ iidOf });
    await gitlab.issues.create({ title: 'x' });
    await gitlab.issues.create({ title: 'y' }, { clientKey: 'wp-1' });
    expect((await sent()).filter((body) => 'iid' in (body as Json))).toEqual([]);
  });
});

describe('updating', () => {
  it('sends what is to change, and nothing else', async () => {
    const { gitlab, server, sent } = scene(MAPS);
    server.seed();
    const patch: IssuePatch = { title: 'New', body: null, visibility: 'restricted', issueType: 'bug' };
    const { issue: now, warnings } = await gitlab.issues.update('1', patch);
    const fields = { title: 'New', description: '', add_labels: ['type::bug'], remove_labels: ['type::chore'] };
    expect(await sent()).toEqual([{ confidential: true }, { ...fields, confidential: true }]);
    expect(warnings).toEqual([]);
    expect(now).toMatchObject({
      title: 'New',
      body: null,
      visibility: 'restricted',
      issueType: 'bug',
      assignees: ['8', '9'],
    });
  });

  it('puts nothing that is for few into an issue that stays public', async () => {
    const { gitlab, server, sent } = scene({}, { role: 10 });
    server.seed();
    for (const secret of [{ body: 'secret plan' }, { title: 'secret plan' }, { labels: ['secret plan'] }]) {
      const error = await faultOf(gitlab.issues.update('1', { ...secret, visibility: 'restricted' }));
      expect(error).toMatchObject({
        code: 'permission',
        missing: ['Reporter'],
        context: { operation: 'issues.update' },
      });
      expect(error.message).toContain('stays public, and nothing else of the patch was sent');
    }
    expect(JSON.stringify([...server.issues.values()])).not.toContain('secret plan');
    expect(await sent()).toEqual([{ confidential: true }, { confidential: true }, { confidential: true }]);
    const { warnings } = await gitlab.issues.update('1', { visibility: 'restricted' });
    expect(warnings.map(({ field }) => field)).toEqual(['visibility']);
  });

  it('changes an issue for few, and one that is shown again, in one request', async () => {
    const { gitlab, server, sent, asked } = scene();
    server.seed({ confidential: true });
    await gitlab.issues.update('1', { title: 'Plan', body: 'Secret', visibility: 'restricted' });
    await gitlab.issues.update('1', { title: 'Plan', visibility: 'public' });
    expect(await sent()).toHaveLength(2);
    expect(asked().map((line) => line.split(' ', 1)[0])).toEqual(['GET', 'PUT', 'PUT']);
  });

  it.each<[IssuePatch, string]>([
    [{ labels: [] }, 'labels'],
    [{ labels: ['x'] }, 'labels'],
    [{ labels: ['old', 'x', 'new'] }, 'labels'],
    [{ assignees: ['1'] }, 'assignees'],
    [{ assignees: [] }, 'assignees'],
    [{ assignees: ['1', '2', '3'] }, 'assignees'],
  ])('notices a write of %j that GitLab ignores', async (patch, field) => {
    const ignored = () => Response.json(issue(1, { labels: ['old', 'x'], assignees: [{ id: 1 }, { id: 2 }] }));
    const { warnings } = await answered(ignored).gitlab.issues.update('1', patch);
    expect(warnings.map((warning) => warning.field)).toEqual([field]);
    const same: IssuePatch = { labels: ['x', 'old'], assignees: ['2', '1'] };
    expect((await answered(ignored).gitlab.issues.update('1', same)).warnings).toEqual([]);
  });

  it('lets who is assigned already pass, without asking for him', async () => {
    const resolveUser = async () => {
      throw new Error('nobody was to be asked');
    };
    const { gitlab, server, sent } = scene({ resolveUser });
    server.seed();
    const { assignees } = await gitlab.issues.get('1');
    expect((await gitlab.issues.update('1', { assignees })).warnings).toEqual([]);
    expect(await sent()).toEqual([{ assignee_ids: [8, 9] }]);
  });

  it('clears assignees only when told so', async () => {
    const { gitlab, server, sent } = scene();
    server.seed();
    expect((await gitlab.issues.update('1', { title: 'New' })).issue.assignees).toEqual(['8', '9']);
    expect((await gitlab.issues.update('1', { assignees: [] })).issue.assignees).toEqual([]);
    expect((await sent())[1]).toEqual({ assignee_ids: [] });
  });

  it('converges: what was read can be written back, and reads the same', async () => {
    const { gitlab, server } = scene(MAPS);
    server.seed({ labels: ['ui', 'workflow::in dev', 'prio::3'], confidential: true, due_date: '2026-04-01' });
    const before = await gitlab.issues.get('1');
    const { title, body, status, issueType, priority, assignees, labels, customFields, visibility } = before;
    const { issue: after, warnings } = await gitlab.issues.update('1', {
      ...{ title, body, status, issueType, priority, assignees, labels, customFields, visibility },
    });
    expect(warnings).toEqual([]);
    expect({ ...after, updatedAt: null }).toEqual({ ...before, updatedAt: null });
  });

  it('keeps the labels that say a status when only labels are named', async () => {
    const { gitlab, server, sent, asked } = scene(MAPS);
    server.seed({ labels: ['ui', 'workflow::in dev', 'prio::3'] });
    const { issue: now, warnings } = await gitlab.issues.update('1', { labels: ['api'], priority: 1 });
    expect(asked().map((line) => line.split(' ')[0])).toEqual(['GET', 'PUT']);
    expect(await sent()).toEqual([{ labels: ['api', 'workflow::in dev', 'prio::1'] }]);
    expect(now).toMatchObject({ status: 'in_progress', priority: 1, labels: ['api', 'prio::1', 'workflow::in dev'] });
    expect(warnings).toEqual([]);
    // A label that is named and says another status counts.
    expect((await gitlab.issues.update('1', { labels: ['Workflow::Review'] })).issue.labels).toEqual([
      'Workflow::Review',
      'prio::1',
    ]);
  });

  it('replaces labels in one request where no map gives them a meaning', async () => {
    const { gitlab, server, asked } = scene();
    server.seed();
    expect((await gitlab.issues.update('1', { labels: ['api'] })).issue.labels).toEqual(['api']);
    expect((await gitlab.issues.update('1', { labels: [] })).issue.labels).toEqual([]);
    expect(asked()).toHaveLength(2);
  });

  it('takes a priority away', async () => {
    const { gitlab, server, sent } = scene(MAPS);
    server.seed({ labels: ['ui', 'prio::3'] });
    expect((await gitlab.issues.update('1', { priority: null })).issue).toMatchObject({
      priority: null,
      labels: ['ui'],
    });
    expect(await sent()).toEqual([{ remove_labels: ['prio::1', 'prio::3'] }]);
    const { warnings } = await gitlab.issues.update('1', { priority: 2 });
    expect(warnings.map(({ field }) => field)).toEqual(['priority']);
  });

  it('changes the type where GitLab has one for it', async () => {
    const { gitlab, server, sent } = scene({ typeMap: { incident: 'bug', ticket: 'chore' } });
    server.seed();
    expect((await gitlab.issues.update('1', { issueType: 'chore' })).issue.issueType).toBe('chore');
    expect((await gitlab.issues.update('1', { issueType: 'bug' })).issue.issueType).toBe('bug');
    expect((await gitlab.issues.update('1', { issueType: 'subtask' })).issue.issueType).toBe('subtask');
    expect((await gitlab.issues.update('1', { issueType: 'task' })).issue.issueType).toBe('task');
    expect(await sent()).toEqual(['ticket', 'incident', 'task', 'issue'].map((issue_type) => ({ issue_type })));
    expect((await gitlab.issues.update('1', { issueType: 'epic' })).warnings).toMatchObject([{ field: 'issueType' }]);
  });

  it('clears a date and a milestone', async () => {
    const { gitlab, server, sent } = scene();
    server.seed({ due_date: '2026-04-01', milestone: { id: 5 } });
    const { issue: now, warnings } = await gitlab.issues.update('1', {
      customFields: { due_date: null, milestone_id: null },
    });
    expect(now.customFields).toEqual({});
    expect(warnings).toEqual([]);
    expect(await sent()).toEqual([{ due_date: '', milestone_id: 0 }]);
  });

  it('reads the issue when nothing is left to write', async () => {
    const { gitlab, server, asked } = scene();
    server.seed();
    expect((await gitlab.issues.update('1', {})).issue.ref.id).toBe('1');
    expect((await gitlab.issues.update('1', { priority: 1 })).warnings).toMatchObject([{ field: 'priority' }]);
    expect(asked().every((line) => line.startsWith('GET'))).toBe(true);
  });

  it('cannot keep a precondition, and says so before anything is sent', async () => {
    const { gitlab, server } = scene();
    const error = await faultOf(gitlab.issues.update('1', { title: 'x', expectedRevision: '7' }));
    expect(error).toMatchObject({ code: 'unsupported', context: { operation: 'issues.update', attempts: 0 } });
    expect(server.requests).toHaveLength(0);
  });

  it('says so when GitLab holds something else in the end', async () => {
    const { gitlab } = answered(() =>
      Response.json(issue(1, { description: 'Other', title: 'Other', state: 'closed' })),
    );
    const { warnings } = await gitlab.issues.update('1', { title: 'x', body: 'y', status: 'todo', assignees: [] });
    expect(warnings.map(({ field }) => field)).toEqual(['title', 'body', 'status', 'assignees']);
  });

  it.each(['', '0', '#5', '5/notes', '../7', '9'.repeat(20)])('refuses the id %j', async (id) => {
    const { gitlab, server } = scene();
    for (const act of [
      gitlab.issues.get(id),
      gitlab.issues.update(id, { title: 'x' }),
      gitlab.issues.transition(id, 'done'),
      gitlab.issues.delete(id),
    ]) {
      expect(await faultOf(act)).toMatchObject({ code: 'invalid_input', problems: [{ path: 'id' }] });
    }
    expect(server.requests).toHaveLength(0);
  });

  it('of a project that was moved is refused, with the way out', async () => {
    const { gitlab, server } = scene({ project: 'acme/old-widgets' });
    server.seed();
    const error = await faultOf(gitlab.issues.update('1', { title: 'x' }));
    expect(error).toMatchObject({ code: 'rejected', context: { httpStatus: 405 } });
    expect(error.message).toContain('configure its new path');
  });
});

describe('transitions', () => {
  it.each<[string, Json]>([
    ['todo', { state_event: 'reopen', remove_labels: ['workflow::in dev', 'workflow::review', 'blocked', "won't do"] }],
    [
      'in_review',
      {
        state_event: 'reopen',
        add_labels: ['workflow::review'],
        remove_labels: ['workflow::in dev', 'blocked', "won't do"],
      },
    ],
    ['done', { state_event: 'close', remove_labels: ['workflow::in dev', 'workflow::review', 'blocked', "won't do"] }],
    [
      'canceled',
      {
        state_event: 'close',
        add_labels: ["won't do"],
        remove_labels: ['workflow::in dev', 'workflow::review', 'blocked'],
      },
    ],
  ])('to %s go by state and label, in one request', async (status, body) => {
    const { gitlab, server, sent } = scene(MAPS);
    server.seed({ labels: ['ui', 'workflow::in dev'] });
    const { issue: now, warnings } = await gitlab.issues.transition('1', status as never);
    expect(now.status).toBe(status);
    expect(now.labels).toContain('ui');
    expect(warnings).toEqual([]);
    expect(await sent()).toEqual([body]);
  });

  it('between open and closed need no map', async () => {
    const { gitlab, server, sent } = scene();
    server.seed();
    expect((await gitlab.issues.transition('1', 'done')).issue).toMatchObject({ status: 'done', statusName: 'closed' });
    expect((await gitlab.issues.transition('1', 'todo')).issue).toMatchObject({ status: 'todo', statusName: 'opened' });
    expect(await sent()).toEqual([{ state_event: 'close' }, { state_event: 'reopen' }]);
    expect(await faultOf(gitlab.issues.transition('1', 'blocked'))).toMatchObject({
      code: 'invalid_input',
      context: { operation: 'issues.transition' },
      problems: [{ path: 'status', message: expect.stringContaining('todo, done') }],
    });
  });
});

describe('deleting', () => {
  it('deletes, and is content when it was done already', async () => {
    const { gitlab, server } = scene();
    server.seed();
    await gitlab.issues.delete('1');
    expect(server.issues.size).toBe(0);
    await gitlab.issues.delete('1');
  });

  it.each([404, 410])('knows nothing behind a proxy that answers %i to every path', async (status) => {
    const { gitlab, requests } = answered(() => new Response('<html>not here</html>', { status }));
    expect(await faultOf(gitlab.issues.delete('1'))).toMatchObject({
      code: 'not_found',
      context: { operation: 'issues.delete', httpStatus: status },
    });
    expect(requests.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'GET']);
  });

  it.each([404, 410])('has not deleted what can still be read, whoever answers %i', async (status) => {
    const { gitlab } = answered(({ method }) =>
      method === 'DELETE' ? new Response('<html>not here</html>', { status }) : Response.json(issue(1)),
    );
    expect(await faultOf(gitlab.issues.delete('1'))).toMatchObject({
      code: 'permission',
      context: { operation: 'issues.delete', httpStatus: status },
    });
  });

  it('takes an Owner, and says so', async () => {
    const { gitlab, server } = scene({}, { role: 40 });
    server.seed();
    const error = await faultOf(gitlab.issues.delete('1'));
    expect(error).toMatchObject({ code: 'permission', missing: ['Owner'] });
    expect(error.message).toContain('role Owner');
  });

  it('knows nothing of an issue in a project that it may not see', async () => {
    const { gitlab } = scene({ project: 'acme/secret' });
    expect(await faultOf(gitlab.issues.delete('1'))).toMatchObject({ code: 'not_found', context: { httpStatus: 404 } });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientId } from '../../../src/adapters/linear/client-id.js';
import type { ExternalRef } from '../../../src/contracts/external-ref.js';
import { runs } from '../../support/runs.js';
import { faultOf, scene } from './scene.js';
import { idOf, MONA, OTHER_TEAM, TEAM, UNKNOWN, ZOE } from './state.js';

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const refTo = (id: string): ExternalRef => ({ system: 'linear', workspace: TEAM, id, key: null, url: null });

describe('the id of a client key', () => {
  it('is a UUID as Linear takes it, the same for the same key and no other', () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(keys, fc.uuid(), (all, holder) => {
        const ids = all.map((key) => clientId('issue', holder, key));
        for (const id of ids) expect(id).toMatch(UUID_4);
        expect(new Set(ids).size).toBe(all.length);
        expect(all.map((key) => clientId('issue', holder, key))).toEqual(ids);
      }),
      { numRuns: runs(50) },
    );
  });

  it('is another for another team and for another kind of thing: ids are one space for all customers', () => {
    const ids = [TEAM, OTHER_TEAM].flatMap((holder) =>
      (['issue', 'comment', 'attachment'] as const).map((kind) => clientId(kind, holder, 'wp-1')),
    );
    expect(new Set(ids).size).toBe(6);
    // For ever: issues are found by it.
    expect(clientId('issue', TEAM, 'wp-1')).toBe(clientId('issue', TEAM, 'wp-1'));
    expect(ids[0]).toMatchInlineSnapshot(`"7164583b-094b-4512-8e4c-41ea038a1342"`);
  });

  it('is that of the team, whether it is named by id or by key', async () => {
    const { linear, again } = scene();
    const { issue } = await linear.issues.create({ title: 'A' }, { clientKey: 'wp-1' });
    expect((await again({ team: 'ENG' }).issues.findByClientKey('wp-1'))?.id).toBe(issue.ref.id);
    expect(await again({ team: 'OPS' }).issues.findByClientKey('wp-1')).toBeUndefined();
  });
});

describe('a create', () => {
  it('is one request where the team is named by its id, and everything is in it', async () => {
    const { linear, server, asked, inputs } = scene({ statusMap: { 'In Review': 'in_review' } });
    const bare = await linear.issues.create({ title: 'Bare' });
    expect([asked(), bare.warnings]).toEqual([['CreateIssue'], []]);
    const parent = server.seed();
    const { issue, warnings } = await linear.issues.create({
      ...{ title: 'All of it', body: 'Text', status: 'in_review', priority: 0, assignees: [MONA] },
      ...{ labels: ['suite-one', 'Bug'], parent: refTo(parent.id), issueType: 'subtask' },
      customFields: { dueDate: '2026-04-01', estimate: 3, projectId: UNKNOWN },
    });
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({
      ...{ title: 'All of it', body: 'Text', status: 'in_review', statusName: 'In Review', priority: 0 },
      ...{ assignees: [MONA], labels: ['Bug', 'suite-one'], parent: { id: parent.id, workspace: TEAM } },
      customFields: { dueDate: '2026-04-01', estimate: 3, projectId: UNKNOWN },
    });
    expect(inputs('CreateIssue')[1]).toMatchObject({
      teamId: TEAM,
      priority: 1,
      labelIds: [idOf(0x1a, 1), idOf(0x1a, 5)],
    });
  });

  for (const [name, lose] of [
    ['lost on the way back', async (forward: () => Promise<Response>) => void (await forward())],
    ['lost on the way there', async () => undefined],
  ] as const) {
    it(`whose answer is ${name} makes one issue, with a key and without`, async () => {
      for (const options of [{ clientKey: 'wp-1' }, {}]) {
        const { linear, server, asked } = scene({}, {}, async (_, forward, nth) => {
          if (nth > 1) return forward();
          await lose(forward);
          throw new TypeError('fetch failed');
        });
        const { issue, warnings } = await linear.issues.create({ title: 'Once' }, options);
        expect([...server.state.issues.keys()]).toEqual([issue.ref.id]);
        expect([issue.title, warnings]).toEqual(['Once', []]);
        expect(asked().at(-1)).toBe(name.endsWith('back') ? 'Issue' : 'CreateIssue');
      }
    });
  }

  it('under a key that was used gives what is there, as it is, and says so', async () => {
    for (const refusalStatus of [200, 400] as const) {
      const { linear, again, server } = scene({}, { refusalStatus });
      const first = await linear.issues.create({ title: 'First', body: 'Text' }, { clientKey: 'wp-1' });
      const same = await again().issues.create({ title: 'First', body: 'Text' }, { clientKey: 'wp-1' });
      expect(same).toEqual(first);
      const other = await again().issues.create({ title: 'Second', priority: 1 }, { clientKey: 'wp-1' });
      expect(other.issue).toEqual(first.issue);
      expect(other.warnings.map(({ field, message }) => [field, message.slice(0, 17)])).toEqual([
        ['title', 'an earlier create'],
        ['priority', 'an earlier create'],
      ]);
      expect(server.state.issues.size).toBe(1);
    }
  });

  it('under the key of an issue that was deleted or moved away is a ConflictError', async () => {
    const { linear, server } = scene();
    const { issue } = await linear.issues.create({ title: 'Gone' }, { clientKey: 'wp-1' });
    await linear.issues.delete(issue.ref.id);
    expect(await faultOf(linear.issues.create({ title: 'Again' }, { clientKey: 'wp-1' }))).toMatchObject({
      code: 'conflict',
      retryable: false,
    });
    expect(await linear.issues.findByClientKey('wp-1')).toBeUndefined();
    const { issue: moved } = await linear.issues.create({ title: 'Moved' }, { clientKey: 'wp-2' });
    Object.assign(server.state.issues.get(moved.ref.id) ?? {}, { team: OTHER_TEAM });
    expect((await faultOf(linear.issues.create({ title: 'Again' }, { clientKey: 'wp-2' }))).code).toBe('conflict');
  });

  it('that may have made what is not shown yet ends in doubt', async () => {
    const { linear } = scene({}, {}, async (request, forward, nth) => {
      const { query } = (await request.clone().json()) as { query: string };
      const error = { message: 'Entity not found: Issue', extensions: { type: 'invalid input', code: 'INPUT_ERROR' } };
      if (!query.startsWith('mutation')) return Response.json({ errors: [error], data: null });
      const response = await forward();
      if (nth === 1) throw new TypeError('fetch failed');
      return response;
    });
    expect((await faultOf(linear.issues.create({ title: 'A' }, { clientKey: 'wp-1' }))).code).toBe('ambiguous_write');
  });

  it('that cannot be looked for either ends in doubt, with its key', async () => {
    const { linear, server } = scene({}, {}, async (_, forward) => {
      await forward();
      return new Response('<html>', { status: 502 });
    });
    expect(await faultOf(linear.issues.create({ title: 'A' }, { clientKey: 'wp-1' }))).toMatchObject({
      code: 'ambiguous_write',
      retryable: false,
      clientKey: 'wp-1',
    });
    expect(server.state.issues.size).toBe(1);
  });

  it('is no doubt where Linear refuses it, or where nobody was reached', async () => {
    const { linear } = scene({}, { refusalStatus: 200 });
    const refused = linear.issues.create({ title: 'A', assignees: [UNKNOWN] }, { clientKey: 'wp-1' });
    expect(await faultOf(refused)).toMatchObject({ code: 'rejected', context: { httpStatus: 200 } });
    const offline = scene({}, {}, async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    });
    expect((await faultOf(offline.linear.issues.create({ title: 'A' }))).code).toBe('transport');
  });

  it('warns of no body that Linear only writes in its own way, and of one that says something else', async () => {
    const { linear, server } = scene();
    const body = '- one\n- two\n\n1) first\n\nSee https://host.example/a and snake_case.\n';
    const { issue, warnings } = await linear.issues.create({ title: 'A', body });
    expect([issue.body?.startsWith('* one'), warnings]).toEqual([true, []]);
    const { linear: odd } = scene({}, {}, async (_, forward) => {
      const response = await forward();
      const text = await response.text();
      return new Response(text.replace('Kept', 'Changed'), response);
    });
    const changed = await odd.issues.create({ title: 'A', body: 'Kept' });
    expect(changed.warnings.map(({ field }) => field)).toEqual(['body']);
    expect(server.state.issues.size).toBe(1);
  });

  it('is in the state that a status means: the type decides, then its position', async () => {
    const { linear } = scene({ statusMap: { 'in review': 'in_review', Triage: 'done' } });
    for (const [status, statusName] of [
      ['todo', 'Todo'],
      ['in_progress', 'In Progress'],
      ['in_review', 'In Review'],
      ['done', 'Done'],
      ['canceled', 'Canceled'],
    ] as const) {
      const { issue } = await linear.issues.create({ title: 'A', status });
      expect([issue.status, issue.statusName]).toEqual([status, statusName]);
    }
    const blocked = await faultOf(linear.issues.create({ title: 'A', status: 'blocked' }));
    expect(blocked).toMatchObject({ code: 'invalid_input', problems: [{ path: 'status' }] });
    expect(blocked.message).toMatch(/canceled, done, in_progress, in_review, todo/);
  });

  it('finds a state that came after the team was read', async () => {
    const { linear, server, asked } = scene({ statusMap: { Stuck: 'blocked' } });
    await linear.issues.create({ title: 'A', status: 'todo' });
    server.state.states.push({ id: idOf(0x58, 7), name: 'Stuck', type: 'started', position: 9, team: TEAM });
    const { issue } = await linear.issues.create({ title: 'A', status: 'blocked' });
    expect(issue.statusName).toBe('Stuck');
    expect(asked().filter((name) => name === 'Team')).toHaveLength(2);
  });

  it('does not end with the abort of another call that asks for the team at the same time', async () => {
    const { linear, server } = scene();
    const controller = new AbortController();
    const reason = { enough: true };
    const first = linear.issues.create({ title: 'A', status: 'done' }, { signal: controller.signal });
    const second = linear.issues.create({ title: 'B', status: 'done' });
    controller.abort(reason);
    await expect(first).rejects.toBe(reason);
    expect((await second).issue.statusName).toBe('Done');
    expect(server.state.issues.size).toBe(1);
  });

  it('reads the team anew after Linear has refused a state of it', async () => {
    const { linear, server } = scene();
    await linear.issues.create({ title: 'A', status: 'done' });
    const done = server.state.states.findIndex(({ name }) => name === 'Done');
    server.state.states.splice(done, 1, {
      id: idOf(0x58, 8),
      name: 'Finished',
      type: 'completed',
      position: 6,
      team: TEAM,
    });
    expect((await faultOf(linear.issues.create({ title: 'A', status: 'done' }))).code).toBe('rejected');
    expect((await linear.issues.create({ title: 'A', status: 'done' })).issue.statusName).toBe('Finished');
  });
});

describe('what is read after a write', () => {
  const LIMITED = {
    errors: [{ message: 'Rate limit exceeded', extensions: { type: 'ratelimited', code: 'RATELIMITED' } }],
  };
  const manyLabels = (server: ReturnType<typeof scene>['server']) =>
    Array.from({ length: 11 }, (_, nth) => {
      const id = idOf(0x1d, nth);
      server.state.labels.push({ id, name: `label ${nth}`, isGroup: false, parent: null, team: null });
      return { id, name: `label ${nth}` };
    });
  const controller = new AbortController();
  const failures: Readonly<Record<string, () => Response>> = {
    'a fault of the server': () => new Response('bad', { status: 503 }),
    'a limit': () => Response.json(LIMITED, { status: 400 }),
    'an abort': () => {
      controller.abort({ enough: true });
      throw controller.signal.reason;
    },
  };

  it.each(Object.keys(failures))('does not undo it: %s is a warning', async (name) => {
    let isFailing = false;
    const { linear, server, again } = scene({ retry: { attempts: 1 } }, {}, async (request, forward) => {
      const { query } = (await request.clone().json()) as { query: string };
      isFailing ||= query.startsWith('mutation');
      return isFailing && query.startsWith('query Rest') ? (failures[name] as () => Response)() : forward();
    });
    const labels = manyLabels(server);
    const options = name === 'an abort' ? { signal: controller.signal } : {};
    const made = await linear.issues.create({ title: 'A', labels: labels.map((label) => label.name) }, options);
    expect(made.issue.title).toBe('A');
    expect(made.warnings).toMatchObject([{ field: 'ref', message: expect.stringMatching(/^written, but /) }]);
    expect(server.state.issues.size).toBe(1);
    isFailing = false;
    const seeded = server.seed({ labels: labels.map(({ id }) => id) });
    if (name === 'an abort') return;
    const updated = await again().issues.update(seeded.id, { title: 'New' });
    expect(updated.warnings.map(({ field }) => field)).toEqual(['ref']);
    expect(seeded.title).toBe('New');
  });
});

describe('labels', () => {
  const draft = (...labels: string[]) => ({ title: 'A', labels });

  it('are found by name, of the team and of the workspace, in groups and without', async () => {
    const { linear, inputs } = scene();
    const { issue } = await linear.issues.create(draft('suite-two', 'Bug', 'suite two'));
    expect(issue.labels).toEqual(['Bug', 'suite two', 'suite-two']);
    expect(inputs('CreateIssue')).toMatchObject([{ labelIds: [idOf(0x1a, 2), idOf(0x1a, 5), idOf(0x1a, 3)] }]);
  });

  it('that are not there are named, with those that are', async () => {
    const { linear, server } = scene();
    const fault = await faultOf(linear.issues.create(draft('suite-one', 'missing', 'Kind', 'Elsewhere')));
    expect(fault).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'labels[1]' }, { path: 'labels[2]' }, { path: 'labels[3]' }],
    });
    expect(fault.message).toMatch(/there are Bug, Story, suite two, suite-one, suite-two, two words/);
    expect(server.state.issues.size).toBe(0);
  });

  it('of one group exclude each other, and one name in two groups is no name', async () => {
    const { linear, server } = scene();
    expect(await faultOf(linear.issues.create(draft('Bug', 'Story')))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'labels[1]' }],
    });
    const group = { id: idOf(0x1e, 1), name: 'Other kind', isGroup: true, parent: null, team: null };
    server.state.labels.push(group, { ...group, id: idOf(0x1e, 2), name: 'Bug', isGroup: false, parent: group.id });
    expect((await faultOf(linear.issues.create(draft('Bug')))).message).toMatch(/in the groups Kind, Other kind/);
  });

  it("of the team come before the workspace's of the same name", async () => {
    const { linear, server, inputs } = scene();
    server.state.labels.push({ id: idOf(0x1e, 3), name: 'suite-one', isGroup: false, parent: null, team: TEAM });
    await linear.issues.create(draft('suite-one'));
    expect(inputs('CreateIssue')).toMatchObject([{ labelIds: [idOf(0x1e, 3)] }]);
  });

  it('say the kind where typeMap says so', async () => {
    const { linear } = scene({ typeMap: { Bug: 'bug', Story: 'story' } });
    const bug = await linear.issues.create({ title: 'A', issueType: 'bug', labels: ['suite-one'] });
    expect([bug.issue.issueType, bug.issue.labels, bug.warnings]).toEqual(['bug', ['Bug', 'suite-one'], []]);
    const { id } = bug.issue.ref;
    const kept = await linear.issues.update(id, { labels: ['suite-two'] });
    expect([kept.issue.labels, kept.warnings]).toEqual([['Bug', 'suite-two'], []]);
    const story = await linear.issues.update(id, { issueType: 'story' });
    expect([story.issue.issueType, story.issue.labels]).toEqual(['story', ['Story', 'suite-two']]);
    const epic = await linear.issues.update(id, { issueType: 'epic' });
    expect([epic.issue.labels, epic.warnings.map(({ field }) => field)]).toEqual([
      ['Story', 'suite-two'],
      ['issueType'],
    ]);
    const task = await linear.issues.update(id, { issueType: 'task' });
    expect([task.issue.issueType, task.issue.labels, task.warnings]).toEqual(['task', ['suite-two'], []]);
  });

  it('that another kind takes off are warned of, where they were asked for', async () => {
    const { linear } = scene({ typeMap: { Bug: 'bug' } });
    const asked = { labels: ['Bug', 'suite-one'], issueType: 'task' } as const;
    const made = await linear.issues.create({ title: 'A', ...asked });
    const warned = [['suite-one'], ['labels']];
    expect([made.issue.labels, made.warnings.map(({ field }) => field)]).toEqual(warned);
    const bug = await linear.issues.create({ title: 'A', issueType: 'bug' });
    const updated = await linear.issues.update(bug.issue.ref.id, asked);
    expect([updated.issue.labels, updated.warnings.map(({ field }) => field)]).toEqual(warned);
  });
});

describe('people', () => {
  it('are ids, e-mail addresses, or whatever the host knows', async () => {
    const asked: string[] = [];
    const resolveUser = (who: string) => {
      asked.push(who);
      return who === 'zoe' ? ZOE : undefined;
    };
    const { linear } = scene({ resolveUser });
    const assigned = async (who: string) =>
      (await linear.issues.create({ title: 'A', assignees: [who] })).issue.assignees;
    expect(await assigned(MONA)).toEqual([MONA]);
    expect(await assigned('Mona@Acme.test')).toEqual([MONA]);
    expect(await assigned('zoe')).toEqual([ZOE]);
    expect(asked).toEqual(['zoe']);
    const nobody = await faultOf(linear.issues.create({ title: 'A', assignees: [MONA, 'x@acme.test', 'adam'] }));
    expect(nobody).toMatchObject({ problems: [{ path: 'assignees[1]' }, { path: 'assignees[2]' }] });
  });

  it('whose function throws are an InvalidInputError', async () => {
    const resolveUser = () => {
      throw new Error('the directory is down');
    };
    const fault = await faultOf(scene({ resolveUser }).linear.issues.create({ title: 'A', assignees: ['zoe'] }));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'assignees[0]' }] });
    expect(fault.message).toMatch(/resolveUser failed: the directory is down/);
  });

  it('beyond the first are warned of', async () => {
    const { issue, warnings } = await scene().linear.issues.create({ title: 'A', assignees: [ZOE, MONA] });
    expect([issue.assignees, warnings]).toEqual([
      [ZOE],
      [{ field: 'assignees', message: 'Linear assigns an issue to one person; the first was taken' }],
    ]);
  });
});

describe('what cannot be written', () => {
  it('is refused before anything is sent', async () => {
    const { linear, server } = scene();
    const refused = async (draft: object, code: string, path?: string) => {
      const fault = await faultOf(linear.issues.create({ title: 'A', ...draft }));
      expect(fault).toMatchObject({ code, ...(path && { problems: [{ path }] }) });
    };
    await refused({ visibility: 'restricted' }, 'unsupported');
    await refused({ customFields: { dueDate: 'tomorrow' } }, 'invalid_input', 'customFields.dueDate');
    await refused({ customFields: { estimate: 1.5 } }, 'invalid_input', 'customFields.estimate');
    await refused({ customFields: { projectId: 'Apollo' } }, 'invalid_input', 'customFields.projectId');
    await refused({ parent: { ...refTo(UNKNOWN), system: 'jira' } }, 'invalid_input', 'parent.system');
    await refused({ parent: { ...refTo('ENG-1') } }, 'invalid_input', 'parent.id');
    expect(server.requests).toEqual([]);
    // This takes a look at Linear, and is no NotFoundError, which would be about the issue.
    await refused({ parent: refTo(UNKNOWN) }, 'invalid_input', 'parent.id');
    expect(server.state.issues.size).toBe(0);
  });

  it('is a warning where Linear has no place for it', async () => {
    const { linear } = scene();
    const { issue, warnings } = await linear.issues.create({
      ...{ title: 'A', priority: 4, issueType: 'epic' },
      customFields: { sprint: 7, archivedAt: null },
    });
    expect(issue.priority).toBe(3);
    expect(warnings.map(({ field }) => field)).toEqual(['issueType', 'priority', 'customFields.sprint']);
  });
});

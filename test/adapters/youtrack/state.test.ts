import { describe, expect, it } from 'vitest';
import { FIELDS, STATES, value } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';
import type { YoutrackServerOptions } from './server.js';

const renamed = (from: string, to: string, initial?: string) =>
  FIELDS.map((field) => (field.name === from ? { ...field, name: to, ...(initial && { initial }) } : field));
const MACHINE: YoutrackServerOptions = {
  fields: FIELDS.map((field) =>
    field.name === 'State' ? { ...field, $type: 'StateMachineProjectCustomField' } : field,
  ),
  machine: [
    { id: 'start', presentation: 'Начать', from: 'Submitted', to: 'In Progress' },
    { id: 'fix', presentation: 'Fixed', from: 'In Progress', to: 'Fixed' },
    { id: 'reopen', presentation: 'Открыть снова', from: 'Fixed', to: 'Reopened' },
  ],
};

describe('the state field', () => {
  it('is found by its kind, whatever it is called', async () => {
    const { server, youtrack, sent } = scene({}, { fields: renamed('State', 'Этап') });
    const id = server.seed();
    const { issue, warnings } = await youtrack.issues.transition(id, 'in_progress');
    expect([issue.status, issue.statusName, warnings]).toEqual(['in_progress', 'In Progress', []]);
    expect(await sent()).toEqual([
      {
        to: `/issues/${id}`,
        customFields: [{ name: 'Этап', $type: 'StateIssueCustomField', value: { name: 'In Progress' } }],
      },
    ]);
  });

  it('is named where there are several', async () => {
    const fields = [
      { name: 'Stage', $type: 'StateProjectCustomField', fieldType: 'state[1]', bundle: '70-0', initial: 'Open' },
      ...FIELDS,
    ];
    const usual = scene({}, { fields });
    const id = usual.server.seed();
    expect((await usual.youtrack.issues.get(id)).statusName).toBe('Submitted');
    const asked = scene({ fieldNames: { state: 'stage' } }, { fields });
    const other = asked.server.seed();
    expect((await asked.youtrack.issues.transition(other, 'in_progress')).issue.statusName).toBe('In Progress');
    expect(asked.server.issues.get(other)?.values).toMatchObject({ Stage: 'In Progress', State: 'Submitted' });
  });

  it('is asked for once in ten minutes', async () => {
    const { server, youtrack, asked, runtime } = scene();
    const id = server.seed();
    const loads = () => asked().filter((path) => path.startsWith('GET /admin/projects')).length;
    for (const status of ['in_progress', 'done', 'canceled'] as const) await youtrack.issues.transition(id, status);
    await all(youtrack.directory.statuses());
    expect(loads()).toBe(1);
    runtime.advance(600_001);
    await youtrack.issues.transition(id, 'done');
    expect(loads()).toBe(2);
  });

  it('that an administrator added is found by a second look', async () => {
    const state = (n: number, name: string) =>
      ({ $type: 'StateBundleElement', id: `68-${n}`, name, isResolved: false, ordinal: n }) as const;
    const states = [state(1, 'Open')];
    const { server, youtrack } = scene({}, { states });
    const id = server.seed({ values: { State: 'Open' } });
    expect(await faultOf(youtrack.issues.transition(id, 'in_progress'))).toMatchObject({ code: 'invalid_input' });
    states.push(state(2, 'In Progress'));
    expect((await youtrack.issues.transition(id, 'in_progress')).issue.statusName).toBe('In Progress');
  });

  it('of more than 42 states is known to the last', async () => {
    const states = Array.from({ length: 60 }, (_, at) =>
      value('StateBundleElement', `70-${at + 1}`, `State ${at + 1}`, { isResolved: at === 59 }),
    );
    const { server, youtrack } = scene({}, { states, nestedTop: 42, fields: renamed('State', 'State', 'State 1') });
    const id = server.seed();
    expect((await youtrack.issues.transition(id, 'done')).issue.statusName).toBe('State 60');
    expect(await all(youtrack.directory.statuses())).toHaveLength(60);
  });

  it('in a project of more than 42 fields is found at the end of them', async () => {
    const many = Array.from({ length: 45 }, (_, at) => ({
      name: `F${at}`,
      $type: 'SimpleProjectCustomField',
      fieldType: 'string',
    }));
    const { server, youtrack } = scene({}, { fields: [...many, ...FIELDS], nestedTop: 42 });
    // The fields of an issue are cut as well by such a server: what is asked for here is the project's.
    server.seed();
    expect((await all(youtrack.directory.statuses())).map(({ name }) => name)).toEqual(STATES.map(({ name }) => name));
  });

  it('is seen at an issue by who may not see the project’s fields', async () => {
    const { server, youtrack, asked } = scene({}, { showsFields: false });
    const id = server.seed();
    expect((await youtrack.issues.transition(id, 'in_progress')).issue.status).toBe('in_progress');
    expect(asked()).toContain('GET /issues');
  });

  it('without which nothing can be moved', async () => {
    const { server, youtrack } = scene({}, { fields: FIELDS.filter(({ name }) => name !== 'State') });
    const id = server.seed();
    const fault = await faultOf(youtrack.issues.transition(id, 'done'));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'status' }] });
    expect(fault.message).toContain('no state field');
    expect(await youtrack.issues.create({ title: 'A', status: 'todo' })).toMatchObject({
      issue: { status: 'todo' },
      warnings: [],
    });
    expect(await youtrack.issues.transition(id, 'todo')).toMatchObject({ warnings: [] });
    expect(await all(youtrack.directory.statuses())).toEqual([]);
  });
});

describe('a status', () => {
  it('that nothing stands for is refused with the choices, before anything is written', async () => {
    const { server, youtrack, sent } = scene();
    const fault = await faultOf(youtrack.issues.transition(server.seed(), 'blocked'));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'status' }] });
    expect(fault.message).toContain('Submitted (todo)');
    expect(fault.message).toContain("Won't fix (canceled)");
    expect(await sent()).toEqual([]);
  });

  it('that several states mean is never guessed', async () => {
    const states = [
      value('StateBundleElement', '70-1', 'Idea'),
      value('StateBundleElement', '70-2', 'Design in progress'),
      value('StateBundleElement', '70-3', 'Build in progress'),
    ];
    const options = { states, fields: renamed('State', 'State', 'Idea') };
    const { server, youtrack } = scene({}, options);
    const fault = await faultOf(youtrack.issues.transition(server.seed(), 'in_progress'));
    expect(fault.message).toContain('several states mean in_progress (Design in progress, Build in progress)');
    const mapped = scene({ statusMap: { 'build IN progress': 'in_progress' } }, options);
    const { issue } = await mapped.youtrack.issues.transition(mapped.server.seed(), 'in_progress');
    expect(issue.statusName).toBe('Build in progress');
  });

  it('is what the host’s words say, where they do not contradict YouTrack', async () => {
    const { server, youtrack } = scene({ statusMap: { 'To be discussed': 'blocked', Verified: 'in_review' } });
    const id = server.seed();
    expect((await youtrack.issues.transition(id, 'blocked')).issue.statusName).toBe('To be discussed');
    // Verified is resolved, so it cannot be in review.
    expect(await faultOf(youtrack.issues.transition(id, 'in_review'))).toMatchObject({ code: 'invalid_input' });
  });

  it('that the issue has already is left as it is', async () => {
    const { server, youtrack, sent } = scene();
    const id = server.seed({ values: { State: 'Reopened' } });
    expect((await youtrack.issues.transition(id, 'todo')).issue.statusName).toBe('Reopened');
    expect(await sent()).toEqual([]);
  });

  it('that YouTrack leaves out in silence is warned of', async () => {
    const { server, youtrack } = scene({}, { ignores: ['State'] });
    const moved = await youtrack.issues.transition(server.seed(), 'done');
    expect([moved.issue.status, moved.warnings.map(({ field }) => field)]).toEqual(['todo', ['status']]);
    const made = await youtrack.issues.create({ title: 'A', status: 'done' });
    expect([made.issue.status, made.warnings.map(({ field }) => field)]).toEqual(['todo', ['status']]);
  });
});

describe('a state machine', () => {
  it('is moved by an event that leads to a state of that name, and by those the host knows', async () => {
    const { server, youtrack, sent } = scene({ eventMap: { start: 'in_progress', 'открыть снова': 'todo' } }, MACHINE);
    const id = server.seed();
    for (const [status, name] of [
      ['in_progress', 'In Progress'],
      ['done', 'Fixed'],
      ['todo', 'Reopened'],
    ] as const) {
      const { issue, warnings } = await youtrack.issues.transition(id, status);
      expect([issue.statusName, warnings]).toEqual([name, []]);
    }
    expect((await sent())[0]).toEqual({
      to: `/issues/${id}`,
      customFields: [
        { id: '92-2', name: 'State', $type: 'StateMachineIssueCustomField', event: { id: 'start', $type: 'Event' } },
      ],
    });
  });

  it('refuses what no event leads to from here, with the events that there are', async () => {
    const { server, youtrack, sent } = scene({ eventMap: { start: 'in_progress' } }, MACHINE);
    const fault = await faultOf(youtrack.issues.transition(server.seed(), 'done'));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'status' }] });
    expect(fault.message).toContain('Начать');
    expect(await sent()).toEqual([]);
  });

  it('moves a new issue by a second step, and says when it could not', async () => {
    const { youtrack } = scene({ eventMap: { start: 'in_progress' } }, MACHINE);
    const moved = await youtrack.issues.create({ title: 'A', status: 'in_progress' });
    expect([moved.issue.statusName, moved.warnings]).toEqual(['In Progress', []]);
    const stuck = await youtrack.issues.create({ title: 'B', status: 'done' });
    expect(stuck.issue.status).toBe('todo');
    expect(stuck.warnings).toMatchObject([{ field: 'status', message: expect.stringContaining('no event') }]);
  });

  it('writes other fields together with the event', async () => {
    const { server, youtrack, asked } = scene({ eventMap: { start: 'in_progress' } }, MACHINE);
    const id = server.seed();
    const { issue, warnings } = await youtrack.issues.update(id, { title: 'New', priority: 0, status: 'in_progress' });
    expect([issue.title, issue.priority, issue.status, warnings]).toEqual(['New', 0, 'in_progress', []]);
    expect(asked().filter((path) => path.startsWith('POST'))).toHaveLength(1);
  });
});

describe('other fields', () => {
  it('are found by the names that the host gives them', async () => {
    const fields = FIELDS.map((field) => ({
      ...field,
      name: { Type: 'Тип', Priority: 'Приоритет', Assignee: 'Кто' }[field.name] ?? field.name,
    }));
    const fieldNames = { type: 'тип', priority: 'Приоритет', assignee: 'кто' };
    const { youtrack } = scene({ fieldNames }, { fields });
    const draft = { title: 'A', issueType: 'bug', priority: 1, assignees: ['1-3'] } as const;
    const { issue, warnings } = await youtrack.issues.create(draft);
    expect([issue, warnings]).toMatchObject([{ issueType: 'bug', priority: 1, assignees: ['1-3'] }, []]);
    expect(issue.customFields).toEqual({});
  });

  it('for people is the only one, and never one of several', async () => {
    const renamedOne = FIELDS.map((field) => (field.name === 'Assignee' ? { ...field, name: 'Owner' } : field));
    const two = scene({}, { fields: renamedOne });
    const { warnings } = await two.youtrack.issues.create({ title: 'A', assignees: ['1-3'] });
    expect(warnings.map(({ field }) => field)).toEqual(['assignees']);
    const one = scene({}, { fields: renamedOne.filter(({ name }) => name !== 'Reviewers') });
    expect(await one.youtrack.issues.create({ title: 'A', assignees: ['1-3'] })).toMatchObject({
      issue: { assignees: ['1-3'], customFields: {} },
      warnings: [],
    });
  });

  it('that are not there are warned of', async () => {
    const { youtrack } = scene({}, { fields: FIELDS.filter(({ name }) => name === 'State') });
    const draft = { title: 'A', issueType: 'bug', priority: 1, assignees: ['1-3'], customFields: { Nope: 1 } } as const;
    const { warnings } = await youtrack.issues.create(draft);
    expect(warnings.map(({ field }) => field)).toEqual(['issueType', 'priority', 'assignees', 'customFields.Nope']);
  });

  it('take the words of the host', async () => {
    const types = [value('EnumBundleElement', '71-1', 'Incident'), value('EnumBundleElement', '71-2', 'Wish')];
    const { youtrack } = scene(
      { typeMap: { incident: 'bug', Wish: 'story' }, priorityMap: { 'show-STOPPER': 1 } },
      { types, fields: renamed('Type', 'Type', 'Wish') },
    );
    const { issue, warnings } = await youtrack.issues.create({ title: 'A', issueType: 'bug', priority: 1 });
    expect([issue.issueType, issue.priority, warnings]).toEqual(['bug', 1, []]);
    expect((await all(youtrack.directory.issueTypes())).map(({ issueType }) => issueType)).toEqual(['bug', 'story']);
  });

  it.each(['Type', 'Priority', 'Assignee', 'Estimation', 'Fix versions'])(
    '%s, left out in silence, is warned of',
    async (name) => {
      const { youtrack } = scene({}, { ignores: [name] });
      const { warnings } = await youtrack.issues.create({
        title: 'A',
        issueType: 'bug',
        priority: 0,
        assignees: ['1-3'],
        customFields: { Estimation: 60, 'Fix versions': ['1.0'] },
      });
      const field = { Type: 'issueType', Priority: 'priority', Assignee: 'assignees' }[name] ?? `customFields.${name}`;
      expect(warnings.map((warning) => warning.field)).toEqual([field]);
    },
  );
});

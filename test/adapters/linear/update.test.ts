import { describe, expect, it } from 'vitest';
import { faultOf, scene } from './scene.js';
import { idOf, MONA, OTHER_TEAM, UNKNOWN, ZOE } from './state.js';

describe('an update', () => {
  it('reads the issue, and changes in one request what is named and nothing else', async () => {
    const { server, linear, asked, inputs } = scene();
    const { id } = server.seed({ assignee: MONA, labels: [idOf(0x1a, 1), idOf(0x1a, 2)], estimate: 3 });
    const { issue, warnings } = await linear.issues.update(id, { title: 'New', priority: null, assignees: [] });
    expect(asked()).toEqual(['Issue', 'UpdateIssue']);
    expect(inputs('UpdateIssue')).toEqual([{ title: 'New', priority: 0, assigneeId: null }]);
    expect(issue).toMatchObject({ title: 'New', priority: null, assignees: [], labels: ['suite-one', 'suite-two'] });
    expect([issue.customFields, warnings]).toEqual([{ estimate: 3 }, []]);
  });

  it('of nothing sends nothing', async () => {
    const { server, linear, asked } = scene();
    const { id } = server.seed();
    await linear.issues.update(id, {});
    await linear.issues.update(id, { status: 'todo' });
    await linear.issues.transition(id, 'todo');
    expect(asked()).toEqual(['Issue', 'Issue', 'Issue']);
  });

  it('puts labels on and takes them off one by one, so that what others do meanwhile stays', async () => {
    const { server, linear, inputs } = scene({}, {}, async (request, forward) => {
      const { query } = (await request.clone().json()) as { query: string };
      // Somebody puts a label on between our reading and our writing.
      const issue = [...server.state.issues.values()][0];
      if (query.startsWith('mutation')) issue?.labels.push(idOf(0x1a, 8));
      return forward();
    });
    const { id } = server.seed({ labels: [idOf(0x1a, 1), idOf(0x1a, 3)] });
    const { issue, warnings } = await linear.issues.update(id, { labels: ['suite-one', 'suite-two'] });
    expect(inputs('UpdateIssue')).toEqual([{ addedLabelIds: [idOf(0x1a, 2)], removedLabelIds: [idOf(0x1a, 3)] }]);
    expect(issue.labels).toEqual(['suite-one', 'suite-two', 'two words']);
    expect(warnings.map(({ field }) => field)).toEqual(['labels']);
  });

  it('tells of a label that another of its group took the place of', async () => {
    const { server, linear } = scene();
    const { id } = server.seed({ labels: [idOf(0x1a, 5)] });
    const { issue, warnings } = await linear.issues.update(id, { labels: ['Bug', 'Story'] });
    expect([issue.labels, warnings.map(({ field }) => field)]).toEqual([['Story'], ['labels']]);
  });

  it('clears what is null', async () => {
    const { server, linear } = scene();
    const parent = server.seed();
    const fields = { parent: parent.id, dueDate: '2026-04-01', estimate: 2, project: UNKNOWN };
    const { id } = server.seed(fields);
    const patch = { body: null, parent: null, customFields: { dueDate: null, estimate: null, projectId: null } };
    const { issue, warnings } = await linear.issues.update(id, patch);
    expect(issue).toMatchObject({ body: null, parent: null, customFields: {}, issueType: 'task' });
    expect(warnings).toEqual([]);
  });

  it('stays in its team and out of the trash', async () => {
    const { server, linear, asked } = scene();
    const foreign = server.seed({ team: OTHER_TEAM });
    const trashed = server.seed({ trashed: true, archivedAt: 1 });
    for (const { id } of [foreign, trashed]) {
      expect((await faultOf(linear.issues.update(id, { title: 'X' }))).code).toBe('not_found');
      expect((await faultOf(linear.issues.transition(id, 'done'))).code).toBe('not_found');
    }
    expect(asked()).toEqual(Array(4).fill('Issue'));
  });

  it('of a key in place of an id is refused before anything is sent', async () => {
    const { linear, server } = scene();
    for (const id of ['ENG-1', 'x', '', UNKNOWN.replace('4', 'F')]) {
      expect(await faultOf(linear.issues.update(id, { title: 'X' }))).toMatchObject({ problems: [{ path: 'id' }] });
    }
    expect((await faultOf(linear.issues.update(UNKNOWN, { expectedRevision: '1' }))).code).toBe('unsupported');
    expect(server.requests).toEqual([]);
  });

  it('goes on with a status that another name of the same kind has', async () => {
    const { server, linear } = scene();
    const backlog = server.state.states.find(({ name }) => name === 'Backlog')?.id ?? '';
    const { id } = server.seed({ state: backlog });
    expect((await linear.issues.transition(id, 'todo')).issue.statusName).toBe('Backlog');
    expect((await linear.issues.transition(id, 'in_progress')).issue.statusName).toBe('In Progress');
    expect((await linear.issues.transition(id, 'todo')).issue.statusName).toBe('Todo');
  });

  it('is sent once, and a lost answer is told', async () => {
    const { server, linear } = scene({}, {}, async (request, forward) => {
      const { query } = (await request.clone().json()) as { query: string };
      const response = await forward();
      if (query.startsWith('mutation')) throw new TypeError('fetch failed');
      return response;
    });
    const { id } = server.seed();
    const before = server.requests.length;
    expect((await faultOf(linear.issues.update(id, { title: 'X' }))).code).toBe('ambiguous_write');
    expect(server.requests.length - before).toBe(2);
    expect((await faultOf(linear.issues.delete(id))).code).toBe('ambiguous_write');
  });
});

describe('a deletion', () => {
  it('moves the issue to the trash, and once more does nothing', async () => {
    const { server, linear, asked } = scene();
    const { id } = server.seed();
    await linear.issues.delete(id);
    expect(server.state.issues.get(id)).toMatchObject({ trashed: true });
    await linear.issues.delete(id);
    await linear.issues.delete(UNKNOWN);
    expect(asked()).toEqual(['Holder', 'DeleteIssue', 'Holder', 'Team', 'Holder', 'Team']);
  });

  it('does not claim the one of another team', async () => {
    const { server, linear } = scene();
    const { id } = server.seed({ team: OTHER_TEAM });
    expect((await faultOf(linear.issues.delete(id))).message).toMatch(/another team/);
    expect(server.state.issues.get(id)?.trashed).toBe(false);
  });

  it('is none where the team cannot be seen', async () => {
    const { server, linear } = scene();
    server.state.teams.splice(0, 1);
    expect(await faultOf(linear.issues.delete(UNKNOWN))).toMatchObject({ code: 'not_found' });
  });

  it('that Linear answers with "not found", of what is still there, is for want of a right', async () => {
    const { server, linear } = scene({}, {}, async (request, forward) => {
      const { query } = (await request.clone().json()) as { query: string };
      const error = { message: 'Entity not found: Issue', extensions: { type: 'invalid input', code: 'INPUT_ERROR' } };
      return query.includes('issueDelete') ? Response.json({ errors: [error], data: null }) : forward();
    });
    const { id } = server.seed();
    expect(await faultOf(linear.issues.delete(id))).toMatchObject({ code: 'permission', missing: ['to delete it'] });
  });
});

describe('people who were assigned', () => {
  it('stay where a patch does not name them', async () => {
    const { server, linear, inputs } = scene();
    const { id } = server.seed({ assignee: ZOE });
    expect((await linear.issues.update(id, { title: 'X' })).issue.assignees).toEqual([ZOE]);
    expect(inputs('UpdateIssue')).toEqual([{ title: 'X' }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { IssueDraft } from '../../../src/contracts/adapter/issue-write.js';
import { LABELS_FIELD, PROJECT, PROJECT_ID, rightsWithout, STATUSES, ZOE } from './fixtures.js';
import { faultOf, scene } from './scene.js';
import { CANARY } from './server.js';

const REF = { system: 'redmine', workspace: PROJECT, key: null, url: null } as const;
const refOf = (id: string, workspace = PROJECT) => ({ ...REF, workspace, id, key: `#${id}`, url: null });
/** Nothing leads away from New but to In Progress. */
const narrow = (from: number) => (from === 1 ? [2] : [1, 2, 3, 5]);

describe('creating', () => {
  it('says all in one request, in Redmine’s numbers', async () => {
    const { redmine, server, sent } = scene();
    server.seed();
    const draft: IssueDraft = {
      title: 'New',
      body: 'Text.',
      status: 'in_progress',
      issueType: 'story',
      priority: 0,
      assignees: ['6'],
      labels: ['backend'],
      parent: refOf('1'),
      visibility: 'restricted',
      customFields: { due_date: '2026-05-01', estimated_hours: 2.5, cf_2: 'red' },
    };
    const { issue, warnings } = await redmine.issues.create(draft);
    expect(await sent()).toEqual([
      {
        issue: {
          subject: 'New',
          description: 'Text.',
          status_id: 2,
          tracker_id: 2,
          priority_id: 5,
          assigned_to_id: 6,
          category_id: 13,
          parent_issue_id: 1,
          is_private: true,
          due_date: '2026-05-01',
          estimated_hours: 2.5,
          custom_fields: [{ id: 2, value: 'red' }],
          project_id: PROJECT_ID,
        },
      },
    ]);
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({
      ...draft,
      parent: { id: '1' },
      customFields: { due_date: '2026-05-01', cf_2: 'red' },
    });
  });

  it('says so when another account made it', async () => {
    const { redmine, server } = scene({}, {}, ({ method }) => {
      if (method === 'POST') server.keys.set(CANARY, ZOE);
      return undefined;
    });
    const { warnings } = await redmine.issues.create({ title: 'New' });
    expect(warnings).toEqual([{ field: 'ref', message: expect.stringMatching(/another account than mona/) }]);
  });

  it('moves what Redmine left in its first status', async () => {
    let asked = 0;
    const { redmine, sent } = scene({}, { workflow: () => (asked++ === 0 ? [] : [5]) });
    const { issue, warnings } = await redmine.issues.create({ title: 'Done', status: 'done' });
    expect([issue.status, warnings]).toEqual(['done', []]);
    expect((await sent()).at(-1)).toEqual({ issue: { status_id: 5 } });
  });

  it('says where it stands when the workflow does not allow more', async () => {
    const { redmine } = scene({}, { workflow: narrow });
    const { issue, warnings } = await redmine.issues.create({ title: 'Done', status: 'done' });
    expect([issue.statusName, warnings]).toEqual([
      'New',
      [{ field: 'status', message: expect.stringMatching(/workflow/) }],
    ]);
  });

  it('keeps the issue in sight when the move fails', async () => {
    let asked = 0;
    // Not at the start, but later.
    const workflow = () => (asked++ === 0 ? [] : [5]);
    const fail = ({ method }: Request) => (method === 'PUT' ? new Response('', { status: 502 }) : undefined);
    const { redmine } = scene({}, { workflow }, fail);
    const { issue, warnings } = await redmine.issues.create({ title: 'Done', status: 'done' });
    expect([issue.ref.id, issue.status]).toEqual(['1', 'todo']);
    expect(warnings).toEqual([
      { field: 'status', message: expect.stringMatching(/created, but not known to be moved/) },
    ]);
  });

  it('sends nothing for few that would be shown to all', async () => {
    const { redmine, server, asked } = scene({}, { isAdmin: false, rights: rightsWithout('set_issues_private') });
    const error = await faultOf(redmine.issues.create({ title: 'For few', visibility: 'restricted' }));
    expect(error).toMatchObject({ code: 'permission', missing: ['set_issues_private'] });
    expect(server.issues.size).toBe(0);
    expect(asked().some((line) => line.startsWith('POST'))).toBe(false);
  });

  it('takes back what was to be for few and stands in public all the same', async () => {
    // An administrator may, but the workflow has made the field read-only.
    const { redmine, server } = scene({}, { rights: rightsWithout('set_issues_private') });
    const error = await faultOf(redmine.issues.create({ title: 'For few', visibility: 'restricted' }));
    expect(error).toMatchObject({ code: 'permission', message: expect.stringMatching(/issue #1 .*taken back/) });
    expect(server.issues.size).toBe(0);
  });

  it('says so when it could not be taken back', async () => {
    const { redmine, server } = scene({}, { rights: rightsWithout('set_issues_private', 'delete_issues') });
    const error = await faultOf(redmine.issues.create({ title: 'For few', visibility: 'restricted' }));
    expect(error.message).toMatch(/issue #1 .*stands in public/);
    expect(server.issues.size).toBe(1);
  });

  it.each<[string, Partial<IssueDraft>, string, RegExp]>([
    ['a status nothing stands for', { status: 'blocked' }, 'status', /todo, in_progress, in_review, done, canceled/],
    ['a title that is too long', { title: 'x'.repeat(256) }, 'title', /255/],
    ['two categories', { labels: ['backend', 'suite-one'] }, 'labels', /one of suite-one, suite-two, backend/],
    ['a category there is not', { labels: ['nope'] }, 'labels[0]', /suite-one, suite-two, backend/],
    ['somebody by name', { assignees: ['mona'] }, 'assignees[0]', /resolveUser/],
    ['a parent elsewhere', { parent: { ...refOf('1'), system: 'jira' } }, 'parent.system', /redmine/],
    ['a parent of another Redmine', { parent: refOf('1', 'elsewhere') }, 'parent.workspace', /project of that name/],
  ])('refuses %s', async (_, draft, path, message) => {
    const { redmine, server } = scene();
    const error = await faultOf(redmine.issues.create({ title: 'Never made', ...draft }));
    expect(error).toMatchObject({
      code: 'invalid_input',
      problems: [{ path, message: expect.stringMatching(message) }],
    });
    expect(server.issues.size).toBe(0);
  });

  it('warns of what Redmine has no place for', async () => {
    const { redmine } = scene();
    const draft = { title: 'Odd', issueType: 'epic', assignees: ['5', '6'], customFields: { colour: 'red' } } as const;
    const { issue, warnings } = await redmine.issues.create(draft);
    expect(warnings.map(({ field }) => field).sort()).toEqual(['assignees', 'customFields.colour', 'issueType']);
    expect(issue.assignees).toEqual(['5']);
  });

  it('asks the host for people, and passes its failure on', async () => {
    const resolveUser = (who: string) => (who === 'zoe@acme.test' ? '6' : undefined);
    const { redmine } = scene({ resolveUser });
    expect((await redmine.issues.create({ title: 'A', assignees: ['zoe@acme.test'] })).issue.assignees).toEqual(['6']);
    const failing = scene({
      resolveUser: () => {
        throw new Error('the directory is down');
      },
    });
    const error = await faultOf(failing.redmine.issues.create({ title: 'A', assignees: ['zoe'] }));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'assignees[0]' }] });
    expect(error.message).toMatch(/the directory is down/);
  });
});

describe('labels in a custom field', () => {
  it('are checked against its values before anything is written', async () => {
    const labels = { customField: LABELS_FIELD };
    const { redmine, server, sent } = scene({ labels });
    const error = await faultOf(redmine.issues.create({ title: 'A', labels: ['suite-one', 'nope'] }));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'labels[1]' }] });
    expect(server.issues.size).toBe(0);
    const { issue } = await redmine.issues.create({ title: 'A', labels: ['a|b', 'suite-one'] });
    expect(issue.labels).toEqual(['a|b', 'suite-one']);
    expect((await redmine.issues.update(issue.ref.id, { labels: [] })).issue.labels).toEqual([]);
    expect((await sent()).at(-1)).toEqual({ issue: { custom_fields: [{ id: LABELS_FIELD, value: [] }] } });
  });

  it('are left to Redmine to check where it does not tell them', async () => {
    const { redmine } = scene({ labels: { customField: LABELS_FIELD } }, { isAdmin: false });
    expect((await redmine.issues.create({ title: 'A', labels: ['suite-one'] })).warnings).toEqual([]);
    expect(await faultOf(redmine.issues.create({ title: 'A', labels: ['nope'] }))).toMatchObject({ code: 'rejected' });
  });

  it('are not written by the field’s own name', async () => {
    const { redmine } = scene({ labels: { customField: LABELS_FIELD } });
    const error = await faultOf(redmine.issues.create({ title: 'A', customFields: { cf_9: ['suite-one'] } }));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'customFields.cf_9' }] });
  });
});

describe('changing', () => {
  it('notices what Redmine passed over', async () => {
    const rights = rightsWithout('set_issues_private', 'manage_subtasks');
    const { redmine, server } = scene({}, { rights });
    server.seed();
    server.seed();
    const { warnings } = await redmine.issues.update('1', { title: 'A', parent: refOf('2'), visibility: 'restricted' });
    expect(warnings.map(({ field }) => field).sort()).toEqual(['parent', 'visibility']);
    server.set({ rights: ['view_issues', 'add_issue_notes'] });
    const second = await redmine.issues.update('1', { title: 'B', body: 'B', priority: 0, assignees: ['6'] });
    expect(second.warnings.map(({ field }) => field).sort()).toEqual(['assignees', 'body', 'priority', 'title']);
  });

  it('clears with what Redmine takes for nothing', async () => {
    const { redmine, server, sent } = scene();
    server.seed({ assigned_to: { id: 6, name: 'Zoe' }, category: { id: 11, name: 'suite-one' }, parent: { id: 9 } });
    const nothing = { body: null, labels: [], assignees: [], parent: null, customFields: { start_date: null } };
    const { issue, warnings } = await redmine.issues.update('1', nothing);
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({ body: null, labels: [], assignees: [], parent: null });
    const fields = { description: '', category_id: null, assigned_to_id: '', parent_issue_id: null, start_date: null };
    expect(await sent()).toEqual([{ issue: fields }]);
  });

  it('sends nothing when there is nothing to change', async () => {
    const { redmine, server, asked } = scene();
    server.seed({ status: STATUSES[2] });
    expect((await redmine.issues.transition('1', 'in_review')).warnings).toEqual([]);
    expect(asked().some((line) => line.startsWith('PUT'))).toBe(false);
  });

  it('compares texts without their line ends', async () => {
    const { redmine, server } = scene();
    server.seed();
    expect((await redmine.issues.update('1', { body: 'One.\n\nTwo.' })).warnings).toEqual([]);
  });

  it('has nothing to do with issues of other projects', async () => {
    const { redmine, server } = scene();
    server.seed({ project: { id: 8, name: 'Parts' } });
    for (const act of [
      () => redmine.issues.get('1'),
      () => redmine.issues.update('1', { title: 'Never written' }),
      () => redmine.comments.add('1', 'Never said'),
      () => redmine.attachments.add('1', { content: new Uint8Array(1), name: 'a', type: 'text/plain' }),
    ]) {
      expect(await faultOf(act())).toMatchObject({
        code: 'not_found',
        message: expect.stringMatching(/another project/),
      });
    }
    await expect(redmine.issues.delete('1')).rejects.toMatchObject({ code: 'permission' });
    expect(server.issues.get(1)?.json.subject).toBe('Widget 1 wobbles');
  });
});

describe('moving', () => {
  it('takes the first status that is open to the account, in the order of the host’s map', async () => {
    const { redmine, server } = scene({ statusMap: { Feedback: 'in_review', Resolved: 'in_review' } });
    server.seed();
    expect((await redmine.issues.transition('1', 'in_review')).issue.statusName).toBe('Feedback');
    const other = scene({ statusMap: { Feedback: 'in_review' } }, { workflow: () => [3] });
    other.server.seed();
    expect((await other.redmine.issues.transition('1', 'in_review')).issue.statusName).toBe('Resolved');
  });

  it('is refused where the workflow forbids it, before anything is written', async () => {
    const { redmine, server, asked } = scene({}, { workflow: narrow });
    server.seed();
    const error = await faultOf(redmine.issues.transition('1', 'done'));
    expect(error).toMatchObject({ code: 'rejected', serverCode: 'transition_not_allowed', retryable: false });
    expect(error.message).toMatch(/to 'Closed': it is in 'New', and from there only 'In Progress' can be reached/);
    expect(asked().some((line) => line.startsWith('PUT'))).toBe(false);
  });

  it('is noticed by reading back where Redmine passes over it in silence', async () => {
    const { redmine, server } = scene();
    server.seed();
    let asked = 0;
    // Allowed while it is looked at, and not any more when it is done.
    server.set({ workflow: () => (asked++ < STATUSES.length - 1 ? STATUSES.map(({ id }) => id) : []) });
    expect(await faultOf(redmine.issues.transition('1', 'done'))).toMatchObject({
      code: 'rejected',
      serverCode: 'transition_not_allowed',
      message: expect.stringMatching(/left the issue in 'New'/),
    });
  });
});

describe('deleting', () => {
  it('spares the children, which Redmine would delete as well', async () => {
    const { redmine, server } = scene();
    server.seed();
    server.seed({ parent: { id: 1 } });
    expect(await faultOf(redmine.issues.delete('1'))).toMatchObject({ code: 'conflict' });
    expect(server.issues.size).toBe(2);
    await redmine.issues.delete('2');
    await redmine.issues.delete('1');
    await redmine.issues.delete('1');
    expect(server.issues.size).toBe(0);
  });
});

describe('a client key', () => {
  it.each(['textile', 'common_mark'] as const)('finds its issue by the text, in %s', async (textFormatting) => {
    const { redmine, server, asked } = scene({ textFormatting });
    server.seed({ description: 'About <!-- spec-kitty:0123 -->' });
    const { issue } = await redmine.issues.create({ title: 'A', body: '**Text**' }, { clientKey: 'k' });
    expect(issue.body).toBe('**Text**');
    expect((await redmine.issues.findByClientKey('k'))?.id).toBe('2');
    expect(asked().at(-2)).toMatch(/description=~[0-9a-f]{32}/);
    // Somebody quotes it.
    server.seed({ description: `> ${String(server.issues.get(2)?.json.description)}\r\n\r\nMore.` });
    expect((await redmine.issues.findByClientKey('k'))?.id).toBe('2');
  });
});

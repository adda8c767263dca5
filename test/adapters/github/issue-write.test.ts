import { describe, expect, it } from 'vitest';
import type { IssueDraft, IssuePatch } from '../../../src/contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../../src/contracts/issue-status.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { addIssue } from './server-state.js';
import { faultOf, ref, scene } from './subject.js';

const MAPS = {
  statusMap: { 'In progress': 'in_progress', Doing: 'in_progress', 'In review': 'in_review', Ready: 'todo' },
  priorityMap: { P0: 0, P1: 1 },
  typeMap: { Incident: 'bug' },
} as const;
const COMMENT = `<!-- spec-kitty:${clientMarker('WP01').slice(3)} -->`;

describe('making an issue', () => {
  it('sends one request, which carries the marker, and gives the issue without it', async () => {
    const { github, sent, server, written } = scene(MAPS);
    const draft: IssueDraft = {
      title: 'It creaks',
      body: '    code first\n',
      status: 'in_progress',
      priority: 1,
      assignees: ['zoe', 'adam'],
      labels: ['ui'],
    };
    const { issue, warnings } = await github.issues.create(draft, { clientKey: 'WP01' });
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({
      ref: { system: 'github', workspace: 'acme/widgets', id: '3', key: '#3' },
      title: 'It creaks',
      body: '    code first\n',
      status: 'in_progress',
      statusName: 'In progress',
      priority: 1,
      assignees: ['adam', 'zoe'],
      labels: ['ui'],
      issueType: 'task',
    });
    expect(sent()).toEqual(['POST /issues']);
    expect(written()).toEqual([
      {
        title: 'It creaks',
        body: `    code first\n\n\n${COMMENT}`,
        labels: ['ui', 'In progress', 'P1'],
        assignees: ['zoe', 'adam'],
      },
    ]);
    expect(server.state.issues.at(-1)?.labels).toEqual(['ui', 'In progress', 'P1']);
  });

  it('says no more than it is asked for', async () => {
    const { github, written } = scene();
    expect((await github.issues.create({ title: 'Bare' })).issue).toMatchObject({ body: null, status: 'todo' });
    expect(
      (await github.issues.create({ title: 'Bare', body: null, status: 'todo', issueType: 'task' })).warnings,
    ).toEqual([]);
    expect(
      (await github.issues.create({ title: 'Kept', parent: null, priority: null, visibility: 'public' })).warnings,
    ).toEqual([]);
    expect(written()).toEqual([{ title: 'Bare' }, { title: 'Bare' }, { title: 'Kept' }]);
  });

  it.each([
    ['done', 'completed'],
    ['canceled', 'not_planned'],
  ] as const)('that is %s closes it, because GitHub makes open ones only', async (status, state_reason) => {
    const { github, sent, written } = scene();
    const { issue, warnings } = await github.issues.create({ title: 'Over', status });
    expect([issue.status, issue.statusName, warnings]).toEqual([status, state_reason, []]);
    expect(sent()).toEqual(['POST /issues', 'PATCH /issues/3']);
    expect(written()[1]).toEqual({ state: 'closed', state_reason });
  });

  it('as part of another, here or in another repository, replaces no request that is sent once', async () => {
    const { github, sent } = scene();
    const { issue, warnings } = await github.issues.create({ title: 'Part', parent: ref('1', 'acme/plans') });
    expect(warnings).toEqual([]);
    expect(issue.parent).toMatchObject({ workspace: 'acme/plans', id: '1' });
    expect(sent()).toEqual(['POST /issues', 'POST /repos/acme/plans/issues/1/sub_issues', 'GET /issues/3']);
  });

  it('is not undone by what fails after it: that is a warning', async () => {
    const { github, server } = scene();
    const { issue, warnings } = await github.issues.create({ title: 'Part', parent: ref('99'), status: 'done' });
    expect(issue).toMatchObject({ ref: { id: '3' }, status: 'done', parent: null });
    expect(warnings).toEqual([
      {
        field: 'parent',
        message: expect.stringMatching(/^the issue was made, but this was not done: github issues.create:/),
      },
    ]);
    expect(server.state.issues).toHaveLength(4);
  });

  it('is not forgotten when the caller ends the call after it', async () => {
    const controller = new AbortController();
    const { github, server } = scene({}, {}, (request) => {
      if (request.method === 'PATCH') controller.abort();
    });
    const draft = { title: 'Kept', status: 'done' } as const;
    const { issue, warnings } = await github.issues.create(draft, { signal: controller.signal });
    expect([issue.ref.id, issue.status]).toEqual(['3', 'todo']);
    expect(warnings).toEqual([{ field: 'status', message: expect.stringMatching(/the call was ended$/) }]);
    expect(server.state.issues.at(-1)?.state).toBe('open');
  });

  it('names what GitHub drops in silence for want of rights', async () => {
    const { github } = scene(MAPS, { mayPush: false });
    const { issue, warnings } = await github.issues.create({
      title: 'Mine',
      labels: ['ui'],
      assignees: ['zoe'],
      issueType: 'bug',
      status: 'in_review',
      priority: 0,
    });
    expect(issue).toMatchObject({ labels: [], assignees: [], issueType: 'task', status: 'todo', priority: null });
    expect(warnings.map(({ field }) => field).sort()).toEqual([
      'assignees',
      'issueType',
      'labels',
      'priority',
      'status',
    ]);
    expect(warnings[0]?.message).toMatch(/in silence/);
  });

  it('is refused with the field, where GitHub refuses a field', async () => {
    const { github, server } = scene();
    const error = await faultOf(github.issues.create({ title: 'Whose', assignees: ['nobody'] }));
    expect(error).toMatchObject({ code: 'rejected', fields: [{ path: 'assignees', message: 'invalid' }] });
    expect(server.state.issues).toHaveLength(3);
  });

  it('takes ten assignees, found by the resolver, and names the others', async () => {
    const people = Array.from({ length: 12 }, (_, at) => `p${at}`);
    const { github, server, written } = scene({
      resolveUser: async (who) => (who.startsWith('p') ? `${who}-login` : undefined),
    });
    Object.assign(server.state, { people: people.map((who) => `${who}-login`) });
    const { issue, warnings } = await github.issues.create({
      title: 'Crowd',
      assignees: ['x@acme.example', ...people],
    });
    expect(issue.assignees).toHaveLength(10);
    expect(written()[0]).toMatchObject({ assignees: people.slice(0, 10).map((who) => `${who}-login`) });
    expect(warnings).toEqual([
      { field: 'assignees', message: 'nobody at GitHub is known for x@acme.example' },
      { field: 'assignees', message: 'p10-login is one more than GitHub takes' },
      { field: 'assignees', message: 'p11-login is one more than GitHub takes' },
    ]);
  });

  it('cuts a body at GitHub’s limit and keeps the marker', async () => {
    const { github, written } = scene();
    const body = Array.from({ length: 300 }, (_, at) => `Paragraph ${at} ${'says something '.repeat(20)}.`).join(
      '\n\n',
    );
    const { issue, warnings } = await github.issues.create({ title: 'Long', body }, { clientKey: 'WP01' });
    const [sent] = written() as { body: string }[];
    expect(sent?.body.length).toBeLessThanOrEqual(65_536);
    expect(sent?.body.endsWith(COMMENT)).toBe(true);
    expect(issue.body).toMatch(/The rest was cut off/);
    expect(warnings).toEqual([{ field: 'body', message: expect.stringMatching(/65 536/) }]);
    expect((await github.issues.create({ title: 'Fits', body: 'x'.repeat(65_536) })).warnings).toEqual([]);
  });

  it('names what GitHub has no place for', async () => {
    const { github, written } = scene();
    const { warnings } = await github.issues.create({
      title: 'Fields',
      priority: 2,
      issueType: 'epic',
      customFields: { storyPoints: 3, severity: 'high' },
    });
    expect(warnings.map(({ field }) => field)).toEqual([
      'priority',
      'issueType',
      'customFields.storyPoints',
      'customFields.severity',
    ]);
    expect(written()).toEqual([{ title: 'Fields' }]);
  });

  it.each<[string, readonly string[], IssueDraft['issueType'], unknown]>([
    ['GitHub’s own name', ['Task', 'Bug', 'Feature'], 'story', 'Feature'],
    ['a usual name', ['Task', 'Epic'], 'epic', 'Epic'],
    ['the name in typeMap before any other', ['Bug', 'Incident'], 'bug', 'Incident'],
    ['no name at all for what an issue is anyway', ['Task'], 'task', undefined],
  ])('of a type by %s', async (_, types, issueType, type) => {
    const { github, written } = scene(MAPS, { types });
    const { issue, warnings } = await github.issues.create({ title: 'Typed', ...(issueType && { issueType }) });
    expect([issue.issueType, warnings]).toEqual([issueType, []]);
    expect((written()[0] as { type?: string }).type).toBe(type);
  });
});

describe('changing an issue', () => {
  const changed = async (patch: IssuePatch, options = {}) => {
    const arranged = scene(MAPS, options);
    const one = addIssue(arranged.server.state, {
      title: 'It creaks',
      body: `Loudly.\n\n${COMMENT}`,
      labels: ['ui', 'In progress', 'P1'],
      assignees: ['zoe'],
    });
    const result = await arranged.github.issues.update('3', patch);
    return { ...arranged, ...result, one };
  };

  it('sends what changes and nothing else, after a look', async () => {
    const { issue, sent, warnings, written } = await changed({ title: 'It rattles' });
    expect([issue.title, issue.body, warnings]).toEqual(['It rattles', 'Loudly.', []]);
    expect(sent()).toEqual(['GET /issues/3', 'PATCH /issues/3']);
    expect(written()).toEqual([{ title: 'It rattles' }]);
  });

  it('sends nothing where nothing changes', async () => {
    const { issue, sent, warnings } = await changed({
      title: 'It creaks',
      body: 'Loudly.',
      status: 'in_progress',
      priority: 1,
      labels: ['UI'],
      assignees: ['Zoe'],
      issueType: 'task',
      parent: null,
    });
    expect([issue.ref.id, warnings]).toEqual(['3', []]);
    expect(sent()).toEqual(['GET /issues/3']);
  });

  it.each<[string | null, string]>([
    ['Softly.', `Softly.\n\n${COMMENT}`],
    [null, COMMENT],
    ['', COMMENT],
  ])('keeps the marker in a body that becomes %j', async (body, sent) => {
    const { issue, one } = await changed({ body });
    expect([issue.body, one.body]).toEqual([body || null, sent]);
  });

  it('clears a body that has no marker', async () => {
    const { github, written } = scene();
    expect((await github.issues.update('1', { body: null })).issue.body).toBeNull();
    expect(written()).toEqual([{ body: null }]);
  });

  it.each<[string, IssuePatch, string[]]>([
    ['labels', { labels: ['docs'] }, ['docs', 'In progress', 'P1']],
    ['the status', { status: 'in_review' }, ['ui', 'In review', 'P1']],
    ['the status, for one with a label of its own', { status: 'todo' }, ['ui', 'Ready', 'P1']],
    ['the priority', { priority: 0 }, ['ui', 'In progress', 'P0']],
    ['no priority any more', { priority: null }, ['ui', 'In progress']],
    ['all of them', { labels: [], status: 'in_review', priority: null }, ['In review']],
  ])('changes %s, and leaves the other labels as they are', async (_, patch, labels) => {
    const { issue, one, warnings } = await changed(patch);
    expect(one.labels).toEqual(labels);
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject(patch);
  });

  it('leaves a priority that it cannot change as it is', async () => {
    const { issue, one, warnings } = await changed({ priority: 4 });
    expect([one.labels, issue.priority]).toEqual([['ui', 'In progress', 'P1'], 1]);
    expect(warnings).toEqual([{ field: 'priority', message: 'no label of priorityMap stands for 4' }]);
  });

  it('makes an issue part of another in place of the one it was part of, and of none', async () => {
    const { github, one, server, written } = await changed({ parent: ref('1') });
    expect(one.parent?.number).toBe(1);
    written();
    const plan = server.state.issues.find(({ repository }) => repository === 'acme/plans');
    expect((await github.issues.update('3', { parent: ref('1', 'acme/plans') })).issue.parent?.workspace).toBe(
      'acme/plans',
    );
    expect(one.parent).toBe(plan);
    expect(written()).toEqual([{ sub_issue_id: one.id, replace_parent: true }]);
    expect((await github.issues.update('3', { parent: null })).issue.parent).toBeNull();
    expect(one.parent).toBeUndefined();
  });

  it('takes a type away where the issue is then what was asked for', async () => {
    const { github, server, written } = scene({}, { types: ['Bug'] });
    const one = addIssue(server.state, { title: 'Typed', type: 'Bug' });
    expect((await github.issues.update('3', { issueType: 'task' })).issue.issueType).toBe('task');
    expect([one.type, written()]).toEqual([null, [{ type: null }]]);
  });

  it('never touches a pull request, whose number looks the same', async () => {
    const { github, sent } = scene();
    for (const act of [github.issues.update('2', { title: 'x' }), github.issues.transition('2', 'done')]) {
      expect(await faultOf(act)).toMatchObject({
        code: 'not_found',
        message: expect.stringMatching(/is a pull request/),
      });
    }
    expect(sent()).toEqual(['GET /issues/2', 'GET /issues/2']);
  });
});

describe('moving an issue to a status', () => {
  const REASONS = { todo: null, done: 'completed', canceled: 'not_planned', in_progress: null } as const;
  const all = Object.keys(REASONS) as (keyof typeof REASONS)[];

  it.each(all.flatMap((from) => all.map((to) => [from, to] as const)))('from %s to %s', async (from, to) => {
    const { github, server, written } = scene({ statusMap: { Doing: 'in_progress' } });
    const one = addIssue(server.state, {
      title: 'Moved',
      state: REASONS[from] ? 'closed' : 'open',
      reason: REASONS[from],
      labels: ['ui', ...(from === 'in_progress' ? ['Doing'] : [])],
    });
    const { issue, warnings } = await github.issues.transition('3', to);
    expect([issue.status, warnings]).toEqual([to, []]);
    expect(one.state).toBe(REASONS[to] ? 'closed' : 'open');
    expect(one.labels).toEqual(to === 'in_progress' ? ['ui', 'Doing'] : ['ui']);
    // A reason counts only when the state changes, so one closed issue becomes another by way of open.
    const viaOpen = from !== to && REASONS[from] && REASONS[to];
    expect(written()).toHaveLength(from === to ? 0 : viaOpen ? 2 : 1);
  });

  it('leaves a duplicate as it is when it is to be canceled', async () => {
    const { github, server, written } = scene();
    addIssue(server.state, { title: 'Twice', state: 'closed', reason: 'duplicate' });
    expect((await github.issues.transition('3', 'canceled')).issue.statusName).toBe('duplicate');
    expect(written()).toEqual([]);
  });

  it('refuses a status that no label stands for, lists those there are, and sends nothing', async () => {
    const { github, sent } = scene({ statusMap: { Doing: 'in_progress' } });
    const acts = [
      github.issues.transition('1', 'in_review'),
      github.issues.update('1', { status: 'in_review' }),
      github.issues.create({ title: 'x', status: 'in_review' }),
    ];
    for (const act of acts) {
      expect(await faultOf(act)).toMatchObject({
        code: 'invalid_input',
        problems: [
          {
            path: 'status',
            message: 'no label of statusMap stands for in_review; there are todo, done, canceled, in_progress',
          },
        ],
      });
    }
    expect(sent()).toEqual([]);
  });
});

describe('what is refused before anything is sent', () => {
  it.each<[string, IssueDraft | IssuePatch, object]>([
    ['a title of white space', { title: ' ' }, { code: 'invalid_input', problems: [{ path: 'title' }] }],
    ['an unknown field', { titel: 'x' } as never, { code: 'invalid_input' }],
    ['a status of nobody’s', { title: 'x', status: 'open' as IssueStatus }, { problems: [{ path: 'status' }] }],
    ['restricted', { title: 'x', visibility: 'restricted' }, { code: 'unsupported' }],
    ['a parent elsewhere', { title: 'x', parent: { ...ref('1'), system: 'jira' } }, { problems: [{ path: 'parent' }] }],
    ['a parent of no repository', { title: 'x', parent: ref('1', 'acme') }, { problems: [{ path: 'parent' }] }],
    ['a parent without a number', { title: 'x', parent: ref('x') }, { problems: [{ path: 'parent.id' }] }],
  ])('%s', async (_, fields, error) => {
    const { github, sent } = scene();
    expect(await faultOf(github.issues.create(fields as IssueDraft))).toMatchObject(error);
    expect(await faultOf(github.issues.update('1', fields))).toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  it('a precondition, which GitHub does not take', async () => {
    const { github, sent } = scene();
    const error = await faultOf(github.issues.update('1', { title: 'x', expectedRevision: '7' }));
    expect(error).toMatchObject({ code: 'unsupported', context: { operation: 'issues.update', attempts: 0 } });
    expect(sent()).toEqual([]);
  });

  it('a number that is none', async () => {
    const { github, sent } = scene();
    for (const id of ['', '../7', '1/comments', '#1']) {
      expect(await faultOf(github.issues.update(id, {}))).toMatchObject({ problems: [{ path: 'id' }] });
    }
    expect(sent()).toEqual([]);
  });
});

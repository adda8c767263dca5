import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { IssueDraft, IssuePatch } from '../../../src/contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../../src/contracts/issue-status.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { addIssue } from './server-state.js';
import { answering, faultOf, ref, scene } from './subject.js';

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
        message: expect.stringMatching(
          /^written before it: the issue, state \(closed\); this failed: github issues.create:/,
        ),
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
      assignees: people,
    });
    expect(issue.assignees).toHaveLength(10);
    expect(written()[0]).toMatchObject({ assignees: people.slice(0, 10).map((who) => `${who}-login`) });
    expect(warnings).toEqual([
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
    ['the status', { status: 'in_review' }, ['ui', 'P1', 'In review']],
    ['the status, for one with a label of its own', { status: 'todo' }, ['ui', 'P1', 'Ready']],
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
    // A reason counts only when the state changes, so one closed issue becomes another by way of open. A label comes or
    // goes by itself, beside the state.
    const isTwo =
      (REASONS[from] && REASONS[to]) || ([from, to].includes('in_progress') && (REASONS[from] || REASONS[to]));
    expect(written()).toHaveLength(from === to ? 0 : isTwo ? 2 : 1);
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

describe('people', () => {
  it('who are assigned pass as they are, and nobody is asked about them', async () => {
    const asked: string[] = [];
    const { github, server, written } = scene({ resolveUser: (who) => void asked.push(who) });
    addIssue(server.state, { title: 'Theirs', assignees: ['mona', 'zoe'] });
    const issue = await github.issues.get('3');
    const { warnings } = await github.issues.update('3', { assignees: issue.assignees });
    expect([warnings, written(), asked]).toEqual([[], [], []]);
    await github.issues.update('3', { assignees: ['Mona'] });
    expect([written(), asked]).toEqual([[{ assignees: ['mona'] }], []]);
  });

  it('are assigned once, however often they are named', async () => {
    const { github, written } = scene({ resolveUser: (who) => who.replace('@acme.example', '') });
    const { warnings } = await github.issues.create({ title: 'x', assignees: ['zoe', 'Zoe', 'zoe@acme.example'] });
    expect([warnings, written()]).toEqual([[], [{ title: 'x', assignees: ['zoe'] }]]);
  });

  it('whom the resolver cannot look up are an error of ours, which keeps what the host’s holds', async () => {
    const { github, sent } = scene({
      resolveUser: () => Promise.reject(new TypeError('directory: password=hunter2-hunter2')),
    });
    const error = await faultOf(github.issues.create({ title: 'x', assignees: ['ann@acme.example'] }));
    expect(error).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'assignees[0]', message: 'resolveUser failed' }],
      cause: { name: 'TypeError', message: 'directory: password=[redacted]' },
    });
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('hunter2');
    expect(sent()).toEqual([]);
  });

  it('pass on an error of ours, and the caller’s own', async () => {
    const ours = await faultOf(scene().github.issues.get('99'));
    const resolveUser = () => Promise.reject(ours);
    expect(await faultOf(scene({ resolveUser }).github.issues.update('1', { assignees: ['ann'] }))).toBe(ours);
    const controller = new AbortController();
    const ending = scene({
      resolveUser: () => {
        controller.abort('enough');
        throw new Error('ended');
      },
    });
    const act = ending.github.issues.create({ title: 'x', assignees: ['ann'] }, { signal: controller.signal });
    await expect(act).rejects.toBe('enough');
  });

  it.each([undefined, null, '', ' ', 7])(
    'whom the resolver knows as %j are an error, and nobody is unassigned',
    async (login) => {
      const { github, server, written } = scene({
        resolveUser: (who) => (who === 'ann@acme.example' ? 'adam' : (login as string)),
      });
      const one = addIssue(server.state, { title: 'Theirs', assignees: ['zoe'] });
      const assignees = ['zoe', 'ann@acme.example', 'bob@acme.example'];
      for (const act of [
        github.issues.update('3', { assignees, title: 'x' }),
        github.issues.update('3', { assignees: ['zoe', 'adam', 'mona'] }),
      ]) {
        expect(await faultOf(act)).toMatchObject({
          code: 'invalid_input',
          problems: [{ path: expect.stringMatching(/^assignees\[[12]\]$/) }],
        });
      }
      const error = await faultOf(github.issues.create({ title: 'x', assignees }));
      expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'assignees[0]' }] });
      expect(error.message).not.toContain('acme.example');
      expect([written(), one.assignees]).toEqual([[], ['zoe']]);
    },
  );
});

describe('a write of several requests', () => {
  const refusal = (message = 'Validation Failed') => Response.json({ message }, { status: 422 });

  /** An adapter before a fake that answers the nth write itself. */
  function failing(at: number, answer: () => Response | Promise<Response>, options = MAPS) {
    const arranged = scene(options);
    const { handle } = arranged.server;
    let writes = 0;
    Object.assign(arranged.server, {
      handle: async (request: Request) => (request.method !== 'GET' && ++writes === at ? answer() : handle(request)),
    });
    return arranged;
  }

  it('opens a closed issue with all the other fields, so that only the state remains', async () => {
    const { github, server, written } = scene(MAPS);
    addIssue(server.state, { title: 'Over', state: 'closed', reason: 'completed' });
    const { issue, warnings } = await github.issues.update('3', { status: 'canceled', title: 'Off', body: 'No.' });
    expect([issue.title, issue.status, warnings]).toEqual(['Off', 'canceled', []]);
    expect(written()).toEqual([
      { title: 'Off', body: 'No.', state: 'open' },
      { state: 'closed', state_reason: 'not_planned' },
    ]);
  });

  it('refused at its first request has done nothing, and is an error', async () => {
    const { github, server } = failing(1, refusal);
    const one = addIssue(server.state, { title: 'Over', state: 'closed', reason: 'completed' });
    const error = await faultOf(github.issues.update('3', { status: 'canceled', title: 'Off', parent: ref('1') }));
    expect(error.code).toBe('rejected');
    expect(error.message).not.toMatch(/written before/);
    expect([one.state, one.title, one.parent]).toEqual(['closed', 'Over', undefined]);
  });

  it('refused later says in a warning what was written and what was not', async () => {
    const { github, server } = failing(2, refusal);
    const one = addIssue(server.state, { title: 'Over', state: 'closed', reason: 'completed' });
    const { issue, warnings } = await github.issues.update('3', { status: 'canceled', title: 'Off' });
    expect([issue.title, issue.status, one.state]).toEqual(['Off', 'todo', 'open']);
    expect(warnings).toEqual([
      {
        field: 'status',
        message: expect.stringMatching(
          /^written before it: title, state \(open\); this failed: github issues.update: .*Validation/,
        ),
      },
    ]);
  });

  it('keeps the title where the parent is refused', async () => {
    const { github } = scene();
    const { issue, warnings } = await github.issues.update('1', { title: 'Off', parent: ref('99') });
    expect([issue.title, issue.parent]).toEqual(['Off', null]);
    expect(warnings).toEqual([
      { field: 'parent', message: expect.stringMatching(/^written before it: title; this failed: /) },
    ]);
  });

  it('is an error that says what was written, where it may go well another time', async () => {
    const { github, server } = failing(2, () =>
      Response.json({ message: 'secondary rate limit' }, { status: 429, headers: { 'retry-after': '900' } }),
    );
    addIssue(server.state, { title: 'Doing', labels: ['In progress'] });
    const error = await faultOf(github.issues.transition('3', 'in_review'));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 900_000 });
    expect(error.message).toMatch(/; written before it: the label In review$/);
    expect(server.state.issues.at(-1)?.labels).toEqual(['In progress', 'In review']);
  });

  it('that nobody knows the outcome of is an error as well', async () => {
    const { github } = failing(2, () => Promise.reject(new TypeError('fetch failed')));
    const error = await faultOf(github.issues.update('1', { title: 'Off', parent: ref('1', 'acme/plans') }));
    expect([error.code, error.message]).toEqual([
      'ambiguous_write',
      expect.stringMatching(/written before it: title$/),
    ]);
  });

  it('ends with the reason of the caller who ends it', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { github } = failing(2, () => {
      controller.abort(reason);
      throw reason;
    });
    const act = github.issues.update('1', { title: 'Off', parent: ref('1', 'acme/plans') }, controller);
    await expect(act).rejects.toBe(reason);
  });

  it('leaves a status alone whose label did not come', async () => {
    // The title, the label of the status (refused), the label of the priority, and the one that it replaces.
    const { github, server, sent } = failing(2, () =>
      Response.json({ message: 'Must have admin rights' }, { status: 403 }),
    );
    const one = addIssue(server.state, { title: 'Doing', labels: ['In progress', 'P1'] });
    const { issue, warnings } = await github.issues.update('3', { title: 'x', status: 'in_review', priority: 0 });
    expect(one.labels).toEqual(['In progress', 'P0']);
    expect([issue.status, issue.priority, warnings.map(({ field }) => field)]).toEqual(['in_progress', 0, ['status']]);
    expect(sent()).not.toContain('DELETE /issues/3/labels/In%20progress');
  });

  it('of a new issue is never an error: it would be made again', async () => {
    const { github } = failing(2, () =>
      Response.json({ message: 'secondary rate limit' }, { status: 429, headers: { 'retry-after': '900' } }),
    );
    const { issue, warnings } = await github.issues.create({ title: 'New', status: 'done', parent: ref('1') });
    expect([issue.ref.id, issue.status, issue.parent]).toEqual(['3', 'todo', null]);
    expect(warnings.map(({ field }) => field)).toEqual(['status', 'parent']);
  });

  it('that cannot be read again is told as well', async () => {
    const { github, server } = scene();
    const { handle } = server;
    Object.assign(server, {
      handle: (request: Request) =>
        request.url.endsWith('/issues/3') ? Promise.resolve(new Response('<html>')) : handle(request),
    });
    const { issue, warnings } = await github.issues.create({ title: 'New', parent: ref('1') });
    expect(issue.ref.id).toBe('3');
    expect(warnings).toEqual([
      { field: 'parent', message: expect.stringMatching(/^written before it: the issue, parent; this failed: /) },
    ]);
  });
});

describe('labels', () => {
  it('that somebody else adds while a status changes stay', async () => {
    const arranged = scene(MAPS, {}, (request) => {
      // Between the look and the write.
      const [, , one] = arranged.server.state.issues.filter(({ repository }) => repository === 'acme/widgets');
      if (request.method === 'POST' && !one?.labels.includes('urgent')) one?.labels.push('urgent');
    });
    const { github, server, sent, written } = arranged;
    const one = addIssue(server.state, { title: 'Doing', labels: ['a', 'Doing'] });
    const { issue, warnings } = await github.issues.transition('3', 'in_review');
    expect([issue.status, issue.labels, warnings]).toEqual(['in_review', ['a', 'urgent'], []]);
    expect(one.labels).toEqual(['a', 'urgent', 'In review']);
    expect(sent()).toEqual([
      'GET /issues/3',
      'POST /issues/3/labels',
      'DELETE /issues/3/labels/Doing',
      'GET /issues/3',
    ]);
    expect(written()).toEqual([{ labels: ['In review'] }, null]);
    expect(issue.updatedAt).toBe(one.updatedAt);
  });

  it('that somebody else has taken away meanwhile are taken away', async () => {
    const arranged = scene(MAPS, {}, (request) => {
      if (request.method === 'POST')
        Object.assign(arranged.server.state.issues.at(-1) ?? {}, { labels: ['In review'] });
    });
    addIssue(arranged.server.state, { title: 'Doing', labels: ['a/b ü', 'Doing'] });
    const { issue, warnings } = await arranged.github.issues.transition('3', 'in_review');
    expect([issue.status, issue.labels, warnings]).toEqual(['in_review', [], []]);
  });

  it('that are said not to be there, and are, are for others to take away', async () => {
    const arranged = scene({ statusMap: { Doing: 'in_progress' } });
    addIssue(arranged.server.state, { title: 'Doing', labels: ['doing'] });
    answering(arranged, ({ method }) =>
      method === 'DELETE' ? Response.json({ message: 'Not Found' }, { status: 404 }) : undefined,
    );
    expect(await faultOf(arranged.github.issues.transition('3', 'todo'))).toMatchObject({ code: 'permission' });
  });

  it('are found by any name', async () => {
    const { github, server, sent } = scene({ statusMap: { 'a/b ü?': 'in_progress' } });
    const one = addIssue(server.state, { title: 'Doing', labels: ['a/b ü?'] });
    await github.issues.transition('3', 'todo');
    expect(one.labels).toEqual([]);
    expect(sent()).toContain('DELETE /issues/3/labels/a%2Fb%20%C3%BC%3F');
  });

  it('that may not be set are an error where nothing else was asked for', async () => {
    const { github } = scene(MAPS, { mayPush: false });
    expect(await faultOf(github.issues.transition('1', 'in_review'))).toMatchObject({ code: 'permission' });
  });

  it('that stand for a status or a priority are none: what is asked as a status counts', async () => {
    const { github, server, written } = scene(MAPS);
    const draft = { title: 'x', labels: ['In progress', 'ui'], status: 'todo' } as const;
    const made = await github.issues.create(draft);
    expect([made.issue.status, made.issue.labels]).toEqual(['todo', ['ui']]);
    expect(made.warnings).toEqual([
      {
        field: 'labels',
        message: "'In progress' was left out: it stands for a status or a priority, which says whether it is there",
      },
    ]);
    expect(written()).toEqual([{ title: 'x', labels: ['ui', 'Ready'] }]);
    addIssue(server.state, { title: 'Doing', labels: ['In review'] });
    const { issue, warnings } = await github.issues.update('4', { labels: ['in review', 'P0', 'ui'] });
    expect([issue.status, issue.priority, issue.labels, warnings.map(({ message }) => message.slice(0, 4))]).toEqual([
      'in_review',
      null,
      ['ui'],
      ["'P0'"],
    ]);
  });
});

describe('what is refused before anything is sent', () => {
  it.each([{ clientKey: ' ' }, { clientkey: 'WP01' }, { clientKey: 7 }, { signal: 'x' }])(
    'the options %j',
    async (options) => {
      const { github, sent } = scene();
      const error = await faultOf(github.issues.create({ title: 'x' }, options as never));
      expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: Object.keys(options)[0] }] });
      expect(sent()).toEqual([]);
    },
  );

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

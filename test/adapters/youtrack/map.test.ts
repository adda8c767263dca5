import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusOf, wordsOf } from '../../../src/adapters/youtrack/words.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { ISSUE_STATUSES } from '../../../src/contracts/issue-status.js';
import { runs } from '../../support/runs.js';
import { BEN, CLEO, FIELDS, STATES, WORKSPACE } from './fixtures.js';
import { all, scene } from './scene.js';

describe('an issue', () => {
  it('of more labels and fields than the 42 that an answer holds is read with all of them', async () => {
    const more = Array.from({ length: 45 }, (_, n) => ({
      $type: 'SimpleProjectCustomField',
      fieldType: 'integer',
      name: `Number ${n}`,
    }));
    const { server, youtrack } = scene({}, { nestedTop: 42, fields: [...more, ...FIELDS] });
    const id = server.seed({ tags: more.map((_, n) => server.seedTag(`t${n}`)), values: { State: 'In Progress' } });
    const issue = await youtrack.issues.get(id);
    expect(issue.labels).toHaveLength(45);
    expect(issue.statusName).toBe('In Progress');
    expect(await all(youtrack.issues.list({ labels: ['t44'] }))).toEqual([issue]);
    expect(await all(youtrack.issues.search({ native: 'tag: t44' }))).toEqual([issue]);
    const { warnings } = await youtrack.issues.update(id, { labels: issue.labels.filter((label) => label !== 't44') });
    expect(warnings).toEqual([]);
    expect(server.issues.get(id)?.tags).toHaveLength(44);
  });

  it('is read with all that it says', async () => {
    const { server, youtrack } = scene();
    const parent = server.seed();
    const id = server.seed({
      summary: 'Widgets wobble',
      description: 'Since *Tuesday*.',
      created: Date.UTC(2026, 2, 1, 9),
      updated: Date.UTC(2026, 2, 2, 9, 0, 0, 7),
      tags: [
        server.seedTag('ui'),
        server.seedTag('Zoë'),
        server.seedTag('a b'),
        server.seedTag('ui', { owner: BEN.id }),
      ],
      values: {
        State: 'In Progress',
        Type: 'Bug',
        Priority: 'Critical',
        Assignee: BEN.id,
        'Fix versions': ['2.0', '1.1'],
        Reviewers: [CLEO.id, BEN.id],
        Estimation: 90,
        Notes: 'A *note*',
        'Due Date': Date.UTC(2026, 3, 1, 12),
        'Story points': 5,
      },
    });
    server.links.push({ type: '80-3', source: parent, target: id });
    const issue = await youtrack.issues.get(id);
    const ref = (of: string, key: string) => ({
      system: 'youtrack',
      workspace: WORKSPACE,
      id: of,
      key,
      url: `https://tracker.acme.test/youtrack/issue/${key}`,
    });
    expect(issue).toEqual({
      ref: ref(id, 'DEV-2'),
      title: 'Widgets wobble',
      body: 'Since *Tuesday*.',
      status: 'in_progress',
      statusName: 'In Progress',
      issueType: 'bug',
      priority: 1,
      assignees: [BEN.id],
      labels: ['Zoë', 'a b', 'ui'],
      parent: ref(parent, 'DEV-1'),
      links: [{ type: 'child_of', target: ref(parent, 'DEV-1') }],
      customFields: {
        'Fix versions': ['1.1', '2.0'],
        Reviewers: [BEN.id, CLEO.id],
        Estimation: 90,
        Notes: 'A *note*',
        'Due Date': Date.UTC(2026, 3, 1, 12),
        'Story points': 5,
      },
      createdAt: '2026-03-01T09:00:00.000Z',
      updatedAt: '2026-03-02T09:00:00.007Z',
      revision: null,
      visibility: 'public',
      raw: null,
    });
    expect(issueSchema['~standard'].validate(issue)).not.toHaveProperty('issues');
    expect((await all(youtrack.issues.list())).find(({ ref: { id: of } }) => of === id)).toEqual(issue);
  });

  it('is restricted whenever it is not plainly for all', async () => {
    const { server, youtrack } = scene();
    for (const [$type, visibility] of [
      ['UnlimitedVisibility', 'public'],
      ['LimitedVisibility', 'restricted'],
      ['SomethingNewVisibility', 'restricted'],
    ]) {
      const id = server.seed({ visibility: { $type, id: 'v' } });
      expect((await youtrack.issues.get(id)).visibility).toBe(visibility);
    }
  });

  it('keeps YouTrack’s own object where it is asked for', async () => {
    const { server, youtrack } = scene();
    const id = server.seed();
    expect((await youtrack.issues.get(id, { raw: true })).raw).toMatchObject({
      $type: 'Issue',
      id,
      idReadable: 'DEV-1',
    });
  });

  it('with a title of white space has its key for one', async () => {
    const { server, youtrack } = scene();
    expect((await youtrack.issues.get(server.seed({ summary: ' ' }))).title).toBe('DEV-1');
  });

  it('without a state field is resolved or not', async () => {
    const fields = FIELDS.filter(({ name }) => name !== 'State');
    const { server, youtrack } = scene({}, { fields });
    expect(await youtrack.issues.get(server.seed())).toMatchObject({ status: 'todo', statusName: null });
  });

  it('is found by its key too', async () => {
    const { server, youtrack } = scene();
    const id = server.seed();
    expect((await youtrack.issues.get('DEV-1')).ref.id).toBe(id);
  });
});

describe('a status', () => {
  it.each([
    ['Submitted', false, 'todo'],
    ['Open', false, 'todo'],
    ['To be discussed', false, 'todo'],
    ['In Progress', false, 'in_progress'],
    ['Under development', false, 'in_progress'],
    ['To verify', false, 'in_review'],
    ['Fixed', false, 'in_review'],
    ['On hold', false, 'blocked'],
    ['Fixed', true, 'done'],
    ['Verified', true, 'done'],
    ["Won't fix", true, 'canceled'],
    ["Can't Reproduce", true, 'canceled'],
    ['Duplicate', true, 'canceled'],
    ['In Progress', true, 'done'],
    ['Quux', false, 'todo'],
  ])('%s, resolved: %s, means %s', (name, isResolved, status) => {
    expect(statusOf(wordsOf({}), name, isResolved)).toBe(status);
  });

  it('never contradicts resolved or unresolved, whatever the host says of words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STATES),
        fc.constantFrom(...ISSUE_STATUSES),
        fc.boolean(),
        ({ name }, said, isResolved) => {
          const status = statusOf(wordsOf({ statusMap: { [name.toUpperCase()]: said } }), name, isResolved);
          const isClosing = ['done', 'canceled'].includes(status);
          expect(isClosing).toBe(isResolved);
          if (['done', 'canceled'].includes(said) === isResolved) expect(status).toBe(said);
        },
      ),
      { numRuns: runs(200) },
    );
  });
});

describe('what is written of an issue', () => {
  const people = fc.subarray([BEN.id, CLEO.id], { minLength: 0, maxLength: 1 });
  const line = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => text.trim() === text && text !== '' && !/[\p{Cc}]/u.test(text));

  it('is read back as it was written, or there is a warning', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          title: line,
          body: fc.option(line),
          issueType: fc.constantFrom('bug', 'task', 'story', 'epic', 'chore', 'subtask'),
          priority: fc.option(fc.constantFrom(0, 1, 2, 3, 4)),
          assignees: people,
          labels: fc.uniqueArray(line, { maxLength: 2 }),
          status: fc.constantFrom('todo', 'in_progress', 'done', 'canceled'),
          customFields: fc.record(
            {
              'Fix versions': fc.subarray(['1.0', '1.1', '2.0']),
              Reviewers: fc.subarray([BEN.id, CLEO.id]),
              Estimation: fc.integer({ min: 0, max: 5000 }),
              Notes: line,
              'Due Date': fc.constant(Date.UTC(2026, 3, 1, 12)),
              'Story points': fc.option(fc.integer({ min: 1, max: 100 })),
            },
            { requiredKeys: [] },
          ),
        }),
        async (draft) => {
          const { youtrack } = scene();
          const { issue, warnings } = await youtrack.issues.create(
            draft as Parameters<typeof youtrack.issues.create>[0],
          );
          const unheld = draft.issueType === 'chore' || draft.issueType === 'subtask' ? ['issueType'] : [];
          expect(warnings.map(({ field }) => field)).toEqual(unheld);
          expect(issue).toMatchObject({
            title: draft.title,
            body: draft.body,
            priority: draft.priority,
            assignees: draft.assignees,
            status: draft.status,
          });
          expect(issue.labels.toSorted()).toEqual(draft.labels.toSorted());
          // What was read is written again without a change.
          const again = await youtrack.issues.update(issue.ref.id, {
            title: issue.title,
            body: issue.body,
            priority: issue.priority,
            assignees: issue.assignees,
            labels: issue.labels,
            status: issue.status,
            customFields: issue.customFields,
          });
          expect(again.warnings).toEqual([]);
          expect({ ...again.issue, updatedAt: null }).toEqual({ ...issue, updatedAt: null });
        },
      ),
      { numRuns: runs(25) },
    );
  });
});

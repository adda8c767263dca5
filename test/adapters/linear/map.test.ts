import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPriority, toIssue, toStatus } from '../../../src/adapters/linear/map.js';
import { activeNodesIn, renderBody, saysTheSame } from '../../../src/adapters/linear/rich-text.js';
import type { WireIssue } from '../../../src/adapters/linear/wire.js';
import { createWords } from '../../../src/contracts/adapter/word-map.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../../src/contracts/issue-status.js';
import type { Priority } from '../../../src/contracts/priority.js';
import { runs } from '../../support/runs.js';
import { OTHER_TEAM, TEAM } from './state.js';

const none = { nodes: [], pageInfo: { hasNextPage: false } };
const wire = (changes: Partial<WireIssue> = {}): WireIssue => ({
  ...{ id: 'i-1', identifier: 'ENG-1', url: 'https://linear.app/acme/issue/ENG-1', team: { id: TEAM, key: 'ENG' } },
  ...{ title: 'A', description: null, priority: 0, createdAt: '2026-03-10T09:00:00.000Z' },
  ...{ updatedAt: '2026-03-10T09:00:00.000Z', archivedAt: null, trashed: null, dueDate: null, estimate: null },
  ...{ state: { name: 'Todo', type: 'unstarted' }, assignee: null, parent: null, project: null },
  ...{ labels: none, relations: none, inverseRelations: none },
  ...changes,
});
const context = (statusMap: Record<string, IssueStatus> = {}, workspace = TEAM) => ({
  workspace,
  words: { status: createWords(statusMap), type: createWords({ Bug: 'bug' } as const) },
});
const other = (nth: number) => ({
  id: `o-${nth}`,
  identifier: `OPS-${nth}`,
  url: 'https://linear.app/x',
  team: { id: OTHER_TEAM, key: 'OPS' },
});

describe('an issue', () => {
  it('is canonical, whatever Linear holds', async () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 8 });
    const node = fc.record({ id: fc.uuid(), name });
    const some = fc.record({
      title: name,
      description: fc.option(name),
      priority: fc.integer({ min: -1, max: 9 }),
      state: fc.record({ name, type: fc.constantFrom('triage', 'started', 'completed', 'duplicate', 'to come', '') }),
      labels: fc.record({ nodes: fc.array(node), pageInfo: fc.constant({ hasNextPage: false }) }),
      estimate: fc.option(fc.integer()),
    });
    await fc.assert(
      fc.asyncProperty(some, async (changes) => {
        const issue = toIssue(context(), wire(changes));
        expect((await issueSchema['~standard'].validate(issue)).issues).toBeUndefined();
        expect(issue.labels).toEqual(
          [...new Set(issue.labels)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
        );
      }),
      { numRuns: runs(100) },
    );
  });

  it('has its status by the type, refined by a name and never contradicted', () => {
    const types = ['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled', 'duplicate', 'to come'];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.constantFrom(...ISSUE_STATUSES), (type, meant) => {
        const isClosed = (status: IssueStatus) => status === 'done' || status === 'canceled';
        const plain = toStatus(context(), { name: 'Any', type });
        const refined = toStatus(context({ any: meant }), { name: 'Any', type });
        expect(isClosed(refined)).toBe(isClosed(plain));
        expect(refined).toBe(isClosed(meant) === isClosed(plain) ? meant : plain);
      }),
    );
    // By no guess: the name alone says nothing.
    expect(toStatus(context(), { name: 'In Review', type: 'started' })).toBe('in_progress');
  });

  it('has its priority one lower than Linear, there and back', () => {
    const read = (priority: number) => toIssue(context(), wire({ priority })).priority;
    expect([0, 1, 2, 3, 4].map(read)).toEqual([null, 0, 1, 2, 3]);
    for (const priority of [null, 0, 1, 2, 3] as const) expect(read(fromPriority(priority))).toBe(priority);
    expect(read(fromPriority(4 satisfies Priority))).toBe(3);
  });

  it('has its relations in both directions, and none that has no word', () => {
    const types = ['blocks', 'related', 'duplicate', 'similar', 'to come'];
    const { links } = toIssue(
      context(),
      wire({
        relations: { ...none, nodes: types.map((type, nth) => ({ type, relatedIssue: other(nth) })) },
        inverseRelations: { ...none, nodes: types.map((type, nth) => ({ type, issue: other(10 + nth) })) },
      }),
    );
    expect(links.map(({ type, target }) => `${type} ${target.id}`)).toEqual([
      'blocks o-0',
      'relates_to o-1',
      'duplicates o-2',
      'blocked_by o-10',
      'relates_to o-11',
    ]);
  });

  it('names issues of other teams by their team, as its own is named', () => {
    const parentOf = (workspace: string) => toIssue(context({}, workspace), wire({ parent: other(1) }));
    expect(parentOf(TEAM).parent).toMatchObject({ workspace: OTHER_TEAM, id: 'o-1', key: 'OPS-1' });
    expect(parentOf('ENG').parent).toMatchObject({ workspace: 'OPS' });
    expect([parentOf('ENG').ref.workspace, parentOf(TEAM).ref.workspace]).toEqual(['ENG', TEAM]);
    expect(parentOf(TEAM).issueType).toBe('subtask');
  });
});

describe('a body', () => {
  it.each([
    ['- one\n- two', '* one\n* two'],
    ['1) one\n2) two', '1. one\n2. two'],
    ['*so* and _so_', '_so_ and *so*'],
    ['snake_case', 'snake\\_case'],
    ['see https://a.example/b', 'see [https://a.example/b](https://a.example/b)'],
    ['see https://a.example/b', 'see <https://a.example/b>'],
    ['a & b', 'a &amp; b'],
    [null, ''],
    ['a\r\nb\n\n', 'a\nb'],
  ])('%j is what Linear makes of it: %j', (asked, held) => {
    expect(saysTheSame(asked, held)).toBe(true);
  });

  it.each([
    ['one two', 'one'],
    ['[a](https://b.example)', 'a'],
    ['Text', null],
    ['version 2', 'version 3'],
  ])('%j is not %j', (asked, held) => {
    expect(saysTheSame(asked, held)).toBe(false);
  });

  it('tells what would act in it', () => {
    const rendered = renderBody(
      '@mona, ENG-12 and <b>x</b>\r\n\r\n[a](https://b.example) `@code ENG-1` x@y.example UTF-8x\n',
    );
    expect(rendered.endsWith('UTF-8x')).toBe(true);
    expect(activeNodesIn(rendered)).toEqual(
      expect.arrayContaining([
        { kind: 'mention', target: 'mona' },
        { kind: 'reference', target: 'ENG-12' },
        { kind: 'link', target: 'https://b.example' },
        { kind: 'html', target: '<b>' },
      ]),
    );
    expect(activeNodesIn(rendered).filter(({ kind }) => kind === 'mention' || kind === 'reference')).toHaveLength(2);
  });
});

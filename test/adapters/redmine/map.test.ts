import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PRIORITIES,
  TYPES,
  toIssue,
  toIssueType,
  toLink,
  toPriority,
  toStatus,
} from '../../../src/adapters/redmine/map.js';
import { createWords } from '../../../src/contracts/adapter/word-map.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../../src/contracts/issue-status.js';
import { issue, LABELS_FIELD, PROJECT, SERVER } from './fixtures.js';
import { scene } from './scene.js';

const words = (statusMap: Record<string, IssueStatus> = {}) => ({
  status: createWords(statusMap),
  priority: createWords(PRIORITIES),
  type: createWords(TYPES),
});
const context = { workspace: PROJECT, server: SERVER, words: words(), labels: undefined };
const asItIs = (text: string) => text;

describe('an issue', () => {
  it('is the same in our words', () => {
    const wire = issue(12, {
      tracker: { id: 2, name: 'Feature' },
      status: { id: 2, name: 'In Progress', is_closed: false },
      priority: { id: 4, name: 'Urgent' },
      assigned_to: { id: 6, name: 'Zoe Doe' },
      category: { id: 11, name: 'backend' },
      fixed_version: { id: 3, name: '1.0' },
      parent: { id: 4 },
      due_date: '2026-04-01',
      estimated_hours: 1.5,
      is_private: true,
      custom_fields: [
        { id: 1, name: 'Colour', value: 'red' },
        { id: 2, name: 'Empty', value: '' },
        { id: 3, name: 'Sizes', multiple: true, value: ['s', 'm'] },
      ],
      relations: [{ id: 1, issue_id: 13, issue_to_id: 12, relation_type: 'blocks', delay: null }],
    });
    expect(toIssue(context, wire as never, asItIs)).toEqual({
      ref: { system: 'redmine', workspace: PROJECT, id: '12', key: '#12', url: `${SERVER}/issues/12` },
      title: 'Widget 12 wobbles',
      body: 'It wobbles.\n\n* tighten screw 12',
      status: 'in_progress',
      statusName: 'In Progress',
      issueType: 'story',
      priority: 1,
      assignees: ['6'],
      labels: ['backend'],
      parent: { system: 'redmine', workspace: PROJECT, id: '4', key: '#4', url: `${SERVER}/issues/4` },
      links: [
        {
          type: 'blocked_by',
          target: { system: 'redmine', workspace: PROJECT, id: '13', key: '#13', url: `${SERVER}/issues/13` },
        },
      ],
      customFields: {
        start_date: '2026-03-01',
        due_date: '2026-04-01',
        done_ratio: 0,
        estimated_hours: 1.5,
        fixed_version_id: 3,
        cf_1: 'red',
        cf_3: ['s', 'm'],
      },
      createdAt: '2026-03-01T08:00:00Z',
      updatedAt: '2026-03-01T09:00:00Z',
      revision: null,
      visibility: 'restricted',
      raw: null,
    });
  });

  it('has the labels of its custom field, sorted and each once', () => {
    const wire = issue(1, {
      category: { id: 11, name: 'backend' },
      custom_fields: [{ id: LABELS_FIELD, name: 'Labels', value: ['z', '', 'Ä', 'a', 'z'] }],
    });
    const { labels, customFields } = toIssue(
      { ...context, labels: { customField: LABELS_FIELD } },
      wire as never,
      asItIs,
    );
    expect(labels).toEqual(['a', 'z', 'Ä']);
    expect(customFields).not.toHaveProperty(`cf_${LABELS_FIELD}`);
  });
});

describe('a status', () => {
  it.each<[string, boolean, IssueStatus]>([
    ['New', false, 'todo'],
    ['In Progress', false, 'in_progress'],
    ['Resolved', false, 'in_review'],
    ['Feedback', false, 'in_review'],
    ['Testing', false, 'in_review'],
    ['On hold', false, 'blocked'],
    ['Closed', true, 'done'],
    ['Rejected', true, 'canceled'],
    ["Won't fix", true, 'canceled'],
    ['Erledigt', true, 'done'],
    ['Unheard of', false, 'todo'],
  ])('%s (closed: %s) is %s', (name, is_closed, status) => {
    expect(toStatus({ id: 1, name, is_closed }, words())).toBe(status);
  });

  it('is what the host says, by name or number, and never against open or closed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ISSUE_STATUSES),
        fc.boolean(),
        fc.constantFrom('Name', '17'),
        (said, is_closed, word) => {
          const found = toStatus({ id: 17, name: 'Name', is_closed }, words({ [word]: said }));
          const isClosing = (status: IssueStatus) => status === 'done' || status === 'canceled';
          expect(isClosing(found)).toBe(is_closed);
          if (isClosing(said) === is_closed) expect(found).toBe(said);
        },
      ),
    );
  });
});

describe('words', () => {
  it('of priorities and trackers are read by name and by number', () => {
    expect(toPriority({ id: 9, name: 'Hoch' }, { priority: createWords({ '9': 1 } as const) })).toBe(1);
    expect(toPriority({ id: 9, name: 'Hoch' }, words())).toBe(null);
    expect(toIssueType({ id: 9, name: 'Fehler' }, { type: createWords({ Fehler: 'bug' } as const) })).toBe('bug');
    expect(toIssueType({ id: 9, name: 'Fehler' }, words())).toBe('task');
  });

  it.each([0, 1, 2, 3, 4] as const)('of priority %i go there and back', async (priority) => {
    const { issue: made, warnings } = await scene().redmine.issues.create({ title: 'P', priority });
    expect([made.priority, warnings]).toEqual([priority, []]);
  });
});

describe('a relation', () => {
  const of = (relation_type: string, own: number) =>
    toLink(context, own, { id: 1, issue_id: 1, issue_to_id: 2, relation_type })?.type;

  it.each([
    ['relates', 'relates_to', 'relates_to'],
    ['blocks', 'blocks', 'blocked_by'],
    ['duplicates', 'duplicates', undefined],
    ['precedes', undefined, undefined],
    ['copied_to', undefined, undefined],
    ['constructor', undefined, undefined],
  ])('%s is %s from here and %s from there', (type, here, there) => {
    expect([of(type, 1), of(type, 2)]).toEqual([here, there]);
  });
});

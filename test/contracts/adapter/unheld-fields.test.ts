import { describe, expect, it } from 'vitest';
import type { IssueDraft } from '../../../src/contracts/adapter/issue-write.js';
import { unheldFields } from '../../../src/contracts/adapter/unheld-fields.js';
import { aRef } from '../../../src/testing/fixtures/a-ref.js';
import { anIssue } from '../../../src/testing/fixtures/an-issue.js';

const issue = anIssue({
  title: 'A',
  body: 'One\ntwo',
  labels: ['a', 'b'],
  assignees: ['ada'],
  priority: 2,
  parent: aRef({ id: '7', key: 'ACME-7' }),
  customFields: { points: 3, team: { id: 1 } },
});

const fields = (asked: Partial<IssueDraft>) => unheldFields(asked, issue).map(({ field }) => field);

describe('what a tracker holds', () => {
  it.each([
    [{}],
    [{ title: 'A', priority: 2, visibility: 'public' }],
    [{ labels: ['b', 'a', 'b'], assignees: ['ada'] }],
    [{ body: 'One\r\ntwo\n' }],
    [{ parent: aRef({ id: '7', key: null, url: null }) }],
    [{ customFields: { points: 3, team: { id: 1 } } }],
    [{ expectedRevision: '9' }],
  ] as [Partial<IssueDraft>][])('is not warned of: %j', (asked) => {
    expect(fields(asked)).toEqual([]);
  });

  it('is what an empty body and no body have in common', () => {
    expect(unheldFields({ body: '' }, { ...issue, body: null })).toEqual([]);
    expect(unheldFields({ body: null }, { ...issue, body: '' })).toEqual([]);
  });
});

describe('what a tracker does not hold', () => {
  it.each([
    [{ title: 'B', priority: null }, ['title', 'priority']],
    [{ labels: ['a'], assignees: [] }, ['labels', 'assignees']],
    [{ labels: ['a', 'b', 'c'] }, ['labels']],
    [{ body: 'One' }, ['body']],
    [{ parent: null }, ['parent']],
    [{ parent: aRef({ id: '8' }) }, ['parent']],
    [{ visibility: 'restricted' }, ['visibility']],
    [{ customFields: { points: 4, team: { id: 1 }, colour: 'red' } }, ['customFields.points', 'customFields.colour']],
  ] as [Partial<IssueDraft>, string[]][])('is warned of by field: %j', (asked, expected) => {
    expect(fields(asked)).toEqual(expected);
  });

  it('comes with the reason where the adapter knows one', () => {
    const reasons = { priority: 'the tracker has none' };
    expect(unheldFields({ title: 'B', priority: 0 }, issue, reasons)).toEqual([
      { field: 'title', message: 'the tracker holds it differently, or not at all' },
      { field: 'priority', message: 'the tracker has none' },
    ]);
  });
});

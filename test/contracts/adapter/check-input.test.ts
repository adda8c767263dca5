import { expect, it } from 'vitest';
import { checkInput } from '../../../src/contracts/adapter/check-input.js';
import { zListIssuesQuery, zSearchIssuesQuery } from '../../../src/contracts/adapter/issue-query.js';
import { zIssueDraft, zIssuePatch } from '../../../src/contracts/adapter/issue-write.js';
import type { Schema } from '../../../src/contracts/schema.js';
import { aRef } from '../../../src/testing/fixtures/a-ref.js';

function problems(schema: Schema, value: unknown): string[] {
  try {
    checkInput(schema, value, 'issues.create', 'acme');
    return [];
  } catch (error) {
    expect(error).toMatchObject({
      code: 'invalid_input',
      context: { operation: 'issues.create', provider: 'acme', attempts: 0 },
    });
    return (error as { problems: readonly { path: string }[] }).problems.map(({ path }) => path);
  }
}

it('gives the value back', () => {
  const draft = { title: 'A', body: null, labels: ['a'], parent: aRef(), customFields: { points: 3 } };
  expect(checkInput(zIssueDraft, draft, 'issues.create', 'acme')).toEqual(draft);
});

it.each([
  [{}, ['title']],
  [{ title: ' ' }, ['title']],
  [{ title: 'A', labels: ['a', ''], priority: 9 }, ['labels[1]', 'priority']],
  [{ title: 'A', parent: { id: '1' } }, ['parent.system', 'parent.workspace', 'parent.key', 'parent.url']],
  [{ title: 'A', colour: 'red', visibility: 'secret' }, ['visibility', 'colour']],
])('names every problem of a draft by its path: %j', (draft, paths) => {
  expect(problems(zIssueDraft, draft).toSorted()).toEqual(paths.toSorted());
});

it('takes a patch without anything, and a revision', () => {
  expect(problems(zIssuePatch, {})).toEqual([]);
  expect(problems(zIssuePatch, { expectedRevision: '7', assignees: [] })).toEqual([]);
  expect(problems(zIssuePatch, { expectedRevision: 7, title: '' })).toHaveLength(2);
});

it.each([
  [{ pageSize: 0 }, ['pageSize']],
  [{ pageSize: 51 }, ['pageSize']],
  [{ pageSize: 50, cursor: undefined }, []],
  [{ state: 'opened', updatedSince: 'yesterday' }, ['updatedSince', 'state']],
  [{ label: 'a' }, ['label']],
])('knows a tracker’s largest page: %j', (query, paths) => {
  expect(problems(zListIssuesQuery(50), query)).toEqual(paths);
});

it.each([
  [{ text: 'a' }, 0],
  [{ native: 'a' }, 0],
  [{}, 1],
  [{ text: 'a', native: 'a' }, 1],
  [{ text: ' ' }, 1],
])('takes a search of one kind: %j', (query, count) => {
  expect(problems(zSearchIssuesQuery(50), query)).toHaveLength(count);
});

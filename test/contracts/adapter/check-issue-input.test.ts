import { describe, expect, it } from 'vitest';
import {
  checkDraft,
  checkListQuery,
  checkPatch,
  checkRelation,
  checkSearchQuery,
} from '../../../src/contracts/adapter/check-issue-input.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { aRef } from '../../../src/testing/fixtures/a-ref.js';

function refusal(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (isTrackerError(error, 'invalid_input')) {
      return { operation: error.context.operation, paths: error.problems.map(({ path }) => path) };
    }
    throw error;
  }
  return 'none';
}

describe('what is handed to an adapter', () => {
  it('passes as it is when it is right', () => {
    expect(checkListQuery({ pageSize: 50, labels: ['a'] }, 50, 'acme')).toEqual({ pageSize: 50, labels: ['a'] });
    expect(checkSearchQuery({ text: 'a' }, 50, 'acme')).toEqual({ text: 'a' });
    expect(checkDraft({ title: 'A' }, 'acme')).toEqual({ title: 'A' });
    expect(checkPatch({}, 'acme')).toEqual({});
    const relation = { type: 'blocks', target: aRef() } as const;
    expect(checkRelation(relation, 'links.add', 'acme')).toEqual(relation);
  });

  it('is refused under the name of the operation, with the paths', () => {
    const relation = { type: 'likes', target: aRef() } as never;
    expect(refusal(() => checkListQuery({ pageSize: 51 }, 50, 'acme'))).toEqual({
      operation: 'issues.list',
      paths: ['pageSize'],
    });
    expect(refusal(() => checkSearchQuery({}, 50, 'acme'))).toMatchObject({ operation: 'issues.search' });
    expect(refusal(() => checkDraft({ title: '' }, 'acme'))).toEqual({ operation: 'issues.create', paths: ['title'] });
    expect(refusal(() => checkPatch({ title: '' }, 'acme'))).toEqual({ operation: 'issues.update', paths: ['title'] });
    expect(refusal(() => checkRelation(relation, 'links.add', 'acme'))).toEqual({
      operation: 'links.add',
      paths: ['type'],
    });
  });
});

import { describe, expect, test } from 'vitest';
import { isTrackerError } from '../../src/errors/is-tracker-error.js';
import { checkPolicy, type OwnershipPolicy, ownerOf } from '../../src/sync/ownership-policy.js';

const problemsOf = (policy: unknown) => {
  try {
    checkPolicy(policy as OwnershipPolicy, 'planSync');
  } catch (error) {
    if (isTrackerError(error, 'invalid_input')) return error.problems.map(({ path }) => path);
    throw error;
  }
  return [];
};

describe('a policy', () => {
  test.each<[string, unknown, string[]]>([
    ['without a mode', {}, ['policy.mode']],
    ['with the legacy word of the wire', { mode: 'split' }, ['policy.mode']],
    ['with a typo', { mode: 'Split_ownership' }, ['policy.mode']],
    ['with an owner that is none', { mode: 'split_ownership', defaultOwner: 'remote' }, ['policy.defaultOwner']],
    [
      'with a field that is none, and an owner that is none',
      { mode: 'split_ownership', fieldOwners: { titel: 'local', body: 'me' } },
      ['policy.fieldOwners.titel', 'policy.fieldOwners.body'],
    ],
    ['with a key that is none', { mode: 'split_ownership', owners: {} }, ['policy.owners']],
    [
      'with owners that do not count',
      { mode: 'external_authoritative', fieldOwners: { body: 'local' } },
      ['policy.mode'],
    ],
    ['that is none', null, ['policy']],
    ['with owners that are none', { mode: 'split_ownership', fieldOwners: null }, ['policy.fieldOwners']],
  ])('%s is refused', (_, policy, paths) => {
    expect(problemsOf(policy)).toEqual(paths);
  });

  test('says who owns a field: the nearest word counts', () => {
    const policy = checkPolicy(
      {
        mode: 'split_ownership',
        defaultOwner: 'external',
        fieldOwners: { customFields: 'shared', 'customFields.points': 'local', labels: 'local' },
      },
      'planSync',
    );
    const paths = ['title', 'labels', 'customFields.points', 'customFields.team', 'customFields.constructor'] as const;
    expect(paths.map((path) => ownerOf(policy, path))).toEqual(['external', 'local', 'local', 'shared', 'shared']);
    expect(ownerOf({ mode: 'split_ownership' }, 'title')).toBe('shared');
    expect(ownerOf({ mode: 'external_authoritative' }, 'title')).toBe('external');
    expect(ownerOf({ mode: 'spec_kitty_authoritative' }, 'customFields.points')).toBe('local');
  });
});

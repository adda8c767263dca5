import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELD_OWNERS, type FieldOwner } from '../../src/contracts/doctrine.js';
import { CONFLICT_STRATEGIES, type ConflictStrategy } from '../../src/sync/merge-field.js';
import { type MergedIssue, mergeIssue, nextBase, type SyncedBase } from '../../src/sync/merge-issue.js';
import type { OwnershipPolicy } from '../../src/sync/ownership-policy.js';
import {
  entriesOf,
  type FieldPath,
  fieldPaths,
  isSameValue,
  isSet,
  type SyncedFields,
  valueAt,
  withValueAt,
} from '../../src/sync/synced-fields.js';
import { runs } from '../support/runs.js';
import { arbitraryFields } from './arbitrary-fields.js';

const shared: OwnershipPolicy = { mode: 'split_ownership' };
const early = '2026-01-01T00:00:00Z';
const late = '2026-01-01T01:00:00+00:30';
const side = (fields: SyncedFields, updatedAt: string | null = early) => ({ fields, updatedAt });
const inStep = (local: SyncedFields, external: SyncedFields): SyncedBase =>
  nextBase(undefined, { local, external }, () => true);

interface Case {
  readonly local: SyncedFields;
  readonly external: SyncedFields;
  readonly base: SyncedBase | undefined;
  readonly policy: OwnershipPolicy;
  readonly strategy: ConflictStrategy;
}

const owner = fc.constantFrom<FieldOwner>(...FIELD_OWNERS);
const arbitraryCase: fc.Arbitrary<Case> = fc
  .record({
    local: arbitraryFields,
    external: arbitraryFields,
    wasLocal: arbitraryFields,
    wasExternal: arbitraryFields,
    isKnown: fc.boolean(),
    owner,
    labels: owner,
    points: owner,
    strategy: fc.constantFrom(...CONFLICT_STRATEGIES),
  })
  .map(({ local, external, wasLocal, wasExternal, isKnown, owner: defaultOwner, labels, points, strategy }) => ({
    local,
    external,
    base: isKnown ? inStep(wasLocal, wasExternal) : undefined,
    policy: { mode: 'split_ownership', defaultOwner, fieldOwners: { labels, 'customFields.points': points } },
    strategy,
  }));

const merged = ({ local, external, base, policy, strategy }: Case): MergedIssue =>
  mergeIssue(side(local), side(external), { base, policy, strategy });
const isHeld = ({ conflicts }: MergedIssue, path: FieldPath) =>
  conflicts.some((conflict) => conflict.path === path && conflict.winner === 'held');

describe('a merged issue', () => {
  test('is settled: a second merge finds nothing to write, and nothing but what is held', () => {
    fc.assert(
      fc.property(arbitraryCase, (drawn) => {
        const first = merged(drawn);
        const base = nextBase(drawn.base, first, (path) => !isHeld(first, path));
        const second = merged({ ...drawn, local: first.local, external: first.external, base });
        expect([second.localChanges, second.externalChanges]).toEqual([[], []]);
        expect(second.conflicts.every(({ winner }) => winner === 'held')).toBe(true);
      }),
      { numRuns: runs(300) },
    );
  });

  test('is settled with a tracker that cannot hold everything', () => {
    const held = (fields: SyncedFields): SyncedFields => ({
      ...fields,
      status: fields.status === 'done' ? 'done' : 'todo',
      priority: null,
      labels: fields.labels.filter((label) => label !== 'ä'),
      customFields: {},
    });
    fc.assert(
      fc.property(arbitraryCase, (drawn) => {
        const first = merged({ ...drawn, external: held(drawn.external) });
        const now = { local: first.local, external: held(first.external) };
        const second = merged({ ...drawn, ...now, base: nextBase(drawn.base, now, (path) => !isHeld(first, path)) });
        expect([second.localChanges, second.externalChanges]).toEqual([[], []]);
      }),
      { numRuns: runs(300) },
    );
  });

  test('means the same seen from the other side', () => {
    const turned = { external: 'local', local: 'external', shared: 'shared' } as const;
    const turnedStrategy = { external_wins: 'local_wins', local_wins: 'external_wins', manual_review: 'manual_review' };
    const asked = arbitraryCase.filter(({ strategy }) => strategy !== 'newer_timestamp');
    fc.assert(
      fc.property(asked, ({ local, external, base, policy, strategy }) => {
        const { defaultOwner = 'shared', fieldOwners = {} } = policy;
        const pairs = Object.entries(base ?? {}).map(([path, pair]) => [
          path,
          pair && { local: pair.external, external: pair.local },
        ]);
        const there = merged({
          local: external,
          external: local,
          base: base && Object.fromEntries(pairs),
          strategy: turnedStrategy[strategy as keyof typeof turnedStrategy] as ConflictStrategy,
          policy: {
            mode: 'split_ownership',
            defaultOwner: turned[defaultOwner],
            fieldOwners: Object.fromEntries(
              Object.entries(fieldOwners).map(([name, by]) => [name, turned[by as FieldOwner]]),
            ),
          },
        });
        const here = merged({ local, external, base, policy, strategy });
        expect([there.externalChanges, there.localChanges]).toEqual([here.localChanges, here.externalChanges]);
        for (const path of fieldPaths([local, external])) {
          expect(isSameValue(path, valueAt(there.external, path), valueAt(here.local, path)), path).toBe(true);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  test('has every edit of two people who changed different fields', () => {
    const edits = fc.record({ was: arbitraryFields, ours: arbitraryFields, theirs: arbitraryFields, mask: fc.nat() });
    fc.assert(
      fc.property(edits, fc.constantFrom(...CONFLICT_STRATEGIES), ({ was, ours, theirs, mask }, strategy) => {
        const paths = fieldPaths([was, ours, theirs]);
        const isOurs = (at: number) => ((mask >> (at % 30)) & 1) === 1;
        const pick = (from: SyncedFields, takes: (at: number) => boolean) =>
          paths.reduce(
            (fields, path, at) => (takes(at) ? withValueAt(fields, path, valueAt(from, path)) : fields),
            was,
          );
        const local = pick(ours, isOurs);
        const external = pick(theirs, (at) => !isOurs(at));
        const { conflicts, ...result } = merged({ local, external, base: inStep(was, was), policy: shared, strategy });
        expect(conflicts).toEqual([]);
        for (const [at, path] of paths.entries()) {
          const wanted = valueAt(isOurs(at) ? ours : theirs, path);
          expect(isSameValue(path, valueAt(result.local, path), wanted), path).toBe(true);
          expect(isSameValue(path, valueAt(result.external, path), wanted), path).toBe(true);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  test('has of a set what anyone added, and not what anyone took away', () => {
    fc.assert(
      fc.property(arbitraryFields, arbitraryFields, arbitraryFields, (was, local, external) => {
        const result = merged({ local, external, base: inStep(was, was), policy: shared, strategy: 'manual_review' });
        for (const path of ['labels', 'assignees', 'links'] as const) {
          const keys = (fields: SyncedFields) => new Set(entriesOf(path, fields[path]).keys());
          const [before, here, there] = [keys(was), keys(local), keys(external)];
          const isRemoved = (key: string) => before.has(key) && !(here.has(key) && there.has(key));
          const wanted = new Set([...before, ...here, ...there].filter((key) => !isRemoved(key)));
          expect(new Set(entriesOf(path, result.local[path]).keys())).toEqual(wanted);
          expect(isSameValue(path, result.local[path], result.external[path])).toBe(true);
        }
        expect(result.conflicts.filter(({ path }) => isSet(path))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  test('keeps here what the tracker cannot hold, whatever is edited there', () => {
    fc.assert(
      fc.property(arbitraryFields, arbitraryFields, (was, edited) => {
        const holdable = (fields: SyncedFields) => ({
          ...fields,
          labels: fields.labels.filter((name) => name !== 'ä'),
        });
        const local = { ...was, labels: [...new Set([...was.labels, 'ä'])] };
        const base = inStep(local, holdable(was));
        const result = merged({ local, external: holdable(edited), base, policy: shared, strategy: 'external_wins' });
        expect(result.local.labels).toContain('ä');
        expect(result.external.labels).toEqual(holdable(edited).labels);
      }),
      { numRuns: runs(100) },
    );
  });

  test.each(['external', 'local'] as const)('is in all things what its %s owner says', (by) => {
    const mode = by === 'external' ? 'external_authoritative' : 'spec_kitty_authoritative';
    fc.assert(
      fc.property(arbitraryCase, (drawn) => {
        const result = merged({ ...drawn, base: undefined, policy: { mode } });
        expect(result.conflicts).toEqual([]);
        expect(by === 'external' ? result.externalChanges : result.localChanges).toEqual([]);
        for (const path of fieldPaths([drawn.local, drawn.external])) {
          const wanted = valueAt(drawn[by], path);
          expect(isSameValue(path, valueAt(result.local, path), wanted), path).toBe(true);
          expect(isSameValue(path, valueAt(result.external, path), wanted), path).toBe(true);
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('a conflict', () => {
  const was: SyncedFields = {
    title: 'Was',
    body: null,
    status: 'todo',
    issueType: 'task',
    priority: null,
    assignees: [],
    labels: [],
    parent: null,
    links: [],
    customFields: {},
  };
  const local = { ...was, title: 'Ours' };
  const external = { ...was, title: 'Theirs' };
  const decide = (strategy: ConflictStrategy, ours: string | null, theirs: string | null, isFirst = false) => {
    const options = { base: isFirst ? undefined : inStep(was, was), policy: shared, strategy };
    const { local: here, external: there, conflicts } = mergeIssue(side(local, ours), side(external, theirs), options);
    return [here.title, there.title, conflicts[0]?.winner];
  };

  test.each<[ConflictStrategy, string | null, string | null, string[]]>([
    ['external_wins', late, early, ['Theirs', 'Theirs', 'external']],
    ['local_wins', early, late, ['Ours', 'Ours', 'local']],
    ['manual_review', early, late, ['Ours', 'Theirs', 'held']],
    ['newer_timestamp', early, late, ['Theirs', 'Theirs', 'external']],
    ['newer_timestamp', late, early, ['Ours', 'Ours', 'local']],
    ['newer_timestamp', early, '2026-01-01T01:00:00+01:00', ['Theirs', 'Theirs', 'external']],
    ['newer_timestamp', null, early, ['Theirs', 'Theirs', 'external']],
    ['newer_timestamp', null, null, ['Theirs', 'Theirs', 'external']],
    ['newer_timestamp', early, null, ['Ours', 'Ours', 'local']],
  ])('under %s, changed here at %s and there at %s, ends as %j', (strategy, ours, theirs, wanted) => {
    expect(decide(strategy, ours, theirs)).toEqual(wanted);
    // At the first contact too.
    expect(decide(strategy, ours, theirs, true)).toEqual(wanted);
  });

  test('names both values, so that a person can decide', () => {
    const { conflicts } = merged({ local, external, base: undefined, policy: shared, strategy: 'manual_review' });
    expect(conflicts).toEqual([
      { path: 'title', local: 'Ours', external: 'Theirs', strategy: 'manual_review', winner: 'held' },
    ]);
  });

  test('is none where both say the same in other words', () => {
    const body = 'A line.\r\nAnother.  ';
    const ours = { ...was, title: ' Was ', body, labels: ['b', 'a'], customFields: { points: null } };
    const theirs = { ...was, body: 'A line.\nAnother.', labels: ['a', 'b'] };
    const result = merged({ local: ours, external: theirs, base: undefined, policy: shared, strategy: 'local_wins' });
    expect([result.conflicts, result.localChanges, result.externalChanges]).toEqual([[], [], []]);
  });

  test('is none while an edit waits to be carried over', () => {
    // Pulled only: the edit here is still one.
    const pulled = nextBase(inStep(was, was), { local, external: was }, (path) => path !== 'title');
    const options = { policy: shared, strategy: 'external_wins' } as const;
    expect(merged({ ...options, local, external: was, base: pulled })).toMatchObject({
      externalChanges: ['title'],
      conflicts: [],
    });
  });
});

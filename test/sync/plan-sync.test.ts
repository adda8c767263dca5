import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/contracts/issue.js';
import { isTrackerError } from '../../src/errors/is-tracker-error.js';
import { identityKey } from '../../src/sync/identity-key.js';
import { CONFLICT_STRATEGIES } from '../../src/sync/merge-field.js';
import { nextBase, type SyncedBase } from '../../src/sync/merge-issue.js';
import type { OwnershipPolicy } from '../../src/sync/ownership-policy.js';
import { type PlanInput, planSync } from '../../src/sync/plan-sync.js';
import type { SyncOperation } from '../../src/sync/sync-plan.js';
import { entriesOf, type SyncedFields, sortedEntries } from '../../src/sync/synced-fields.js';
import { runs } from '../support/runs.js';
import { arbitraryFields } from './arbitrary-fields.js';

const ALL = { create: true, update: true, links: true };
const shared: OwnershipPolicy = { mode: 'split_ownership' };
const refOf = (id: string) => ({ system: 'toy', workspace: 'w', id, key: `#${id}`, url: null });
const EMPTY: SyncedFields = {
  title: 'One',
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

function issue(id: string, fields: Partial<Issue> = {}): Issue {
  return {
    ref: refOf(id),
    ...EMPTY,
    statusName: null,
    createdAt: null,
    updatedAt: '2026-01-01T00:00:00Z',
    revision: null,
    visibility: 'public',
    raw: null,
    ...fields,
  };
}

const plan = (input: Partial<PlanInput>) =>
  planSync({ local: [], external: [], bases: [], policy: shared, capabilities: ALL, ...input });
const shortOf = (operations: readonly SyncOperation[]) =>
  operations.map(
    (operation) => `${operation.kind} ${operation.ref.id}${'reason' in operation ? ` ${operation.reason}` : ''}`,
  );

/** Carries a plan out on copies, as a tracker and a store would that hold everything. */
function carriedOut(input: PlanInput) {
  const { operations, conflicts } = planSync(input);
  const local = new Map(input.local.map((one) => [identityKey(one.ref), one]));
  const external = new Map(input.external.map((one) => [identityKey(one.ref), one]));
  let writes = 0;
  for (const operation of operations) {
    const key = identityKey(operation.ref);
    const there = external.get(key);
    if (operation.kind !== 'skip') writes++;
    if (operation.kind === 'create_here' || operation.kind === 'update_here') local.set(key, operation.issue);
    if (operation.kind === 'create_there') {
      external.set(key, { ...issue(operation.ref.id), ...operation.draft });
    } else if (operation.kind === 'update_there' && there) {
      const { expectedRevision: _, customFields, ...patch } = operation.patch;
      external.set(key, { ...there, ...patch, customFields: { ...there.customFields, ...customFields } });
    } else if (operation.kind === 'link_there' && there) {
      const links = new Map(entriesOf('links', there.links));
      for (const link of operation.remove) for (const gone of entriesOf('links', [link]).keys()) links.delete(gone);
      for (const [name, link] of entriesOf('links', operation.add)) links.set(name, link);
      external.set(key, { ...there, links: sortedEntries('links', [...links.values()]) as Issue['links'] });
    }
  }
  const held = new Set(
    conflicts.filter(({ winner }) => winner === 'held').map(({ ref, path }) => `${identityKey(ref)} ${path}`),
  );
  const known = new Map(input.bases.map(({ ref, fields }) => [identityKey(ref), fields]));
  const bases = [...local].flatMap(([key, here]) => {
    const there = external.get(key);
    if (there === undefined) return [];
    return [
      {
        ref: here.ref,
        fields: nextBase(known.get(key), { local: here, external: there }, (path) => !held.has(`${key} ${path}`)),
      },
    ];
  });
  return { local: [...local.values()], external: [...external.values()], bases, writes };
}

const ids = ['1', '2', '3'];
const someIssues = fc.tuple(
  ...ids.map((id) =>
    fc.option(
      arbitraryFields.map((fields) => issue(id, fields)),
      { nil: undefined },
    ),
  ),
);
const arbitraryInput: fc.Arbitrary<PlanInput> = fc
  .record({
    local: someIssues,
    external: someIssues,
    was: fc.tuple(...ids.map(() => fc.option(fc.tuple(arbitraryFields, arbitraryFields)))),
    strategy: fc.constantFrom(...CONFLICT_STRATEGIES),
    defaultOwner: fc.constantFrom('external' as const, 'local' as const, 'shared' as const),
    labels: fc.constantFrom('external' as const, 'local' as const, 'shared' as const),
  })
  .map(({ local, external, was, strategy, defaultOwner, labels }) => {
    const present = (list: readonly (Issue | undefined)[]) => list.filter((one) => one !== undefined);
    const bases: { ref: Issue['ref']; fields: SyncedBase }[] = [];
    for (const [at, pair] of was.entries()) {
      // Only what is on both sides was ever in step.
      if (pair && local[at] && external[at]) {
        bases.push({
          ref: refOf(ids[at] ?? ''),
          fields: nextBase(undefined, { local: pair[0], external: pair[1] }, () => true),
        });
      }
    }
    return {
      local: present(local),
      external: present(external),
      bases,
      strategy,
      policy: { mode: 'split_ownership', defaultOwner, fieldOwners: { labels } },
      capabilities: ALL,
    };
  });

describe('a plan', () => {
  test('carried out, leaves nothing to be done', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const once = carriedOut(input);
        const twice = carriedOut({ ...input, ...once });
        // A draft that may not be originated in full gets what the tracker made of it.
        const thrice = carriedOut({ ...input, ...twice });
        expect(thrice.writes).toBe(0);
        expect([thrice.local, thrice.external]).toEqual([twice.local, twice.external]);
      }),
      { numRuns: runs(300) },
    );
  });

  test('is the same for the same input, and plain JSON', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const first = planSync(input);
        expect(planSync(structuredClone(input))).toEqual(first);
        expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      }),
      { numRuns: runs(100) },
    );
  });

  test.each(['pull', 'push'] as const)('to %s writes on one side only', (direction) => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const kinds = planSync({ ...input, direction }).operations.map(({ kind }) => kind);
        const side = direction === 'pull' ? /_here$|^skip$/ : /_there$|^skip$/;
        expect(kinds.filter((kind) => !side.test(kind))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  test('never originates what this side does not own, on creation neither', () => {
    const draft = issue('d', { body: 'Ours.', labels: ['x'], links: [{ type: 'blocks', target: refOf('1') }] });
    const policy: OwnershipPolicy = {
      mode: 'split_ownership',
      defaultOwner: 'external',
      fieldOwners: { title: 'local', body: 'shared' },
    };
    const { operations, warnings } = plan({ local: [draft], policy });
    expect(operations).toMatchObject([{ kind: 'create_there', draft: { title: 'One', body: 'Ours.' } }]);
    expect(operations[0]).not.toHaveProperty('draft.labels');
    expect(warnings.map(({ field }) => field)).toEqual(['status', 'issueType', 'labels', 'links']);
    expect(shortOf(plan({ local: [draft], policy: { mode: 'external_authoritative' } }).operations)).toEqual([
      'skip d not_owned',
    ]);
  });

  test('does not take an issue for absent because nobody has read it, nor bring back a deleted one', () => {
    const local = [issue('1'), issue('2'), issue('3')];
    const bases = ['1', '2'].map((id) => ({
      ref: refOf(id),
      fields: nextBase(undefined, { local: EMPTY, external: EMPTY }, () => true),
    }));
    const { operations } = plan({ local, bases, gone: [refOf('2')] });
    expect(shortOf(operations)).toEqual(['create_there 3', 'skip 1 not_read', 'skip 2 gone']);
  });

  test('creates parents first, and links behind everything', () => {
    const chain = ['c', 'b', 'a'].map((id, at, all) => {
      const above = all[at + 1];
      return issue(id, {
        parent: above === undefined ? null : refOf(above),
        links: [{ type: 'blocks', target: refOf('a') }],
      });
    });
    const { operations } = plan({ local: chain, external: [issue('1', { labels: ['x'] })] });
    expect(shortOf(operations)).toEqual([
      'create_here 1',
      'create_there a',
      'create_there b',
      'create_there c',
      'link_there c',
      'link_there b',
      'link_there a',
    ]);
  });

  test('guards a change by the revision that it was planned for', () => {
    const there = issue('1', { revision: 'r7' });
    const here = issue('1', { title: 'Two', revision: 'r7' });
    const bases = [{ ref: refOf('1'), fields: nextBase(undefined, { local: EMPTY, external: EMPTY }, () => true) }];
    const { operations } = plan({ local: [here], external: [there], bases });
    expect(operations).toMatchObject([{ kind: 'update_there', patch: { title: 'Two', expectedRevision: 'r7' } }]);
    const [before] = plan({
      local: [here],
      external: [{ ...there, body: 'New' }],
      bases,
      direction: 'push',
    }).operations;
    expect(before).not.toHaveProperty('expects', (operations[0] as { expects: unknown }).expects);
  });

  test('says why it does nothing', () => {
    const other = issue('1', { title: 'Two' });
    const reasons = (input: Partial<PlanInput>) =>
      shortOf(plan({ local: [issue('1')], external: [other], ...input }).operations);
    expect(reasons({ external: [issue('1')] })).toEqual(['skip 1 same']);
    expect(reasons({ strategy: 'manual_review' })).toEqual(['skip 1 held']);
    expect(reasons({ strategy: 'external_wins', direction: 'push' })).toEqual(['skip 1 not_carried']);
    expect(reasons({ strategy: 'local_wins', capabilities: { ...ALL, update: false } })).toEqual([
      'skip 1 unsupported',
    ]);
    expect(reasons({ local: [], direction: 'push' })).toEqual(['skip 1 not_carried']);
    expect(reasons({ external: [], direction: 'pull' })).toEqual(['skip 1 not_carried']);
    expect(reasons({ external: [], capabilities: { ...ALL, create: false } })).toEqual(['skip 1 unsupported']);
  });

  test('brings new names and revisions home without a change of any field', () => {
    const there = issue('1', { ref: { ...refOf('1'), key: 'NEW-1', url: 'https://t.test/NEW-1' }, revision: 'r8' });
    const { operations } = plan({ local: [issue('1')], external: [there] });
    expect(operations).toMatchObject([
      { kind: 'update_here', changes: [], issue: { ref: { key: 'NEW-1' }, revision: 'r8' } },
    ]);
    expect(shortOf(plan({ local: [there], external: [there] }).operations)).toEqual(['skip 1 same']);
  });

  test.each<[string, Partial<PlanInput>, string]>([
    ['a strategy that is none', { strategy: 'newest' as never }, 'strategy'],
    ['a direction that is none', { direction: 'out' as never }, 'direction'],
    ['an issue that is there twice', { local: [issue('1'), issue('1')] }, 'local[1].ref'],
    ['an unknown mode', { policy: { mode: 'split' as never } }, 'policy.mode'],
  ])('is refused for %s', (_, input, path) => {
    const problems = () => {
      try {
        return plan(input);
      } catch (error) {
        return isTrackerError(error, 'invalid_input') && error.problems.map((problem) => problem.path);
      }
    };
    expect(problems()).toEqual([path]);
  });
});

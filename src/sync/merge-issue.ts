import type { Timestamp } from '../contracts/timestamp.js';
import { type ConflictStrategy, mergeField } from './merge-field.js';
import { type OwnershipPolicy, ownerOf } from './ownership-policy.js';
import {
  customFieldOf,
  type FieldPath,
  fieldPaths,
  isSameValue,
  type SyncedFields,
  syncedFieldsOf,
  valueAt,
  withValueAt,
} from './synced-fields.js';

/**
 * How each field stood on both sides when they were last in step there. Both values are kept, because a tracker that cannot
 * hold one shows another, which is then no edit. A field that was never in step is null; a custom field that nobody has seen
 * is absent.
 *
 * @public
 */
export type SyncedBase = Readonly<Partial<Record<FieldPath, SyncedPair | null>>>;

/**
 * One field of a {@link SyncedBase}.
 *
 * @public
 */
export interface SyncedPair {
  /** Here. */
  readonly local: unknown;
  /** At the tracker. */
  readonly external: unknown;
}

/**
 * A field that both sides have changed since they were last in step.
 *
 * @public
 */
export interface FieldConflict {
  /** Which. */
  readonly path: FieldPath;
  /** Its value here. */
  readonly local: unknown;
  /** Its value at the tracker. */
  readonly external: unknown;
  /** What decided. */
  readonly strategy: ConflictStrategy;
  /** Who won. `held`: nobody yet, each side keeps its value until someone says which. */
  readonly winner: 'local' | 'external' | 'held';
}

/** @internal */
export interface Side {
  readonly fields: SyncedFields;
  readonly updatedAt: Timestamp | null;
}

/** @internal */
export interface MergeOptions {
  readonly policy: OwnershipPolicy;
  readonly strategy: ConflictStrategy;
  /** Absent at the first contact. */
  readonly base?: SyncedBase | undefined;
}

/**
 * What an issue is to become on each side.
 *
 * @internal
 */
export interface MergedIssue {
  readonly local: SyncedFields;
  readonly external: SyncedFields;
  /** Where `local` is another than before. */
  readonly localChanges: readonly FieldPath[];
  /** Where `external` is another than before. */
  readonly externalChanges: readonly FieldPath[];
  readonly conflicts: readonly FieldConflict[];
}

/**
 * Decides an issue field by field.
 *
 * @internal
 */
export function mergeIssue(local: Side, external: Side, { policy, strategy, base }: MergeOptions): MergedIssue {
  const paths = fieldPaths([local.fields, external.fields]);
  let here = syncedFieldsOf(local.fields);
  let there = syncedFieldsOf(external.fields);
  const localChanges: FieldPath[] = [];
  const externalChanges: FieldPath[] = [];
  const conflicts: FieldConflict[] = [];
  for (const path of paths) {
    const [ours, theirs] = [valueAt(local.fields, path), valueAt(external.fields, path)];
    const merged = mergeField(
      {
        path,
        local: ours,
        external: theirs,
        base: pairAt(base, path) ?? undefined,
      },
      {
        owner: ownerOf(policy, path),
        strategy,
        localUpdatedAt: local.updatedAt,
        externalUpdatedAt: external.updatedAt,
      },
    );
    if (!isSameValue(path, merged.local, ours)) {
      here = withValueAt(here, path, merged.local);
      localChanges.push(path);
    }
    if (!isSameValue(path, merged.external, theirs)) {
      there = withValueAt(there, path, merged.external);
      externalChanges.push(path);
    }
    const winner = merged.conflict;
    if (winner) conflicts.push({ path, local: ours, external: theirs, strategy, winner });
  }
  return { local: here, external: there, localChanges, externalChanges, conflicts };
}

const NEVER_SEEN: SyncedPair = { local: null, external: null };

/** How a field stood when it was last in step; null if it never was. */
function pairAt(base: SyncedBase | undefined, path: FieldPath): SyncedPair | null {
  if (base === undefined) return null;
  // As an own member: a custom field may have any name.
  if (Object.hasOwn(base, path)) return base[path] ?? null;
  return customFieldOf(path) === undefined ? null : NEVER_SEEN;
}

/**
 * The base after a run: fields that were settled are in step as they stand now; the others keep what they had, so that an edit
 * that is still to be carried over is one the next time too.
 *
 * @param isSettled - Whether what the merge decided for a field was carried out on both sides.
 *
 * @internal
 */
export function nextBase(
  base: SyncedBase | undefined,
  now: { readonly local: SyncedFields; readonly external: SyncedFields },
  isSettled: (path: FieldPath) => boolean,
): SyncedBase {
  const pairs = fieldPaths([now.local, now.external]).map((path) => {
    const settled = { local: valueAt(now.local, path), external: valueAt(now.external, path) };
    return [path, isSettled(path) ? settled : pairAt(base, path)];
  });
  return Object.fromEntries(pairs) as SyncedBase;
}

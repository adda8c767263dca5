import type { FieldOwner } from '../contracts/doctrine.js';
import type { Timestamp } from '../contracts/timestamp.js';
import { entriesOf, type FieldPath, isSameValue, isSet, sortedEntries } from './synced-fields.js';

/**
 * What decides between two edits of one shared field.
 *
 * @public
 */
export const CONFLICT_STRATEGIES = ['external_wins', 'local_wins', 'newer_timestamp', 'manual_review'] as const;

/**
 * One of {@link CONFLICT_STRATEGIES}.
 *
 * @public
 */
export type ConflictStrategy = (typeof CONFLICT_STRATEGIES)[number];

/** A field on both sides, and how it stood on each when they were last in step. */
export interface FieldVersions {
  readonly path: FieldPath;
  readonly local: unknown;
  readonly external: unknown;
  /** Absent at the first contact. A tracker that cannot hold a value shows another one: both are remembered. */
  readonly base?: { readonly local: unknown; readonly external: unknown } | undefined;
}

/** What decides. */
export interface MergeRules {
  readonly owner: FieldOwner;
  readonly strategy: ConflictStrategy;
  readonly localUpdatedAt: Timestamp | null;
  readonly externalUpdatedAt: Timestamp | null;
}

/**
 * What a field is to become.
 *
 * @internal
 */
export interface MergedField {
  /** Its value here from now on. */
  readonly local: unknown;
  /** Its value at the tracker from now on. */
  readonly external: unknown;
  /** Both sides have changed it, and nothing but the strategy decided. `held`: it did not, and each side keeps its own. */
  readonly conflict?: 'local' | 'external' | 'held';
}

const both = (value: unknown): MergedField => ({ local: value, external: value });

/**
 * Decides one field.
 *
 * The sides agree, or one of them owns the field, or one of them alone has changed it since they were last in step, or it is a
 * set of which each side has changed other entries; else it is a conflict. Without a base any difference of a shared field is
 * one.
 *
 * @internal
 */
export function mergeField(versions: FieldVersions, rules: MergeRules): MergedField {
  const { path, local, external, base } = versions;
  const hasLocalChanged = base === undefined || !isSameValue(path, local, base.local);
  const hasExternalChanged = base === undefined || !isSameValue(path, external, base.external);
  // In step as far as the tracker can hold it: what differs, differed when it was written.
  if (!hasLocalChanged && !hasExternalChanged) return { local, external };
  if (isSameValue(path, local, external)) return { local, external };
  if (rules.owner === 'external') return both(external);
  if (rules.owner === 'local') return both(local);
  if (base !== undefined && isSet(path)) return mergeSets(versions, base);
  if (!hasLocalChanged) return both(external);
  if (!hasExternalChanged) return both(local);
  const winner = winnerOf(rules);
  if (winner === 'held') return { local, external, conflict: winner };
  return { ...both(winner === 'local' ? local : external), conflict: winner };
}

function winnerOf({ strategy, localUpdatedAt, externalUpdatedAt }: MergeRules): 'local' | 'external' | 'held' {
  switch (strategy) {
    case 'external_wins':
      return 'external';
    case 'local_wins':
      return 'local';
    case 'manual_review':
      return 'held';
    case 'newer_timestamp':
      // A tie is the tracker's, and so is what nobody dated.
      if (localUpdatedAt === null) return 'external';
      if (externalUpdatedAt === null) return 'local';
      return Date.parse(externalUpdatedAt) >= Date.parse(localUpdatedAt) ? 'external' : 'local';
  }
}

/**
 * Each entry goes by the side that has changed it. What nobody touched stays as it is on each side: the tracker may not be able
 * to hold it. What one side took away and the other put there anew, stays.
 */
function mergeSets({ path, local, external }: FieldVersions, base: NonNullable<FieldVersions['base']>): MergedField {
  const [here, there] = [entriesOf(path, local), entriesOf(path, external)];
  const [wasHere, wasThere] = [entriesOf(path, base.local), entriesOf(path, base.external)];
  const [kept, keptThere]: [unknown[], unknown[]] = [[], []];
  for (const key of new Set([...here.keys(), ...there.keys()])) {
    const isNewsHere = here.has(key) !== wasHere.has(key);
    const isNewsThere = there.has(key) !== wasThere.has(key);
    const isThere = isNewsHere ? here.has(key) || (isNewsThere && there.has(key)) : there.has(key);
    const isHere = isNewsThere ? there.has(key) || (isNewsHere && here.has(key)) : here.has(key);
    // The tracker's own entry where it has one: it knows newer aliases.
    const entry = there.get(key) ?? here.get(key);
    if (isHere) kept.push(entry);
    if (isThere) keptThere.push(entry);
  }
  return { local: sortedEntries(path, kept), external: sortedEntries(path, keptThere) };
}

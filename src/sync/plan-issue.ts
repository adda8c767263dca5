import type { IssueDraft, IssuePatch } from '../contracts/adapter/issue-write.js';
import type { ExternalRef } from '../contracts/external-ref.js';
import type { Issue } from '../contracts/issue.js';
import type { Timestamp } from '../contracts/timestamp.js';
import type { SyncCapabilities } from './capabilities.js';
import type { ConflictStrategy } from './merge-field.js';
import { mergeIssue, type SyncedBase } from './merge-issue.js';
import { type OwnershipPolicy, ownerOf } from './ownership-policy.js';
import { stateDigest } from './state-digest.js';
import type {
  Expectation,
  PlannedConflict,
  PlannedWarning,
  SkipReason,
  SyncDirection,
  SyncOperation,
} from './sync-plan.js';
import { customFieldOf, entriesOf, type FieldPath, fieldPaths, type SyncedFields, valueAt } from './synced-fields.js';

/** An issue on both sides. @internal */
export interface IssuePair {
  readonly ref: ExternalRef;
  readonly here: Issue | undefined;
  readonly there: Issue | undefined;
  readonly base: SyncedBase | undefined;
  /** Whether it is known to be deleted at the tracker. */
  readonly isGone: boolean;
}

/** @internal */
export interface PlanRules {
  readonly policy: OwnershipPolicy;
  readonly strategy: ConflictStrategy;
  readonly capabilities: SyncCapabilities;
  readonly direction: SyncDirection;
}

/** @internal */
export interface PlannedIssue {
  readonly operations: readonly SyncOperation[];
  readonly conflicts: readonly PlannedConflict[];
  readonly warnings: readonly PlannedWarning[];
}

const NOTHING = { conflicts: [], warnings: [] };

/** What is to be done for one issue. @internal */
export function planIssue(pair: IssuePair, rules: PlanRules): PlannedIssue {
  const { ref, here, there, base, isGone } = pair;
  const skip = (reason: SkipReason): PlannedIssue => ({ ...NOTHING, operations: [{ kind: 'skip', ref, reason }] });
  const expects: Expectation = { local: stateDigest(here), external: stateDigest(there) };
  if (there === undefined) {
    if (isGone) return skip('gone');
    // It was there once; nobody has said that it is not any more.
    if (here === undefined || base !== undefined) return skip('not_read');
    if (rules.direction === 'pull') return skip('not_carried');
    if (ownerOf(rules.policy, 'title') === 'external') return skip('not_owned');
    if (!rules.capabilities.create) return skip('unsupported');
    return planCreation(here, expects, rules);
  }
  if (here === undefined) {
    if (rules.direction === 'push') return skip('not_carried');
    return { ...NOTHING, operations: [{ kind: 'create_here', ref, issue: there, expects }] };
  }
  return planMerge(here, there, base, expects, rules);
}

const LEFT_OUT = 'left out: the policy does not let this side originate it';
const NO_LINKS = 'left out: the tracker takes no links';

function planCreation(here: Issue, expects: Expectation, { policy, capabilities }: PlanRules): PlannedIssue {
  const { ref } = here;
  const written = fieldPaths([here]).filter((path) => !isEmpty(valueAt(here, path)));
  const mayWrite = (path: FieldPath) => ownerOf(policy, path) !== 'external';
  const owned = written.filter(mayWrite);
  const visibility = here.visibility === 'restricted' ? ({ visibility: 'restricted' } as const) : {};
  const draft: IssueDraft = { ...patchOf(here, owned), title: here.title, ...visibility };
  const links = owned.includes('links') ? here.links : [];
  const operations: SyncOperation[] = [{ kind: 'create_there', ref, draft, expects }];
  if (links.length > 0 && capabilities.links)
    operations.push({ kind: 'link_there', ref, add: links, remove: [], expects });
  const warn = (field: string, message: string) => ({ ref, field, message });
  const refused = written.filter((path) => !mayWrite(path)).map((field) => warn(field, LEFT_OUT));
  const lost = links.length > 0 && !capabilities.links ? [warn('links', NO_LINKS)] : [];
  return { operations, conflicts: [], warnings: [...refused, ...lost] };
}

function planMerge(
  here: Issue,
  there: Issue,
  base: SyncedBase | undefined,
  expects: Expectation,
  { policy, strategy, capabilities, direction }: PlanRules,
): PlannedIssue {
  const { ref } = there;
  const merged = mergeIssue(
    { fields: here, updatedAt: here.updatedAt },
    { fields: there, updatedAt: there.updatedAt },
    { policy, strategy, base },
  );
  const conflicts = merged.conflicts.map((conflict) => ({ ...conflict, ref }));
  const operations: SyncOperation[] = [];
  const warnings: PlannedWarning[] = [];
  if (direction !== 'push' && (merged.localChanges.length > 0 || isKnownOtherwise(here, there))) {
    const issue = refreshed(here, there, merged.local);
    operations.push({ kind: 'update_here', ref, issue, changes: merged.localChanges, expects });
  }
  if (direction !== 'pull') {
    const fields = merged.externalChanges.filter((path) => path !== 'links');
    if (fields.length > 0 && capabilities.update) {
      const revision = there.revision === null ? {} : { expectedRevision: there.revision };
      const patch: IssuePatch = { ...patchOf(merged.external, fields), ...revision };
      operations.push({ kind: 'update_there', ref, patch, changes: fields, expects });
    } else {
      for (const field of fields) warnings.push({ ref, field, message: 'left out: the tracker takes no changes' });
    }
    if (merged.externalChanges.includes('links')) {
      if (capabilities.links)
        operations.push({ kind: 'link_there', ref, ...linkChanges(there, merged.external), expects });
      else warnings.push({ ref, field: 'links', message: NO_LINKS });
    }
  }
  if (operations.length > 0) return { operations, conflicts, warnings };
  const hasChanges = merged.localChanges.length + merged.externalChanges.length > 0;
  const isHeld = conflicts.some(({ winner }) => winner === 'held');
  const reason = warnings.length > 0 ? 'unsupported' : hasChanges ? 'not_carried' : isHeld ? 'held' : 'same';
  return { operations: [{ kind: 'skip', ref, reason }], conflicts, warnings };
}

/** Some fields as a draft or a patch names them. Links are not among them. */
function patchOf(fields: SyncedFields, paths: readonly FieldPath[]): IssuePatch {
  const custom = paths.flatMap((path) => {
    const name = customFieldOf(path);
    return name === undefined ? [] : [[name, valueAt(fields, path)] as const];
  });
  const plain = paths.filter((path) => path !== 'links' && customFieldOf(path) === undefined);
  return {
    ...(Object.fromEntries(plain.map((path) => [path, valueAt(fields, path)])) as IssuePatch),
    ...(custom.length > 0 && { customFields: Object.fromEntries(custom) }),
  };
}

function linkChanges(there: Issue, wanted: SyncedFields) {
  const [before, after] = [entriesOf('links', there.links), entriesOf('links', wanted.links)];
  const missingIn = (from: typeof before, other: typeof before) =>
    [...from].filter(([key]) => !other.has(key)).map(([, link]) => link as Issue['links'][number]);
  return { add: missingIn(after, before), remove: missingIn(before, after) };
}

/** Whether the store knows the issue by an old name, or an old state of the tracker's. */
function isKnownOtherwise(here: Issue, there: Issue): boolean {
  const known = ({ ref, revision, visibility, statusName }: Issue) =>
    JSON.stringify([ref.key, ref.url, revision, visibility, statusName]);
  return known(here) !== known(there);
}

/** The issue for the store: the tracker's, with the fields that were decided. */
function refreshed(here: Issue, there: Issue, fields: SyncedFields): Issue {
  return {
    ...there,
    ...fields,
    createdAt: here.createdAt ?? there.createdAt,
    updatedAt: later(here.updatedAt, there.updatedAt),
    raw: there.raw ?? here.raw,
  };
}

function later(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

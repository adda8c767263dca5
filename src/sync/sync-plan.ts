import type { FieldWarning, IssueDraft, IssuePatch } from '../contracts/adapter/issue-write.js';
import type { ExternalRef } from '../contracts/external-ref.js';
import type { Issue } from '../contracts/issue.js';
import type { IssueRelation } from '../contracts/issue-link.js';
import type { FieldConflict } from './merge-issue.js';
import type { FieldPath } from './synced-fields.js';

/**
 * Which way a run carries changes: `pull` from the tracker, `push` to it, `both`.
 *
 * @public
 */
export const SYNC_DIRECTIONS = ['pull', 'push', 'both'] as const;

/**
 * One of {@link SYNC_DIRECTIONS}.
 *
 * @public
 */
export type SyncDirection = (typeof SYNC_DIRECTIONS)[number];

/**
 * Why nothing is done for an issue.
 *
 * - `same`: both sides say the same, or as much of it as the tracker can hold.
 * - `held`: all that differs waits for somebody to resolve it.
 * - `not_carried`: what differs goes the other way than this run.
 * - `not_owned`: it is only here, and the policy does not let this side originate an issue.
 * - `not_read`: it was in step once, and nobody has looked for it at the tracker: that is no absence.
 * - `gone`: it was deleted at the tracker; a push does not bring it back.
 * - `unsupported`: the tracker takes no such write.
 *
 * @public
 */
export type SkipReason = 'same' | 'held' | 'not_carried' | 'not_owned' | 'not_read' | 'gone' | 'unsupported';

/**
 * What an operation was planned for: digests of both sides, or `absent`. When one is another by then, the plan is stale.
 *
 * @public
 */
export interface Expectation {
  /** Of the issue here. */
  readonly local: string;
  /** Of the issue at the tracker. */
  readonly external: string;
}

/**
 * One step of a plan.
 *
 * @public
 */
export type SyncOperation =
  /** An issue of the tracker is put into the store. */
  | { readonly kind: 'create_here'; readonly ref: ExternalRef; readonly issue: Issue; readonly expects: Expectation }
  /** Fields are changed in the store. */
  | {
      readonly kind: 'update_here';
      readonly ref: ExternalRef;
      readonly issue: Issue;
      readonly changes: readonly FieldPath[];
      readonly expects: Expectation;
    }
  /** A draft becomes an issue at the tracker. Refs in it may be those of drafts that an earlier step creates. */
  | {
      readonly kind: 'create_there';
      readonly ref: ExternalRef;
      readonly draft: IssueDraft;
      readonly expects: Expectation;
    }
  /** Fields are changed at the tracker. */
  | {
      readonly kind: 'update_there';
      readonly ref: ExternalRef;
      readonly patch: IssuePatch;
      readonly changes: readonly FieldPath[];
      readonly expects: Expectation;
    }
  /** Links are made and taken away at the tracker; behind all creations, because they may point at each other. */
  | {
      readonly kind: 'link_there';
      readonly ref: ExternalRef;
      readonly add: readonly IssueRelation[];
      readonly remove: readonly IssueRelation[];
      readonly expects: Expectation;
    }
  /** Nothing. */
  | { readonly kind: 'skip'; readonly ref: ExternalRef; readonly reason: SkipReason };

/**
 * A conflict, and at which issue.
 *
 * @public
 */
export interface PlannedConflict extends FieldConflict {
  /** The issue. */
  readonly ref: ExternalRef;
}

/**
 * Something that will not come out as asked.
 *
 * @public
 */
export interface PlannedWarning extends FieldWarning {
  /** The issue. */
  readonly ref: ExternalRef;
}

/**
 * What a synchronisation would do, in order. Plain JSON: it can be stored, shown and applied later, unless it is stale then.
 *
 * @public
 */
export interface SyncPlan {
  /** The form of the plan. */
  readonly version: 1;
  /** What this plan is for. */
  readonly direction: SyncDirection;
  /** What to do, in this order: here, then creations (parents first), changes and links at the tracker. */
  readonly operations: readonly SyncOperation[];
  /** Fields that both sides have changed. */
  readonly conflicts: readonly PlannedConflict[];
  /** Fields that cannot be carried. */
  readonly warnings: readonly PlannedWarning[];
}

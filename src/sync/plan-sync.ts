import type { ExternalRef } from '../contracts/external-ref.js';
import type { Issue } from '../contracts/issue.js';
import { refusal } from '../errors/refusal.js';
import type { IssueIdentity } from '../stores/issue-store.js';
import type { SyncCapabilities } from './capabilities.js';
import { identityKey } from './identity-key.js';
import { CONFLICT_STRATEGIES, type ConflictStrategy } from './merge-field.js';
import type { SyncedBase } from './merge-issue.js';
import { inOrder } from './operation-order.js';
import { checkPolicy, type OwnershipPolicy } from './ownership-policy.js';
import { planIssue } from './plan-issue.js';
import { SYNC_DIRECTIONS, type SyncDirection, type SyncPlan } from './sync-plan.js';

/**
 * What `planSync` decides over.
 *
 * @public
 */
export interface PlanInput {
  /** The issues here, drafts included: those of this tracker that were never there. */
  readonly local: readonly Issue[];
  /** The issues of the tracker that were read. One that is not among them is not absent for that. */
  readonly external: readonly Issue[];
  /** How each stood when it was last in step. */
  readonly bases: readonly { readonly ref: IssueIdentity; readonly fields: SyncedBase }[];
  /** Issues that are known to be deleted at the tracker. */
  readonly gone?: readonly IssueIdentity[];
  /** Who may write what. */
  readonly policy: OwnershipPolicy;
  /** What decides between two edits of a shared field. Default `newer_timestamp`. */
  readonly strategy?: ConflictStrategy;
  /** What the tracker can be asked to write: `capabilitiesOf(adapter)`. */
  readonly capabilities: SyncCapabilities;
  /** Which way. Default `both`. */
  readonly direction?: SyncDirection;
}

function byKey<Value>(values: readonly Value[], refOf: (value: Value) => IssueIdentity, path: string) {
  const found = new Map<string, Value>();
  for (const [at, value] of values.entries()) {
    const key = identityKey(refOf(value));
    if (found.has(key)) throw refusal('planSync', [{ path: `${path}[${at}].ref`, message: 'is there twice' }]);
    found.set(key, value);
  }
  return found;
}

/**
 * Decides what a synchronisation does, and does nothing: the same input gives the same plan, in the same order.
 *
 * @throws InvalidInputError for an unknown mode, owner, strategy or direction, and for an issue that is there twice.
 *
 * @public
 */
export function planSync(input: PlanInput): SyncPlan {
  const { capabilities, strategy = 'newer_timestamp', direction = 'both', gone = [] } = input;
  const policy = checkPolicy(input.policy, 'planSync');
  const expectOneOf = (words: readonly string[], word: string, path: string) => {
    if (words.includes(word)) return;
    throw refusal('planSync', [{ path, message: `expected one of ${words.join(', ')}` }]);
  };
  expectOneOf(CONFLICT_STRATEGIES, strategy, 'strategy');
  expectOneOf(SYNC_DIRECTIONS, direction, 'direction');
  const local = byKey(input.local, ({ ref }) => ref, 'local');
  const external = byKey(input.external, ({ ref }) => ref, 'external');
  const bases = byKey(input.bases, ({ ref }) => ref, 'bases');
  const deleted = new Set(gone.map(identityKey));

  const planned = [...new Set([...external.keys(), ...local.keys()])].map((key) => {
    const [here, there] = [local.get(key), external.get(key)];
    return planIssue(
      { ref: (there ?? here)?.ref as ExternalRef, here, there, base: bases.get(key)?.fields, isGone: deleted.has(key) },
      { policy, strategy, capabilities, direction },
    );
  });
  return {
    version: 1,
    direction,
    operations: inOrder(planned.flatMap(({ operations }) => operations)),
    conflicts: planned.flatMap(({ conflicts }) => conflicts),
    warnings: planned.flatMap(({ warnings }) => warnings),
  };
}

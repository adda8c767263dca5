/**
 * How an idempotency key was made: see `docs/contract/snapshot-publish.md`.
 *
 * @public
 */
export type KeyKind = 'contract' | 'content' | 'chained' | 'unique';

/**
 * One publish as the sending side remembers it.
 *
 * @public
 */
export interface SnapshotSend {
  /** The idempotency key it went out under. */
  readonly key: string;
  /** How that key was made. Records of kind `chained` and `unique` may be pruned once they are not the newest. */
  readonly kind: KeyKind;
  /** The content digest of what was sent. */
  readonly digest: string;
  /** `pending` before its first byte leaves, `accepted` once an answer proved it arrived. */
  readonly state: 'pending' | 'accepted';
}

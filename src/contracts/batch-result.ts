/**
 * Why events of a batch failed, as the reports group them.
 *
 * @public
 */
export type BatchErrorCategory =
  | 'schema_mismatch'
  | 'auth_expired'
  | 'permission'
  | 'oversized'
  | 'throttled'
  | 'server_error'
  | 'unknown';

/**
 * What the server says of one event, in the wire's words. Servers may send further statuses.
 *
 * @public
 */
export interface WireEventResult {
  /** Which event. */
  readonly event_id: string;
  /** `success` and `duplicate` mean delivered; `rejected` means kept, with a reason. */
  readonly status: string;
  /** Why, where it was rejected. */
  readonly error?: string;
}

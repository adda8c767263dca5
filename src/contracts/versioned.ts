/**
 * A store's mark of one state of a record. Opaque: compare it for equality only and hand it back as it is.
 *
 * @public
 */
export type Version = string;

/**
 * A record with the version it had when it was read.
 *
 * @public
 */
export interface Versioned<Value> {
  /** The record. */
  readonly value: Value;
  /** Its version, to be handed back to a compare-and-set. */
  readonly version: Version;
}

/**
 * What data belongs to: the unit of consent.
 *
 * @public
 */
export interface EgressScope {
  /** The tracker, or null for data of no tracker (events). */
  readonly provider: string | null;
  /** The tracker's workspace, or null for data of no tracker. */
  readonly workspace: string | null;
  /** The host's project, or null. */
  readonly projectUuid: string | null;
  /** Where the data would go: the server's origin and path. */
  readonly destination: string;
}

/**
 * The host's say over what may leave. Asked before any token is read.
 *
 * @public
 */
export interface EgressPort {
  /** Whether data of this scope may leave. Anything but `true` refuses; so does a fault. */
  permits(scope: EgressScope): boolean | Promise<boolean>;
}

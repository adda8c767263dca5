/**
 * The host's project that data belongs to.
 *
 * @public
 */
export interface ProjectIdentity {
  /** Its UUID, or null when it has none yet. */
  readonly uuid: string | null;
  /** A name for people, or null. */
  readonly slug: string | null;
}

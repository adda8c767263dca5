/**
 * A node's logical clock. A host keeps its value where it survives a restart, and shares one clock among all processes
 * that emit under one node id; `createMemoryLamportClock` forgets.
 *
 * @public
 */
export interface LamportClock {
  /**
   * Moves the clock on by at least 1, saves it, and returns the new value: 0 or more and greater than every value
   * returned before.
   */
  tick(): Promise<number> | number;
  /**
   * Takes note of another node's time: the clock becomes one more than the greater of its own value and `remote`. For
   * the host to call when it learns of that node's events; the factory never does.
   */
  receive?(remote: number): Promise<number> | number;
}

/**
 * Whom events belong to.
 *
 * @public
 */
export interface EmitterIdentity {
  /** The team, or null when it is unknown. Null and blank become `local` on an event. */
  readonly teamSlug: string | null;
  /** The project, a UUID version 4, or null when it has none yet: its events are held back. */
  readonly projectUuid: string | null;
  /** A name for the project, or null. */
  readonly projectSlug: string | null;
}

/**
 * Tells whom events belong to, anew for each event: a team changes with a login.
 *
 * @public
 */
export interface IdentityProvider {
  /** The identity as it is now. A rejection fails the event that asked. */
  current(): Promise<EmitterIdentity> | EmitterIdentity;
}

/**
 * Where in version control an event happened.
 *
 * @public
 */
export interface GitMetadata {
  /** The branch, or null. */
  readonly gitBranch: string | null;
  /** The commit, 40 hex digits, or null. */
  readonly headCommitSha: string | null;
  /** `owner/repo`, or null. */
  readonly repoSlug: string | null;
}

/**
 * Tells where in version control the host is, anew for each event: cache it there if it costs.
 *
 * @public
 */
export interface GitMetadataProvider {
  /** The state as it is now. A rejection does not fail the event: its three fields become null. */
  current(): Promise<GitMetadata> | GitMetadata;
}

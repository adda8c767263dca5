/**
 * Who sent a request, as the host's `authenticate` says.
 *
 * @public
 */
export interface Principal {
  /** The host's own id of it. */
  readonly id: string;
  /** The slugs of the teams it belongs to: it sees and writes nothing outside them. */
  readonly teams: readonly string[];
}

/**
 * What `authorizeProject` is asked.
 *
 * @public
 */
export interface ProjectQuestion {
  /** Who wants to write. */
  readonly principal: Principal;
  /** The team that the write would go to; the principal is a member of it. */
  readonly team: string;
  /** The project named in the snapshot or event, in the sender's spelling. */
  readonly projectUuid: string;
}

/**
 * A line of snapshots that follow one another: idempotency keys live inside it, and publishes of one stream run one after
 * another.
 *
 * @public
 */
export interface PublishStream {
  /** The SaaS, without trailing slashes. */
  readonly serverUrl: string;
  /** The team, or null when the host names none. */
  readonly team: string | null;
  /** The normalised provider. */
  readonly provider: string;
  /** The tracker's workspace. */
  readonly workspace: string;
  /** The host's project, or null. */
  readonly projectUuid: string | null;
}

/**
 * A text that is different for different streams.
 *
 * @internal
 */
export function streamKey({ serverUrl, team, provider, workspace, projectUuid }: PublishStream): string {
  return JSON.stringify([serverUrl, team, provider, workspace, projectUuid]);
}

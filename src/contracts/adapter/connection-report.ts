/**
 * What a connection test found out.
 *
 * @public
 */
export interface ConnectionReport {
  /** Who the credentials belong to, as the tracker names them; null where it does not tell (an app's own token). */
  readonly account: string | null;
  /** The workspace that was reached, with its true spelling. */
  readonly workspace: string;
  /** Rights that this adapter would use and the credentials lack, in the tracker's words. */
  readonly missingPermissions: readonly string[];
  /** Anything else a person should know: archived, issues switched off. */
  readonly warnings: readonly string[];
}

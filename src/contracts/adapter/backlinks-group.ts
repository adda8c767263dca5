import type { CallOptions } from './call-options.js';

/**
 * A place at an issue that points back to the host's object.
 *
 * @public
 */
export interface Backlink {
  /** The host's own key for it: writing it again under this key replaces it. */
  readonly key: string;
  /** Where it points. */
  readonly url: string;
  /** What it says. */
  readonly title: string;
}

/**
 * Backlinks, where the tracker has a place for them.
 *
 * @public
 */
export interface BacklinksGroup {
  /** Writes a backlink, in place of an earlier one with the same key. */
  upsert(issueId: string, backlink: Backlink, options?: CallOptions): Promise<void>;
  /** Removes a backlink. Removing one that is gone succeeds. */
  remove(issueId: string, key: string, options?: CallOptions): Promise<void>;
}

import type { Visibility } from '../issue.js';
import type { Page } from '../page.js';
import type { Timestamp } from '../timestamp.js';
import type { CallOptions, CreateOptions } from './call-options.js';

/**
 * A comment on an issue.
 *
 * @public
 */
export interface IssueComment {
  /** The tracker's id. */
  readonly id: string;
  /** Markdown. */
  readonly body: string;
  /** The tracker's id of its author, or null. */
  readonly author: string | null;
  /** When it was written. */
  readonly createdAt: Timestamp | null;
  /** When it last changed. */
  readonly updatedAt: Timestamp | null;
  /** `restricted` for internal notes and comments with a security level. */
  readonly visibility: Visibility;
}

/**
 * What adding a comment takes last.
 *
 * @public
 */
export interface AddCommentOptions extends CreateOptions {
  /**
   * Who may read it. Default `public`. A tracker without internal notes refuses `restricted` with an `UnsupportedError`:
   * what was meant for few is never shown to all.
   */
  readonly visibility?: Visibility;
}

/**
 * Comments of an issue.
 *
 * @public
 */
export interface CommentsGroup {
  /** Comments, oldest first, page by page. */
  list(
    issueId: string,
    query?: { readonly cursor?: string },
    options?: CallOptions,
  ): AsyncGenerator<Page<IssueComment>, void, void>;
  /** Adds a comment. Sent once: a lost answer is an `AmbiguousWriteError`. */
  add?(issueId: string, body: string, options?: AddCommentOptions): Promise<IssueComment>;
  /** Replaces a comment's body. Who may read it stays as it is. */
  update?(issueId: string, commentId: string, body: string, options?: CallOptions): Promise<IssueComment>;
  /** Deletes a comment. Deleting one that is gone succeeds. */
  delete?(issueId: string, commentId: string, options?: CallOptions): Promise<void>;
  /** The comment that was added under a client key, or undefined. */
  findByClientKey?(issueId: string, clientKey: string, options?: CallOptions): Promise<IssueComment | undefined>;
}

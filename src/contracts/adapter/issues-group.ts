import type { ExternalRef } from '../external-ref.js';
import type { Issue } from '../issue.js';
import type { IssueStatus } from '../issue-status.js';
import type { Page } from '../page.js';
import type { CallOptions, CreateOptions } from './call-options.js';
import type { GetIssueOptions, ListIssuesQuery, SearchIssuesQuery } from './issue-query.js';
import type { IssueDraft, IssuePatch, IssueWriteResult } from './issue-write.js';

/**
 * Issues at a tracker. A method that the tracker or `readOnly` does not allow is absent.
 *
 * @public
 */
export interface IssuesGroup {
  /** Issues, page by page. A page may be empty and still have a successor: only a null cursor is the end. */
  list(query?: ListIssuesQuery, options?: CallOptions): AsyncGenerator<Page<Issue>, void, void>;
  /** One issue by its immutable id. Throws `NotFoundError` when it does not exist or may not be seen. */
  get(id: string, options?: GetIssueOptions): Promise<Issue>;
  /** The ids of all issues, for a census that finds deletions. */
  ids?(query?: Pick<ListIssuesQuery, 'cursor'>, options?: CallOptions): AsyncGenerator<Page<string>, void, void>;
  /** Issues that match a search. Search indexes lag behind; use `list` for a sync. */
  search?(query: SearchIssuesQuery, options?: CallOptions): AsyncGenerator<Page<Issue>, void, void>;
  /** Makes an issue. Sent once: a lost answer is an `AmbiguousWriteError`. */
  create?(draft: IssueDraft, options?: CreateOptions): Promise<IssueWriteResult>;
  /** Changes fields of an issue. */
  update?(id: string, patch: IssuePatch, options?: CallOptions): Promise<IssueWriteResult>;
  /** Moves an issue to a status. An unmapped target is an `InvalidInputError` that lists the choices. */
  transition?(id: string, status: IssueStatus, options?: CallOptions): Promise<IssueWriteResult>;
  /** Deletes an issue. Deleting one that is gone succeeds. */
  delete?(id: string, options?: CallOptions): Promise<void>;
  /** The issue that was created under a client key, or undefined. */
  findByClientKey?(clientKey: string, options?: CallOptions): Promise<ExternalRef | undefined>;
}

import type { ExternalRef } from '../contracts/external-ref.js';
import type { Issue } from '../contracts/issue.js';
import type { Page } from '../contracts/page.js';

/**
 * The identity of an issue: the three parts of a ref that never change.
 *
 * @public
 */
export type IssueIdentity = Pick<ExternalRef, 'system' | 'workspace' | 'id'>;

/**
 * Which issues to list from a store.
 *
 * @public
 */
export interface IssueStoreQuery {
  /** Only issues of this tracker. */
  readonly system?: string;
  /** Only issues of this workspace. */
  readonly workspace?: string;
  /**
   * Where to go on: the `cursor` of an earlier page of the same query. Another query's, or a text that is no cursor,
   * is refused.
   */
  readonly cursor?: string;
  /** Issues per page at the most, an integer from 1 to 1000. Default 100. */
  readonly limit?: number;
}

/**
 * The host's copy of the trackers' issues. A host backs it with its own database.
 *
 * Values cross this boundary by copy, both ways. Absence is `undefined`, never an error. Records are keyed by system,
 * workspace and id, each part as it is: `("a:b", "c")` and `("a", "b:c")` are two issues, and so are `x1` and `X1`.
 *
 * @public
 */
export interface IssueStore {
  /** One issue, or `undefined`. */
  get(ref: IssueIdentity): Promise<Issue | undefined>;
  /** Issues in the order of the refs, `undefined` where there is none. */
  getMany(refs: readonly IssueIdentity[]): Promise<readonly (Issue | undefined)[]>;
  /** Inserts or replaces an issue. */
  put(issue: Issue): Promise<void>;
  /** Inserts or replaces issues, all or none. When one identity comes twice, the later one stays. */
  putMany(issues: readonly Issue[]): Promise<void>;
  /** Deletes an issue. Deleting one that is not there succeeds. */
  delete(ref: IssueIdentity): Promise<void>;
  /**
   * Issues ordered by the UTF-8 bytes of `system:workspace:id` (of equal texts, by those of system, then workspace). The
   * cursor marks an identity, not a position: what is put or deleted while paging neither repeats nor hides another
   * issue. A cursor may be used again.
   *
   * Throws InvalidInputError for a limit out of range and for a cursor that is not this query's.
   */
  list(query?: IssueStoreQuery): Promise<Page<Issue>>;
}

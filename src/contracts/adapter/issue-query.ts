import type { Timestamp } from '../timestamp.js';

/**
 * Which issues to list.
 *
 * @public
 */
export interface ListIssuesQuery {
  /** Only issues changed at or after this time. Listings then come least recently changed first. */
  readonly updatedSince?: Timestamp;
  /** Only issues that carry all of these labels. */
  readonly labels?: readonly string[];
  /** Only open or only closed ones. Default `all`. */
  readonly state?: 'open' | 'closed' | 'all';
  /** Where to go on: the `cursor` of an earlier page of the same query. */
  readonly cursor?: string;
  /** Issues per page, at most the tracker's `maxPageSize`, which is the default. */
  readonly pageSize?: number;
  /** Keep the tracker's own object in `Issue.raw`. Default false. */
  readonly raw?: boolean;
}

/**
 * What to search for: free text, or the tracker's own query language.
 *
 * @public
 */
export interface SearchIssuesQuery {
  /** Free text. */
  readonly text?: string;
  /** A query in the tracker's own language (JQL, WIQL, a search string), passed on as it is. */
  readonly native?: string;
  /** Where to go on: the `cursor` of an earlier page of the same query. */
  readonly cursor?: string;
  /** Issues per page. */
  readonly pageSize?: number;
}

/**
 * How to get one issue.
 *
 * @public
 */
export interface GetIssueOptions {
  /** Ends the call; its `reason` is what the call rejects with. */
  readonly signal?: AbortSignal;
  /** Keep the tracker's own object in `Issue.raw`. Default false. */
  readonly raw?: boolean;
}

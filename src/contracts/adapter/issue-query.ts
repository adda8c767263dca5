import * as z from 'zod/mini';
import { zNotBlank } from '../external-ref.js';
import { zListOf } from '../list-of.js';
import { zFlag } from '../number.js';
import { optional, strictObject } from '../objects.js';
import { zOneOf } from '../one-of.js';
import { zCount } from '../retry-options.js';
import { type Timestamp, zTimestamp } from '../timestamp.js';

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

// `undefined` counts as absent: hosts pass what they may or may not have.
const paging = (maxPageSize: number) => ({
  cursor: optional(z.string()),
  pageSize: optional(
    zCount.check(z.refine((size) => size <= maxPageSize, { error: `expected ${maxPageSize} or less` })),
  ),
});

/** The schema of a {@link ListIssuesQuery}. @internal */
export const zListIssuesQuery = (maxPageSize: number) =>
  strictObject({
    ...paging(maxPageSize),
    updatedSince: optional(zTimestamp),
    labels: optional(zListOf(zNotBlank)),
    state: optional(zOneOf(['open', 'closed', 'all'])),
    raw: optional(zFlag),
  });

/** The schema of a {@link SearchIssuesQuery}: free text or a native query, not both. @internal */
export const zSearchIssuesQuery = (maxPageSize: number) =>
  strictObject({ ...paging(maxPageSize), text: optional(zNotBlank), native: optional(zNotBlank) }).check(
    z.refine(({ text, native }) => (text === undefined) !== (native === undefined), {
      error: 'expected either text or native',
    }),
  );

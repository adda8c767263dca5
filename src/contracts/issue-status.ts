import { zOneOf } from './one-of.js';

/**
 * Where an issue stands, in the words of the wire contract. A tracker's own word is kept beside it as
 * `Issue.statusName`.
 *
 * @public
 */
export const ISSUE_STATUSES = ['todo', 'in_progress', 'in_review', 'blocked', 'done', 'canceled'] as const;

/**
 * One of {@link ISSUE_STATUSES}.
 *
 * @public
 */
export type IssueStatus = (typeof ISSUE_STATUSES)[number];

export const zIssueStatus = zOneOf(ISSUE_STATUSES);

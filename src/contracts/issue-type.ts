import { zOneOf } from './one-of.js';

/**
 * What kind of work an issue is, in the words of the wire contract.
 *
 * @public
 */
export const ISSUE_TYPES = ['epic', 'story', 'task', 'bug', 'chore', 'subtask'] as const;

/**
 * One of {@link ISSUE_TYPES}.
 *
 * @public
 */
export type IssueType = (typeof ISSUE_TYPES)[number];

export const zIssueType = zOneOf(ISSUE_TYPES);

import { type IssueRelation, zIssueRelation } from '../issue-link.js';
import { checkInput } from './check-input.js';
import { type ListIssuesQuery, type SearchIssuesQuery, zListIssuesQuery, zSearchIssuesQuery } from './issue-query.js';
import { type IssueDraft, type IssuePatch, zIssueDraft, zIssuePatch } from './issue-write.js';

/**
 * A query of `issues.list`, checked before anything is sent.
 *
 * @param maxPageSize - The tracker's, as in `traits`.
 * @param provider - For the error.
 *
 * @public
 */
export function checkListQuery(query: ListIssuesQuery, maxPageSize: number, provider: string): ListIssuesQuery {
  // A member that is undefined reads like one that is absent.
  return checkInput(zListIssuesQuery(maxPageSize), query, 'issues.list', provider) as ListIssuesQuery;
}

/**
 * A query of `issues.search`, checked before anything is sent: a text or a native query, not both.
 *
 * @param maxPageSize - The tracker's, as in `traits`.
 * @param provider - For the error.
 *
 * @public
 */
export function checkSearchQuery(query: SearchIssuesQuery, maxPageSize: number, provider: string): SearchIssuesQuery {
  return checkInput(zSearchIssuesQuery(maxPageSize), query, 'issues.search', provider) as SearchIssuesQuery;
}

/**
 * A draft of `issues.create`, checked before anything is sent.
 *
 * @param provider - For the error.
 *
 * @public
 */
export function checkDraft(draft: IssueDraft, provider: string): IssueDraft {
  return checkInput(zIssueDraft, draft, 'issues.create', provider);
}

/**
 * A patch of `issues.update`, checked before anything is sent.
 *
 * @param provider - For the error.
 *
 * @public
 */
export function checkPatch(patch: IssuePatch, provider: string): IssuePatch {
  return checkInput(zIssuePatch, patch, 'issues.update', provider);
}

/**
 * A relation of `links.add` or `links.remove`, checked before anything is sent.
 *
 * @param operation - For the error.
 * @param provider - For the error.
 *
 * @public
 */
export function checkRelation(relation: IssueRelation, operation: string, provider: string): IssueRelation {
  return checkInput(zIssueRelation, relation, operation, provider);
}

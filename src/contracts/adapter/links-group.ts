import type { IssueRelation } from '../issue-link.js';
import type { CallOptions, CreateOptions } from './call-options.js';

/**
 * Links between issues of one tracker.
 *
 * @public
 */
export interface LinksGroup {
  /** The links of an issue, read from its side. */
  list?(issueId: string, options?: CallOptions): Promise<readonly IssueRelation[]>;
  /** Adds a link. Adding one that exists succeeds. */
  add?(issueId: string, relation: IssueRelation, options?: CreateOptions): Promise<void>;
  /** Removes a link. Removing one that is gone succeeds. */
  remove?(issueId: string, relation: IssueRelation, options?: CallOptions): Promise<void>;
  /** The link that was added under a client key, or undefined. */
  findByClientKey?(issueId: string, clientKey: string, options?: CallOptions): Promise<IssueRelation | undefined>;
}

import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BacklinksGroup } from '../../contracts/adapter/backlinks-group.js';
import type { BodyGroup } from '../../contracts/adapter/body-group.js';
import type { CommentsGroup } from '../../contracts/adapter/comments-group.js';
import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import type { IssuesGroup } from '../../contracts/adapter/issues-group.js';
import type { LimitReport } from '../../contracts/adapter/limit-report.js';
import type { LinksGroup } from '../../contracts/adapter/links-group.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { WebhooksGroup } from '../../contracts/adapter/webhooks-group.js';

/**
 * An adapter that has everything. Deliveries of webhooks are verified and parsed elsewhere.
 *
 * @public
 */
export interface WholeAdapter extends TrackerAdapter {
  /** What is known of the remaining budget. */
  limits(): LimitReport;
  /** Issues. */
  readonly issues: Required<IssuesGroup>;
  /** Projects, labels, users, statuses, issue types. */
  readonly directory: Required<DirectoryGroup>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Links between issues. */
  readonly links: Required<LinksGroup>;
  /** Files. */
  readonly attachments: Required<AttachmentsGroup>;
  /** Places that point back to the host's object. */
  readonly backlinks: BacklinksGroup;
  /** The tracker's body language. */
  readonly body: BodyGroup;
  /** Webhooks. */
  readonly webhooks: Required<Omit<WebhooksGroup, 'verify' | 'parse'>>;
}

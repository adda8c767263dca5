import type { AttachmentsGroup } from './attachments-group.js';
import type { BacklinksGroup } from './backlinks-group.js';
import type { BodyGroup } from './body-group.js';
import type { CallOptions } from './call-options.js';
import type { CommentsGroup } from './comments-group.js';
import type { ConnectionReport } from './connection-report.js';
import type { DirectoryGroup } from './directory-group.js';
import type { IssuesGroup } from './issues-group.js';
import type { LimitReport } from './limit-report.js';
import type { LinksGroup } from './links-group.js';
import type { ProviderId } from './provider-id.js';
import type { AdapterTraits } from './traits.js';
import type { WebhooksGroup } from './webhooks-group.js';

/**
 * One issue tracker behind one interface. Capability is presence: a method that a tracker or `readOnly` does not allow is
 * absent, so the compiler asks; what the credentials may not do is told by `testConnection`.
 *
 * @public
 */
export interface TrackerAdapter {
  /** The tracker. */
  readonly provider: ProviderId;
  /** Which instance and project of it; `ref.workspace` of every issue it returns. */
  readonly workspace: string;
  /** What presence cannot say. */
  readonly traits: AdapterTraits;
  /** Proves the credentials, names the account and what it may not do. */
  testConnection(options?: CallOptions): Promise<ConnectionReport>;
  /** What is known of the remaining budget. */
  limits?(): LimitReport;
  /** Issues. */
  readonly issues: IssuesGroup;
  /** Projects, labels, users, statuses, issue types. */
  readonly directory: DirectoryGroup;
  /** Comments. */
  readonly comments?: CommentsGroup;
  /** Links between issues. */
  readonly links?: LinksGroup;
  /** Files. */
  readonly attachments?: AttachmentsGroup;
  /** Places that point back to the host's object. */
  readonly backlinks?: BacklinksGroup;
  /** The tracker's body language. */
  readonly body?: BodyGroup;
  /** Webhooks. */
  readonly webhooks?: WebhooksGroup;
}

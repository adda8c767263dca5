import type { DoctrineMode, FieldOwner } from './doctrine.js';
import type { IssueStatus } from './issue-status.js';
import type { IssueType } from './issue-type.js';
import type { Priority } from './priority.js';
import type { Timestamp } from './timestamp.js';

/**
 * The 11 keys of a snapshot on the wire, in order. Locked: a change needs a versioned migration.
 *
 * @public
 */
export const SNAPSHOT_FIELDS = [
  'provider',
  'workspace',
  'external_resource_type',
  'external_resource_id',
  'doctrine_mode',
  'doctrine_field_owners',
  'project_uuid',
  'project_slug',
  'issues',
  'mappings',
  'checkpoint',
] as const;

/**
 * An issue's reference on the wire.
 *
 * @public
 */
export interface WireRef {
  /** The normalised provider. */
  readonly system: string;
  /** The adapter's workspace. */
  readonly workspace: string;
  /** The tracker's immutable id. */
  readonly id: string;
  /** What people call it, or null. */
  readonly key: string | null;
  /** Where a person can open it, or null. */
  readonly url: string | null;
}

/**
 * An issue on the wire. Parent, links, custom fields, creation time and raw stay home.
 *
 * @public
 */
export interface WireIssue {
  /** Which issue. */
  readonly ref: WireRef;
  /** One line. */
  readonly title: string;
  /** Markdown, or null. */
  readonly body: string | null;
  /** The folded status. */
  readonly status: IssueStatus;
  /** The folded kind of work. */
  readonly issue_type: IssueType;
  /** 0 (most urgent) to 4, or null. */
  readonly priority: Priority | null;
  /** The tracker's ids of its assignees, as handed over. */
  readonly assignees: readonly string[];
  /** Label names, as handed over. */
  readonly labels: readonly string[];
  /** RFC 3339 with a numeric offset, or null. */
  readonly updated_at: Timestamp | null;
}

/**
 * A work package to issue mapping on the wire.
 *
 * @public
 */
export interface WireMapping {
  /** The work package. */
  readonly wp_id: string;
  /** The normalised provider. */
  readonly system: string;
  /** The adapter's workspace. */
  readonly workspace: string;
  /** The issue's immutable id. */
  readonly external_id: string;
  /** The issue's key, or null. */
  readonly external_key: string | null;
  /** The issue's address, or null. */
  readonly external_url: string | null;
  /** RFC 3339 with a numeric offset. */
  readonly created_at: Timestamp;
  /** RFC 3339 with a numeric offset. */
  readonly updated_at: Timestamp;
}

/**
 * How far the pull behind a snapshot had come, on the wire.
 *
 * @public
 */
export interface WireCheckpoint {
  /** The page cursor, or null. */
  readonly cursor: string | null;
  /** The watermark, or null. */
  readonly updated_since: Timestamp | null;
}

/**
 * The body of a snapshot publish: exactly these 11 keys, in this order.
 *
 * @public
 */
export interface SnapshotPayload {
  /** The normalised provider. */
  readonly provider: string;
  /** Which instance of the tracker; part of the routing key, because two Jira sites may both have a project `ACME`. */
  readonly workspace: string;
  /** Routing: what the resource is, or null when it could not be resolved. */
  readonly external_resource_type: string | null;
  /** Routing: the resource's id; null exactly when the type is. */
  readonly external_resource_id: string | null;
  /** Who leads. */
  readonly doctrine_mode: DoctrineMode;
  /** Owners of single fields, sorted by name. */
  readonly doctrine_field_owners: Readonly<Record<string, FieldOwner>>;
  /** The host's project, or null. */
  readonly project_uuid: string | null;
  /** The host's name for it, or null. */
  readonly project_slug: string | null;
  /** Ordered by the UTF-8 bytes of `system:workspace:id`. */
  readonly issues: readonly WireIssue[];
  /** Ordered by the UTF-8 bytes of work package, system, workspace and external id. */
  readonly mappings: readonly WireMapping[];
  /** How far the pull had come. */
  readonly checkpoint: WireCheckpoint;
}

import * as z from 'zod/mini';
import { checker } from './acceptor.js';
import { DOCTRINE_MODES, type DoctrineMode, type FieldOwner, zFieldOwners } from './doctrine.js';
import { type IssueStatus, zIssueStatus } from './issue-status.js';
import { type IssueType, zIssueType } from './issue-type.js';
import { type Priority, zPriority } from './priority.js';
import { schemaFor } from './schema-for.js';
import type { StandardSchema } from './standard-schema.js';
import { type Timestamp, zTimestamp } from './timestamp.js';

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

// Whoever sends makes its texts well-formed first: a lone surrogate has no UTF-8, so two runtimes would make two digests.
const HALF = { error: 'contains half of a surrogate pair' };
const isWellFormed = (text: string) => text.isWellFormed();
const zText = z.string().check(z.refine(isWellFormed, HALF));
const zName = zText.check(z.refine((text) => text.trim() !== '', { error: 'must not be blank' }));

const zWireRef = z.strictObject({
  system: zName,
  workspace: zName,
  id: zName,
  key: z.nullable(zText),
  url: z.nullable(zText),
});

// The first wrong entry only: a list of a million would keep a server busy describing it.
const zTexts = z.custom<string[]>(Array.isArray, { error: 'expected array' }).check(({ value, issues }) => {
  const at = value.findIndex((text: unknown) => typeof text !== 'string' || !text.isWellFormed());
  if (at >= 0) {
    issues.push({
      code: 'custom',
      path: [at],
      input: undefined,
      message: 'expected text without half of a surrogate pair',
    });
  }
});

export const zWireIssue = z.strictObject({
  ref: zWireRef,
  title: zName,
  body: z.nullable(zText),
  status: zIssueStatus,
  issue_type: zIssueType,
  priority: z.nullable(zPriority),
  assignees: zTexts,
  labels: zTexts,
  updated_at: z.nullable(zTimestamp),
});

export const zWireMapping = z.strictObject({
  wp_id: zName,
  system: zName,
  workspace: zName,
  external_id: zName,
  external_key: z.nullable(zText),
  external_url: z.nullable(zText),
  created_at: zTimestamp,
  updated_at: zTimestamp,
});

const anyEntries = z.custom<unknown[]>(Array.isArray, { error: 'expected array' });

const shapeWith = <I extends z.ZodMiniType, M extends z.ZodMiniType>(issues: I, mappings: M) =>
  z.strictObject({
    provider: zName,
    workspace: zName,
    external_resource_type: z.nullable(zText),
    external_resource_id: z.nullable(zText),
    doctrine_mode: z.enum(DOCTRINE_MODES),
    doctrine_field_owners: zFieldOwners.check(z.refine((owners) => Object.keys(owners).every(isWellFormed), HALF)),
    project_uuid: z.nullable(zText),
    project_slug: z.nullable(zText),
    issues,
    mappings,
    checkpoint: z.strictObject({ cursor: z.nullable(zText), updated_since: z.nullable(zTimestamp) }),
  });

/** Checks one issue of a payload. */
export const checkWireIssue = checker(zWireIssue);

/** Checks one mapping of a payload. */
export const checkWireMapping = checker(zWireMapping);

/** Everything but the entries of the two lists, which a receiving side checks one by one. */
export const zSnapshotHead = shapeWith(anyEntries, anyEntries);

export const zSnapshotPayload = schemaFor<SnapshotPayload>()(shapeWith(z.array(zWireIssue), z.array(zWireMapping)));

/**
 * Validates the shape of a {@link SnapshotPayload}, each key by itself. The rules between keys (the routing pair, one
 * provider and workspace throughout, no issue twice) are `validateSnapshotPayload`'s.
 *
 * @public
 */
export const snapshotPayloadSchema: StandardSchema<SnapshotPayload> = zSnapshotPayload;

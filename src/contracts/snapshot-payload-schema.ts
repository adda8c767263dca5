import * as z from 'zod/mini';
import { checker } from './acceptor.js';
import { DOCTRINE_MODES, zFieldOwners } from './doctrine.js';
import { zIssueStatus } from './issue-status.js';
import { zIssueType } from './issue-type.js';
import { listOf, zListOf } from './list-of.js';
import { zOneOf } from './one-of.js';
import { zPriority } from './priority.js';
import { schemaFor } from './schema-for.js';
import type { SnapshotPayload } from './snapshot-payload.js';
import type { StandardSchema } from './standard-schema.js';
import { textThat, unless } from './text.js';
import { zTimestamp } from './timestamp.js';
import { toStandardSchema } from './to-standard-schema.js';

// Whoever sends makes its texts well-formed first: a lone surrogate has no UTF-8, so two runtimes would make two digests.
const HALF = 'contains half of a surrogate pair';
const half = (text: string) => !text.isWellFormed() && HALF;
const zText = textThat(half);
const zName = textThat((text) => half(text) || (text.trim() === '' && 'must not be blank'));

const zWireRef = z.strictObject({
  system: zName,
  workspace: zName,
  id: zName,
  key: z.nullable(zText),
  url: z.nullable(zText),
});

const zTexts = zListOf(zText);

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

const shapeWith = <I extends z.ZodMiniType, M extends z.ZodMiniType>(issues: I, mappings: M) =>
  z.strictObject({
    provider: zName,
    workspace: zName,
    external_resource_type: z.nullable(zText),
    external_resource_id: z.nullable(zText),
    doctrine_mode: zOneOf(DOCTRINE_MODES),
    doctrine_field_owners: zFieldOwners.check(unless((owners) => !Object.keys(owners).some(half), HALF)),
    project_uuid: z.nullable(zText),
    project_slug: z.nullable(zText),
    issues,
    mappings,
    checkpoint: z.strictObject({ cursor: z.nullable(zText), updated_since: z.nullable(zTimestamp) }),
  });

/** Checks one issue of a payload. */
export const checkWireIssue = /* @__PURE__ */ checker(zWireIssue);

/** Checks one mapping of a payload. */
export const checkWireMapping = /* @__PURE__ */ checker(zWireMapping);

/** Everything but the entries of the two lists, which a receiving side checks one by one. */
export const zSnapshotHead = /* @__PURE__ */ shapeWith(listOf<unknown>(), listOf<unknown>());

export const zSnapshotPayload = schemaFor<SnapshotPayload>()(shapeWith(zListOf(zWireIssue), zListOf(zWireMapping)));

/**
 * Validates the shape of a `SnapshotPayload`, each key by itself. The rules between keys (the routing pair, one
 * provider and workspace throughout, no issue twice) are `validateSnapshotPayload`'s.
 *
 * @public
 */
export const snapshotPayloadSchema: StandardSchema<SnapshotPayload> =
  /* @__PURE__ */ toStandardSchema(zSnapshotPayload);

import type * as z from 'zod/mini';
import { checker } from './acceptor.js';
import { DOCTRINE_MODES, zFieldOwners } from './doctrine.js';
import { zIssueStatus } from './issue-status.js';
import { zIssueType } from './issue-type.js';
import { listOf, zListOf } from './list-of.js';
import { nullable, strictObject } from './objects.js';
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

const zWireRef = strictObject({
  system: zName,
  workspace: zName,
  id: zName,
  key: nullable(zText),
  url: nullable(zText),
});

const zTexts = zListOf(zText);

export const zWireIssue = strictObject({
  ref: zWireRef,
  title: zName,
  body: nullable(zText),
  status: zIssueStatus,
  issue_type: zIssueType,
  priority: nullable(zPriority),
  assignees: zTexts,
  labels: zTexts,
  updated_at: nullable(zTimestamp),
});

export const zWireMapping = strictObject({
  wp_id: zName,
  system: zName,
  workspace: zName,
  external_id: zName,
  external_key: nullable(zText),
  external_url: nullable(zText),
  created_at: zTimestamp,
  updated_at: zTimestamp,
});

const shapeWith = <I extends z.ZodMiniType, M extends z.ZodMiniType>(issues: I, mappings: M) =>
  strictObject({
    provider: zName,
    workspace: zName,
    external_resource_type: nullable(zText),
    external_resource_id: nullable(zText),
    doctrine_mode: zOneOf(DOCTRINE_MODES),
    doctrine_field_owners: zFieldOwners.check(unless((owners) => !Object.keys(owners).some(half), HALF)),
    project_uuid: nullable(zText),
    project_slug: nullable(zText),
    issues,
    mappings,
    checkpoint: strictObject({ cursor: nullable(zText), updated_since: nullable(zTimestamp) }),
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

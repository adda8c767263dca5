import { checker } from './acceptor.js';
import { zNotBlank } from './external-ref.js';
import { strictObject } from './objects.js';
import { schemaFor } from './schema-for.js';
import type { StandardSchema } from './standard-schema.js';
import { zTextOrNull } from './text.js';
import { type Timestamp, zTimestamp } from './timestamp.js';
import { toStandardSchema } from './to-standard-schema.js';

/**
 * Says that a work package of the host and an issue are the same work.
 *
 * @public
 */
export interface IssueMapping {
  /** The work package, such as `WP01`. */
  readonly wpId: string;
  /** The tracker, a normalised provider id. */
  readonly system: string;
  /** The adapter's workspace. */
  readonly workspace: string;
  /** The issue's immutable id. */
  readonly externalId: string;
  /** The issue's key, or null. */
  readonly externalKey: string | null;
  /** The issue's address, or null. */
  readonly externalUrl: string | null;
  /** When the mapping was made. */
  readonly createdAt: Timestamp;
  /** When it last changed. */
  readonly updatedAt: Timestamp;
}

export const zIssueMapping = schemaFor<IssueMapping>()(
  strictObject({
    wpId: zNotBlank,
    system: zNotBlank,
    workspace: zNotBlank,
    externalId: zNotBlank,
    externalKey: zTextOrNull,
    externalUrl: zTextOrNull,
    createdAt: zTimestamp,
    updatedAt: zTimestamp,
  }),
);

export const checkIssueMapping = checker(zIssueMapping);

/**
 * Validates an {@link IssueMapping}.
 *
 * @public
 */
export const issueMappingSchema: StandardSchema<IssueMapping> = /* @__PURE__ */ toStandardSchema(zIssueMapping);

import { type ExternalRef, zExternalRef } from './external-ref.js';
import { strictObject } from './objects.js';
import { zOneOf } from './one-of.js';
import { schemaFor } from './schema-for.js';

/**
 * How one issue relates to another, read from the issue that carries the link.
 *
 * @public
 */
export const LINK_TYPES = ['blocks', 'blocked_by', 'relates_to', 'duplicates', 'parent_of', 'child_of'] as const;

/**
 * One of {@link LINK_TYPES}.
 *
 * @public
 */
export type LinkType = (typeof LINK_TYPES)[number];

/**
 * A link from the issue that carries it to another issue.
 *
 * @public
 */
export interface IssueRelation {
  /** What this issue is to the target. */
  readonly type: LinkType;
  /** The other issue. */
  readonly target: ExternalRef;
}

export const zIssueRelation = schemaFor<IssueRelation>()(
  strictObject({ type: zOneOf(LINK_TYPES), target: zExternalRef }),
);

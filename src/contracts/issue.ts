import * as z from 'zod/mini';
import { checker } from './acceptor.js';
import { type ExternalRef, zExternalRef, zNotBlank } from './external-ref.js';
import { type IssueRelation, zIssueRelation } from './issue-link.js';
import { type IssueStatus, zIssueStatus } from './issue-status.js';
import { type IssueType, zIssueType } from './issue-type.js';
import { zListOf } from './list-of.js';
import { nullable, strictObject } from './objects.js';
import { zOneOf } from './one-of.js';
import { zPlainObject } from './plain-object.js';
import { type Priority, zPriority } from './priority.js';
import { schemaFor } from './schema-for.js';
import type { StandardSchema } from './standard-schema.js';
import { zText, zTextOrNull } from './text.js';
import { type Timestamp, zTimestamp } from './timestamp.js';
import { toStandardSchema } from './to-standard-schema.js';

/**
 * Who may read a thing at its tracker. `restricted` covers confidential issues, security levels and internal notes: what
 * is restricted leaves the SDK only where the host said so.
 *
 * @public
 */
export type Visibility = 'public' | 'restricted';

/**
 * An issue in the canonical form that every adapter reads and writes.
 *
 * @public
 */
export interface Issue {
  /** Which issue. */
  readonly ref: ExternalRef;
  /** One line, not blank. */
  readonly title: string;
  /** Markdown, or null when there is none. */
  readonly body: string | null;
  /** The folded status. */
  readonly status: IssueStatus;
  /** The tracker's own word for the status, or null when it has none beyond `status`. */
  readonly statusName: string | null;
  /** The folded kind of work. */
  readonly issueType: IssueType;
  /** 0 (most urgent) to 4, or null. */
  readonly priority: Priority | null;
  /** The tracker's ids of the people it is assigned to, sorted. */
  readonly assignees: readonly string[];
  /** Label names, sorted. */
  readonly labels: readonly string[];
  /** The issue this one is part of, or null. */
  readonly parent: ExternalRef | null;
  /** Links to other issues. */
  readonly links: readonly IssueRelation[];
  /** Further fields by the tracker's names. */
  readonly customFields: Readonly<Record<string, unknown>>;
  /** When it was created, or null when the tracker does not say. */
  readonly createdAt: Timestamp | null;
  /** When it last changed, or null when the tracker does not say. */
  readonly updatedAt: Timestamp | null;
  /** What the tracker offers for optimistic locking, or null. */
  readonly revision: string | null;
  /** Who may read it at the tracker. */
  readonly visibility: Visibility;
  /** The tracker's own object, where it was asked for; else null. */
  readonly raw: unknown;
}

const strings = zListOf(zText);

export const zIssue = schemaFor<Issue>()(
  strictObject({
    ref: zExternalRef,
    title: zNotBlank,
    body: zTextOrNull,
    status: zIssueStatus,
    statusName: zTextOrNull,
    issueType: zIssueType,
    priority: nullable(zPriority),
    assignees: strings,
    labels: strings,
    parent: nullable(zExternalRef),
    links: zListOf(zIssueRelation),
    customFields: zPlainObject,
    createdAt: nullable(zTimestamp),
    updatedAt: nullable(zTimestamp),
    revision: zTextOrNull,
    visibility: zOneOf(['public', 'restricted']),
    raw: z.custom<unknown>(() => true),
  }),
);

export const checkIssue = checker(zIssue);

/**
 * Validates an {@link Issue}.
 *
 * @public
 */
export const issueSchema: StandardSchema<Issue> = /* @__PURE__ */ toStandardSchema(zIssue);

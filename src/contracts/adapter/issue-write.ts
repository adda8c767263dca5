import * as z from 'zod/mini';
import { type ExternalRef, zExternalRef, zNotBlank } from '../external-ref.js';
import type { Issue, Visibility } from '../issue.js';
import { type IssueStatus, zIssueStatus } from '../issue-status.js';
import { type IssueType, zIssueType } from '../issue-type.js';
import { zListOf } from '../list-of.js';
import { exactOptional, nullable, strictObject } from '../objects.js';
import { zOneOf } from '../one-of.js';
import { zPlainObject } from '../plain-object.js';
import { type Priority, zPriority } from '../priority.js';
import { schemaFor } from '../schema-for.js';

/**
 * An issue to be made.
 *
 * @public
 */
export interface IssueDraft {
  /** One line, not blank. */
  readonly title: string;
  /** Markdown, or null. */
  readonly body?: string | null;
  /** The status to end in; trackers that create in an initial state are moved there. */
  readonly status?: IssueStatus;
  /** The kind of work. */
  readonly issueType?: IssueType;
  /** 0 (most urgent) to 4, or null. */
  readonly priority?: Priority | null;
  /** The tracker's ids of people. */
  readonly assignees?: readonly string[];
  /** Label names. */
  readonly labels?: readonly string[];
  /** The issue this one is part of. */
  readonly parent?: ExternalRef | null;
  /** Further fields by the tracker's names. */
  readonly customFields?: Readonly<Record<string, unknown>>;
  /** `restricted`: not for everyone. A tracker that cannot keep it so refuses with an `UnsupportedError`. */
  readonly visibility?: Visibility;
}

/**
 * The fields of an issue to change; absent ones stay as they are.
 *
 * @public
 */
export interface IssuePatch extends Partial<IssueDraft> {
  /** Refuse with a `ConflictError` unless the issue still has this `revision`. */
  readonly expectedRevision?: string;
}

/**
 * A field that the tracker could not hold, or held differently.
 *
 * @public
 */
export interface FieldWarning {
  /** The field's name in the canonical model. */
  readonly field: string;
  /** What became of it, and why. */
  readonly message: string;
}

/**
 * What a write did.
 *
 * @public
 */
export interface IssueWriteResult {
  /** The issue as the tracker has it now. */
  readonly issue: Issue;
  /** Fields that were not written as asked. */
  readonly warnings: readonly FieldWarning[];
}

const draftShape = {
  title: zNotBlank,
  body: exactOptional(nullable(z.string())),
  status: exactOptional(zIssueStatus),
  issueType: exactOptional(zIssueType),
  priority: exactOptional(nullable(zPriority)),
  assignees: exactOptional(zListOf(zNotBlank)),
  labels: exactOptional(zListOf(zNotBlank)),
  parent: exactOptional(nullable(zExternalRef)),
  customFields: exactOptional(zPlainObject),
  visibility: exactOptional(zOneOf(['public', 'restricted'])),
};

/** @internal */
export const zIssueDraft = schemaFor<IssueDraft>()(strictObject(draftShape));

/** @internal */
export const zIssuePatch = schemaFor<IssuePatch>()(
  strictObject({ ...draftShape, title: exactOptional(zNotBlank), expectedRevision: exactOptional(z.string()) }),
);

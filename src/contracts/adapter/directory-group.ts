import type { IssueStatus } from '../issue-status.js';
import type { IssueType } from '../issue-type.js';
import type { Page } from '../page.js';
import type { CallOptions } from './call-options.js';

/**
 * Which part of the directory to read.
 *
 * @public
 */
export interface DirectoryQuery {
  /** The project to look into, by its id; the adapter's own when absent. */
  readonly project?: string;
  /** Where to go on: the `cursor` of an earlier page. */
  readonly cursor?: string;
}

/**
 * A project, repository or team that holds issues.
 *
 * @public
 */
export interface DirectoryProject {
  /** The tracker's id. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** Its short key, or null. */
  readonly key: string | null;
  /** Where a person can open it, or null. */
  readonly url: string | null;
}

/**
 * A person whom an issue can be assigned to.
 *
 * @public
 */
export interface DirectoryUser {
  /** The id that `assignees` holds. */
  readonly id: string;
  /** The display name; never an identity. */
  readonly name: string;
  /** The e-mail address, where the tracker shows it; else null. */
  readonly email: string | null;
}

/**
 * A status of the tracker's workflow.
 *
 * @public
 */
export interface DirectoryStatus {
  /** The tracker's id. */
  readonly id: string;
  /** The tracker's own word. */
  readonly name: string;
  /** What it folds to. */
  readonly status: IssueStatus;
}

/**
 * A field of an issue type.
 *
 * @public
 */
export interface DirectoryField {
  /** The tracker's name of the field. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** Whether a create fails without it. */
  readonly required: boolean;
  /** Whether it is one of the tracker's own or was added by its administrators. */
  readonly custom: boolean;
}

/**
 * A kind of issue that can be created.
 *
 * @public
 */
export interface DirectoryIssueType {
  /** The tracker's id. */
  readonly id: string;
  /** The tracker's own word. */
  readonly name: string;
  /** What it folds to. */
  readonly issueType: IssueType;
  /** Its fields. */
  readonly fields: readonly DirectoryField[];
}

/**
 * What there is at a tracker beside issues.
 *
 * @public
 */
export interface DirectoryGroup {
  /** Projects the credentials can see. */
  projects(query?: DirectoryQuery, options?: CallOptions): AsyncGenerator<Page<DirectoryProject>, void, void>;
  /** Label names. */
  labels?(query?: DirectoryQuery, options?: CallOptions): AsyncGenerator<Page<string>, void, void>;
  /** People whom issues can be assigned to. */
  users?(query?: DirectoryQuery, options?: CallOptions): AsyncGenerator<Page<DirectoryUser>, void, void>;
  /** The statuses of the workflow. */
  statuses?(query?: DirectoryQuery, options?: CallOptions): AsyncGenerator<Page<DirectoryStatus>, void, void>;
  /** The kinds of issue, with their fields. */
  issueTypes?(query?: DirectoryQuery, options?: CallOptions): AsyncGenerator<Page<DirectoryIssueType>, void, void>;
}

import { createLabelCodec } from '../../contracts/adapter/label-codec.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { Problem } from '../../errors/problem.js';
import type { CallContext, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpClient, HttpReply } from '../../http/http-request.js';
import type { GitlabOptions } from './options.js';

/** What names mean. @internal */
export interface GitlabWords {
  readonly status: Words<IssueStatus>;
  readonly priority: Words<Priority>;
  readonly type: Words<IssueType>;
}

/** What the operations work with. @internal */
export interface GitlabContext {
  readonly http: HttpClient;
  /** The project as the options spell it; `ref.workspace` of every issue. */
  readonly workspace: string;
  /** The project below the base URL: `/projects/group%2Fproject`. */
  readonly path: string;
  /** Where people open the server, without a slash at the end. */
  readonly server: string;
  readonly words: GitlabWords;
  readonly resolveUser: GitlabOptions['resolveUser'];
  readonly readOnly: boolean;
}

/** Labels cannot hold commas in this API: it cuts lists of them at each. @internal */
export const LABELS = /* @__PURE__ */ createLabelCodec(',');

/** A call of which nothing was sent. @internal */
export function unsent(operation: string): CallContext {
  return { operation, provider: 'gitlab', attempts: 0 };
}

/** @internal */
export function invalid(operation: string, path: string, message: string): InvalidInputError {
  return invalidAt(operation, [{ path, message }]);
}

/** @internal */
export function invalidAt(operation: string, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: unsent(operation) });
}

/** @internal */
export function unsupported(operation: string, why: string): UnsupportedError {
  return new UnsupportedError(`gitlab ${operation}: ${why}`, { context: unsent(operation) });
}

/** @internal */
export function detailsOf({ attempts, status }: HttpReply<unknown>, operation: string): TrackerErrorDetails {
  return { context: { operation, provider: 'gitlab', attempts, httpStatus: status } };
}

/** A project below the base URL, by its path or its id. @internal */
export function projectPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}`;
}

/** The path of an issue, by its number in the project. @internal */
export function issuePath({ path }: GitlabContext, id: string, operation: string, field = 'id'): string {
  return `${path}/issues/${numberIn(id, operation, field)}`;
}

/** A number as GitLab gives them, checked before it becomes part of a path. @internal */
export function numberIn(id: string, operation: string, field: string): string {
  if (/^[1-9]\d{0,15}$/.test(id)) return id;
  throw invalid(operation, field, 'expected a number as text, such as 42');
}

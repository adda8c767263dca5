import { checkInput } from '../../contracts/adapter/check-input.js';
import { createLabelCodec } from '../../contracts/adapter/label-codec.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import type { Schema } from '../../contracts/schema.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { Problem } from '../../errors/problem.js';
import type { CallContext, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpClient, HttpReply, HttpRequest } from '../../http/http-request.js';
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
  readonly iidOf: GitlabOptions['iidOf'];
  readonly readOnly: boolean;
}

/** One call of an operation. @internal */
export interface GitlabCall extends GitlabContext {
  readonly operation: string;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Sends a request of this call. */
  send<Body = unknown>(request: Omit<HttpRequest<Body>, 'operation' | 'signal'>): Promise<HttpReply<Body>>;
  /** What the call was handed, checked. */
  check<Value>(schema: Schema<Value>, value: unknown): Value;
  /** A number as GitLab gives them, checked before it becomes part of a path. */
  number(id: string, field: string): string;
}

/** @internal */
export function begin(context: GitlabContext, operation: string, signal: AbortSignal | undefined): GitlabCall {
  const call: GitlabCall = {
    ...context,
    operation,
    signal,
    send: (request) => context.http.send({ operation, signal, ...request }),
    check: (schema, value) => checkInput(schema, value, operation, 'gitlab'),
    number(id, field) {
      if (/^[1-9]\d{0,15}$/.test(id)) return id;
      throw invalid(call, field, 'expected a number as text, such as 42');
    },
  };
  return call;
}

/** Labels cannot hold commas in this API: it cuts lists of them at each. @internal */
export const LABELS = /* @__PURE__ */ createLabelCodec(',');

/** A call of which nothing was sent. @internal */
export function unsent({ operation }: Pick<GitlabCall, 'operation'>): CallContext {
  return { operation, provider: 'gitlab', attempts: 0 };
}

/** @internal */
export function invalid(call: GitlabCall, path: string, message: string): InvalidInputError {
  return invalidAt(call, [{ path, message }]);
}

/** @internal */
export function invalidAt(call: GitlabCall, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: unsent(call) });
}

/** @internal */
export function unsupported(call: GitlabCall, why: string): UnsupportedError {
  return new UnsupportedError(`gitlab ${call.operation}: ${why}`, { context: unsent(call) });
}

/**
 * An error about an answer that GitLab itself took for a good one.
 *
 * @internal
 */
export function about<Facts, Fault>(
  { operation }: GitlabCall,
  { attempts, status }: HttpReply<unknown>,
  Class: new (message: string, details: TrackerErrorDetails & Facts) => Fault,
  what: string,
  facts: Facts & Pick<TrackerErrorDetails, 'cause'>,
): Fault {
  const context: CallContext = { operation, provider: 'gitlab', attempts, httpStatus: status };
  return new Class(`gitlab ${operation}: ${what}`, { context, ...facts });
}

/** A project below the base URL, by its path or its id. @internal */
export function projectPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}`;
}

/** The path of an issue, by its number in the project. @internal */
export function issuePath(call: GitlabCall, id: string, field = 'issueId'): string {
  return `${call.path}/issues/${call.number(id, field)}`;
}

import { checkInput } from '../../contracts/adapter/check-input.js';
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
import type { RedmineSettings } from './options.js';
import { type Session, sendAsAccount } from './session.js';

/** What names mean. @internal */
export interface RedmineWords {
  readonly status: Words<IssueStatus>;
  readonly priority: Words<Priority>;
  readonly type: Words<IssueType>;
}

/** What the operations work with. @internal */
export interface RedmineContext extends Pick<RedmineSettings, 'workspace' | 'server' | 'textFormatting'> {
  readonly labels: RedmineSettings['labels'] | undefined;
  readonly resolveUser: RedmineSettings['resolveUser'] | undefined;
  readonly http: HttpClient;
  readonly session: Session;
  readonly words: RedmineWords;
  readonly readOnly: boolean;
}

/** What a request of a call says. @internal */
export type CallRequest<Body> = Omit<HttpRequest<Body>, 'operation' | 'signal'>;

/** One call of an operation. @internal */
export interface RedmineCall extends RedmineContext {
  readonly operation: string;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Sends a request of this call, as the account of the key and as nobody else. */
  send<Body = unknown>(request: CallRequest<Body>): Promise<HttpReply<Body>>;
  /** What the call was handed, checked. */
  check<Value>(schema: Schema<Value>, value: unknown): Value;
  /** A number as Redmine gives them, checked before it becomes part of a path. */
  number(id: string, field: string): string;
}

/** @internal */
export function begin(context: RedmineContext, operation: string, signal: AbortSignal | undefined): RedmineCall {
  const call: RedmineCall = {
    ...context,
    operation,
    signal,
    send: (request) => sendAsAccount(call, request),
    check: (schema, value) => checkInput(schema, value, operation, 'redmine'),
    number(id, field) {
      if (/^[1-9]\d{0,9}$/.test(id)) return id;
      throw invalid(call, field, 'expected a number as text, such as 42');
    },
  };
  return call;
}

/** A call of which nothing was sent. @internal */
export function unsent({ operation }: Pick<RedmineCall, 'operation'>): CallContext {
  return { operation, provider: 'redmine', attempts: 0 };
}

/** @internal */
export function invalid(call: Pick<RedmineCall, 'operation'>, path: string, message: string): InvalidInputError {
  return invalidAt(call, [{ path, message }]);
}

/** @internal */
export function invalidAt(call: Pick<RedmineCall, 'operation'>, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: unsent(call) });
}

/** @internal */
export function unsupported(call: RedmineCall, why: string): UnsupportedError {
  return new UnsupportedError(`redmine ${call.operation}: ${why}`, { context: unsent(call) });
}

/**
 * An error about an answer that Redmine itself took for a good one.
 *
 * @internal
 */
export function about<Facts, Fault>(
  { operation }: Pick<RedmineCall, 'operation'>,
  { attempts, status }: Pick<HttpReply<unknown>, 'attempts' | 'status'>,
  Class: new (message: string, details: TrackerErrorDetails & Facts) => Fault,
  what: string,
  facts: Facts & Pick<TrackerErrorDetails, 'cause'>,
): Fault {
  const context: CallContext = { operation, provider: 'redmine', attempts, httpStatus: status };
  return new Class(`redmine ${operation}: ${what}`, { context, ...facts });
}

/** A project below the base URL, by its identifier or its number. @internal */
export function projectPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}`;
}

/** The path of an issue. @internal */
export function issuePath(call: RedmineCall, id: string, field = 'issueId'): string {
  return `/issues/${call.number(id, field)}.json`;
}

import type { Words } from '../../contracts/adapter/word-map.js';
import type { LinkType } from '../../contracts/issue-link.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { Problem } from '../../errors/problem.js';
import type { CallContext, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpClient, HttpReply, HttpRequest } from '../../http/http-request.js';
import type { YoutrackSettings } from './options.js';

/** What names mean. @internal */
export interface YoutrackWords {
  readonly status: Words<IssueStatus>;
  readonly event: Words<IssueStatus>;
  readonly priority: Words<Priority>;
  readonly type: Words<IssueType>;
  readonly link: Words<LinkType>;
}

/** What the operations work with. @internal */
export interface YoutrackContext extends Omit<YoutrackSettings, 'client'> {
  readonly http: HttpClient;
  readonly words: YoutrackWords;
  readonly now: () => number;
  /** What was learnt of projects, by the name that they were asked for: kept for some minutes. */
  readonly known: Map<string, { readonly until: number; readonly project: unknown }>;
  /** The id of this adapter's project, as soon as it is known: its short name may be another today. */
  readonly own: { id?: string };
}

/** A request of a call: every one says which fields it wants, because YouTrack tells nothing else. @internal */
export interface YoutrackRequest<Body> extends Omit<HttpRequest<Body>, 'operation' | 'signal' | 'search'> {
  /** What is to be in the answer; absent only for a deletion, which is answered with nothing. */
  readonly fields?: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** One call of an operation. @internal */
export interface YoutrackCall extends YoutrackContext {
  readonly operation: string;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Sends a request of this call. */
  send<Body = unknown>(request: YoutrackRequest<Body>): Promise<HttpReply<Body>>;
}

/** @internal */
export function begin(context: YoutrackContext, operation: string, signal: AbortSignal | undefined): YoutrackCall {
  return {
    ...context,
    operation,
    signal,
    send: ({ fields, search, ...request }) => {
      const query = { ...search, ...(fields !== undefined && { fields }) };
      const sent = Object.keys(query).length > 0 && { search: new URLSearchParams(query) };
      return context.http.send({ operation, signal, ...request, ...sent });
    },
  };
}

/** A call of which nothing was sent. @internal */
export function unsent({ operation }: Pick<YoutrackCall, 'operation'>): CallContext {
  return { operation, provider: 'youtrack', attempts: 0 };
}

/** @internal */
export function invalid(call: YoutrackCall, path: string, message: string): InvalidInputError {
  return invalidAt(call, [{ path, message }]);
}

/** @internal */
export function invalidAt(call: YoutrackCall, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: unsent(call) });
}

/** @internal */
export function unsupported(call: YoutrackCall, why: string): UnsupportedError {
  return new UnsupportedError(`youtrack ${call.operation}: ${why}`, { context: unsent(call) });
}

/**
 * An error about an answer that YouTrack itself took for a good one.
 *
 * @internal
 */
export function about<Facts, Fault>(
  { operation }: YoutrackCall,
  { attempts, status }: Pick<HttpReply<unknown>, 'attempts' | 'status'>,
  Class: new (message: string, details: TrackerErrorDetails & Facts) => Fault,
  what: string,
  facts: Facts & Pick<TrackerErrorDetails, 'cause'>,
): Fault {
  const context: CallContext = { operation, provider: 'youtrack', attempts, httpStatus: status };
  return new Class(`youtrack ${operation}: ${what}`, { context, ...facts });
}

/** An issue's id, `2-123`, or its key, `DEV-7`; YouTrack takes both in a path. */
const ISSUE = /^[\p{L}\p{N}][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*-\d{1,15}$/u;

/** The path of an issue, by its id or its key. @internal */
export function issuePath(call: YoutrackCall, id: string, field = 'issueId'): string {
  return `/issues/${segment(call, id, field, ISSUE, '2-123 or DEV-7')}`;
}

/** A part of a path, checked and encoded. @internal */
export function segment(call: YoutrackCall, id: string, field: string, form: RegExp, like: string): string {
  if (typeof id !== 'string' || !form.test(id))
    throw invalid(call, field, `expected an id of YouTrack's, such as ${like}`);
  return encodeURIComponent(id);
}

import { checkInput } from '../../contracts/adapter/check-input.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Schema } from '../../contracts/schema.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { Problem } from '../../errors/problem.js';
import type { CallContext, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpClient, HttpClientOptions, HttpReply, HttpRequest } from '../../http/http-request.js';
import type { Runtime } from '../../runtime/runtime.js';
import { isUuid, type LinearOptions } from './options.js';
import type { Team } from './team.js';

/** What the operations work with. @internal */
export interface LinearContext {
  readonly http: HttpClient;
  readonly ports: Runtime;
  /** The credentials as texts to be masked, for what is sent without them. */
  readonly secrets: () => Promise<readonly string[]>;
  /** The HTTP client's options without the credentials, for an upload to another host. */
  readonly plain: Omit<HttpClientOptions, 'baseUrl'>;
  /** The team as the options spell it, by id or key; `ref.workspace` of every issue of it. */
  readonly workspace: string;
  readonly words: { readonly status: Words<IssueStatus>; readonly type: Words<IssueType> };
  readonly resolveUser: LinearOptions['resolveUser'];
  readonly readOnly: boolean;
  readonly allowInsecureHttp: boolean;
  /** What was learnt and is asked for anew only where it no longer holds. */
  readonly memo: {
    /** How many issues a page may have; less after Linear said that a query is too complex. */
    pageSize: number;
    team?: Promise<Team> | undefined;
  };
}

/** A document and its variables. @internal */
export interface LinearRequest<Body>
  extends Pick<HttpRequest<Body>, 'repeatability' | 'clientKey' | 'secrets' | 'onAttempt'> {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly schema: Schema<Body>;
}

/** One call of an operation. @internal */
export interface LinearCall extends LinearContext {
  readonly operation: string;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Sends a document of this call; without further words one that only reads. */
  send<Body>(request: LinearRequest<Body>): Promise<HttpReply<Body>>;
  /** What the call was handed, checked. */
  check<Value>(schema: Schema<Value>, value: unknown): Value;
  /** An id as Linear gives them. */
  uuid(id: string, field: string): string;
}

/** @internal */
export function begin(context: LinearContext, operation: string, signal: AbortSignal | undefined): LinearCall {
  const call: LinearCall = {
    ...context,
    operation,
    signal,
    send: ({ document, variables, ...request }) =>
      context.http.send({
        operation,
        signal,
        method: 'POST',
        path: '/graphql',
        body: { query: document, variables },
        repeatability: 'read',
        ...request,
      }),
    check: (schema, value) => checkInput(schema, value, operation, 'linear'),
    uuid(id, field) {
      if (isUuid(id)) return id;
      throw invalid(call, field, "expected one of Linear's ids, a UUID in lower case");
    },
  };
  return call;
}

/** A call of which nothing was sent. @internal */
export function unsent({ operation }: Pick<LinearCall, 'operation'>): CallContext {
  return { operation, provider: 'linear', attempts: 0 };
}

/** @internal */
export function invalid(call: LinearCall, path: string, message: string): InvalidInputError {
  return invalidAt(call, [{ path, message }]);
}

/** @internal */
export function invalidAt(call: LinearCall, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: unsent(call) });
}

/** @internal */
export function unsupported(call: LinearCall, why: string): UnsupportedError {
  return new UnsupportedError(`linear ${call.operation}: ${why}`, { context: unsent(call) });
}

/** What is known of an answer. @internal */
export type Answered = Pick<HttpReply<unknown>, 'attempts' | 'status'>;

/**
 * An error about an answer that Linear itself took for a good one.
 *
 * @internal
 */
export function about<Facts, Fault>(
  { operation }: Pick<LinearCall, 'operation'>,
  { attempts, status }: Answered,
  Class: new (message: string, details: TrackerErrorDetails & Facts) => Fault,
  what: string,
  facts: Facts & Pick<TrackerErrorDetails, 'cause'>,
): Fault {
  const context: CallContext = { operation, provider: 'linear', attempts, httpStatus: status };
  return new Class(`linear ${operation}: ${what}`, { context, ...facts });
}

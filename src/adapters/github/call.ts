import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpReply, HttpRequest } from '../../http/http-request.js';
import { labelOf } from './faults.js';
import type { GithubContext } from './options.js';

type Details<More> = TrackerErrorDetails & More;

/** One call of an operation: what it works with, its name, and how it asks and fails. @internal */
export interface GithubCall extends GithubContext {
  readonly operation: string;
  /** The caller's, for an operation that asks nobody. */
  readonly signal: AbortSignal | undefined;
  /** Asks GitHub, in the name of the operation, until the caller ends the call. */
  send<Body>(request: Omit<HttpRequest<Body>, 'operation' | 'signal'>): Promise<HttpReply<Body>>;
}

/** Begins a call. @internal */
export function startCall(context: GithubContext, operation: string, signal: AbortSignal | undefined): GithubCall {
  return { ...context, operation, signal, send: (request) => context.http.send({ ...request, operation, signal }) };
}

/** What an error of a call is made from: the answer that it met, or that nothing was sent. @internal */
export function detailsOf({ operation }: GithubCall, reply?: HttpReply<unknown>): TrackerErrorDetails {
  const answered = reply && { httpStatus: reply.status };
  return { context: { operation, provider: 'github', attempts: reply?.attempts ?? 0, ...answered } };
}

/** An error of a call that says one thing. @internal */
export function failed<More, Fault extends TrackerError>(
  call: GithubCall,
  Class: new (message: string, details: Details<More>) => Fault,
  what: string,
  reply?: HttpReply<unknown>,
  more?: More,
): Fault {
  const details = detailsOf(call, reply);
  return new Class(`${labelOf(details)}: ${what}`, { ...details, ...(more as More) });
}

/** GitHub has no way to do it. @internal */
export function unsupported(call: GithubCall, why: string): UnsupportedError {
  return failed(call, UnsupportedError, why);
}

/** What a caller handed over is wrong in one place. @internal */
export function invalid(call: GithubCall, path: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path, message }], detailsOf(call));
}

/** A number of GitHub's in a path: of an issue, a comment, a hook. @internal */
export function numberIn(call: GithubCall, id: string, where: string): string {
  if (/^[1-9]\d{0,15}$/.test(id)) return id;
  throw invalid(call, where, 'expected a number as text, such as 42');
}

/** `owner/repo` as it stands in a path. @internal */
export function isRepository(text: string): boolean {
  return /^(?!\.{1,2}\/)[\w.-]+\/(?!\.{1,2}$)[\w.-]+$/.test(text);
}

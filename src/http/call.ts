import { InvalidInputError } from '../errors/invalid-input-error.js';
import { redact, toCause } from '../errors/redact.js';
import type { CallContext, TrackerErrorDetails } from '../errors/tracker-error.js';
import type { Runtime } from '../runtime/runtime.js';
import type { HttpClientOptions, HttpRequest, Repeatability } from './http-request.js';
import { requestUrl } from './request-url.js';
import { secretsOf } from './secrets.js';

/**
 * One `send`: what was asked for, and the tally over its attempts.
 *
 * @internal
 */
export interface Call {
  readonly request: HttpRequest;
  readonly options: HttpClientOptions;
  readonly runtime: Runtime;
  readonly method: string;
  readonly repeatability: Repeatability;
  readonly url: string;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
  /** How the call is named at the start of every message. */
  readonly label: string;
  /** The credential headers used so far, for masking. */
  readonly credentials: Readonly<Record<string, string>>[];
  /** Requests sent. */
  sent: number;
}

/**
 * One attempt of a call. A fresh one each time: what is left over from an attempt that ran out of time may still come in.
 *
 * @internal
 */
export interface Attempt {
  readonly call: Call;
  /** Whether its request was sent. */
  inFlight: boolean;
  /** Its answer, as soon as the head is there. */
  answer: Response | undefined;
  /** The wait that the answer asks for, in milliseconds. */
  retryAfterMs: number | undefined;
  /** Whether it ended by the host's own ports, after which nothing is repeated. */
  final: boolean;
}

/** The body as it goes out, once for all attempts. */
function encodeBody({ body, operation }: HttpRequest): string | Uint8Array<ArrayBuffer> | null {
  // `fetch` takes no view of shared memory and says so itself; every other view passes as it is.
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>;
  try {
    return JSON.stringify(body) ?? null;
  } catch {
    const problems = [{ path: 'body', message: 'cannot be written as JSON (a cycle, or a bigint)' }];
    throw new InvalidInputError(problems, { context: { operation, attempts: 0 } });
  }
}

/**
 * Starts a call. Nothing is sent yet.
 *
 * @throws InvalidInputError when the path or the body cannot be sent.
 *
 * @internal
 */
export function startCall(options: HttpClientOptions, base: string, runtime: Runtime, request: HttpRequest): Call {
  const { method = 'GET', operation } = request;
  return {
    request,
    options,
    runtime,
    method,
    repeatability: request.repeatability ?? (method === 'GET' ? 'read' : 'write'),
    url: requestUrl(base, request),
    body: encodeBody(request),
    label: options.provider === undefined ? operation : `${options.provider} ${operation}`,
    credentials: [],
    sent: 0,
  };
}

/**
 * Starts an attempt.
 *
 * @internal
 */
export function startAttempt(call: Call): Attempt {
  return { call, inFlight: false, answer: undefined, retryAfterMs: undefined, final: false };
}

function secretsIn({ credentials, request, url }: Call): string[] {
  // The whole address too: some runtimes print it, and a query may hold anything.
  const { href, search } = new URL(url);
  return secretsOf(credentials, [...(request.secrets ?? []), url, href, search.slice(1)]);
}

/**
 * Masks the call's secrets in a text and clips it.
 *
 * @internal
 */
export function redactFor(call: Call, text: string): string {
  return redact(text, secretsIn(call));
}

const REQUEST_IDS = ['x-request-id', 'x-github-request-id', 'x-arequestid', 'x-ms-request-id', 'x-vss-e2eid'];

/**
 * What every error of an attempt is made from.
 *
 * @param foreign - A foreign error behind it, which is kept as a redacted summary.
 *
 * @internal
 */
export function detailsOf({ call, answer }: Attempt, foreign?: unknown): TrackerErrorDetails {
  const { options, request, sent } = call;
  const requestId = REQUEST_IDS.map((name) => answer?.headers.get(name)).find(Boolean);
  const context: CallContext = {
    operation: request.operation,
    attempts: sent,
    ...(options.provider !== undefined && { provider: options.provider }),
    ...(requestId && { requestId: redactFor(call, requestId) }),
    // 0 is how a browser hides a redirect.
    ...(answer?.status && { httpStatus: answer.status }),
  };
  return foreign === undefined ? { context } : { context, cause: toCause(foreign, secretsIn(call)) };
}

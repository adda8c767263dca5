import { labelOf } from '../errors/label-of.js';
import { redact, toCause } from '../errors/redact.js';
import type { CallContext, TrackerErrorDetails } from '../errors/tracker-error.js';
import type { Runtime } from '../runtime/runtime.js';
import type { HttpClientOptions, HttpRequest, Repeatability, RetryOptions } from './http-request.js';
import { invalidRequest, requestUrl } from './request-url.js';
import { secretsOf } from './secrets.js';

/**
 * Headers as plain values.
 *
 * @internal
 */
export type HeaderValues = Readonly<Record<string, string>>;

/**
 * A form as multipart, whole.
 *
 * @internal
 */
export interface FormBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** With its boundary. */
  readonly type: string;
}

/**
 * What all calls of one client share, made once.
 *
 * @internal
 */
export interface Client {
  readonly options: HttpClientOptions;
  readonly runtime: Runtime;
  /** Origin and prefix, without a slash at the end. */
  readonly base: string;
  readonly policy: Readonly<Record<keyof RetryOptions, number>>;
  /** What is left for repeats, so that an outage is not amplified. */
  readonly budget: { left: number };
  /** The one that asks for new credentials, while it does. */
  readonly renewal: { running?: Promise<HeaderValues | undefined> };
}

/**
 * One `send`: what was asked for, the tally over its attempts, and where the newest attempt stands.
 *
 * What is left over from an attempt that ran out of time may still come in; it writes nothing here that a later attempt
 * goes by.
 *
 * @internal
 */
export interface Call extends Client {
  readonly request: HttpRequest;
  readonly repeatability: Repeatability;
  readonly url: string;
  readonly body: string | Uint8Array<ArrayBuffer> | FormData | null;
  /** When its time is over, in milliseconds since 1970. */
  readonly deadline: number;
  /** The body where that is a form, as soon as it was read. */
  form?: FormBytes;
  /** The credential headers used so far, for masking. */
  readonly credentials: HeaderValues[];
  /** Attempts reported. */
  attempts: number;
  /** Requests sent. */
  sent: number;
  /** The credentials that were given in place of refused ones. */
  renewed?: HeaderValues;
  /** Whether a 401 was met with a refresh. */
  hasRefreshed?: boolean;
  /** What one of the host's own ports failed with, which have retries of their own: nothing is repeated after it. */
  portFault?: unknown;
  /** Whether the newest attempt has sent a write that must not be sent twice, and no refusal to connect came back. */
  mayBeApplied?: boolean;
  /** The newest attempt's answer, as soon as the head is there. */
  answer?: Response | undefined;
  /** Whether it is a fault by its body, whatever its status. */
  isFault?: boolean;
  /** The wait that it asks for when it is a fault, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/** The body as it goes out, once for all attempts. */
function encodeBody({ body, operation }: HttpRequest): Call['body'] {
  // `fetch` takes no view of shared memory and says so itself; every other view passes as it is.
  if (body instanceof Uint8Array || body instanceof FormData) return body as Uint8Array<ArrayBuffer> | FormData;
  try {
    return JSON.stringify(body) ?? null;
  } catch {
    throw invalidRequest(operation, 'body', 'cannot be written as JSON');
  }
}

/**
 * Starts a call. Nothing is sent yet; the deadline begins here.
 *
 * @throws InvalidInputError when the path or the body cannot be sent.
 *
 * @internal
 */
export function startCall(client: Client, request: HttpRequest): Call {
  const { method = 'GET', repeatability = method === 'GET' ? 'read' : 'write' } = request;
  return {
    ...client,
    request,
    repeatability,
    url: requestUrl(client.base, request),
    body: encodeBody(request),
    deadline: client.runtime.now() + client.policy.deadlineMs,
    credentials: [],
    attempts: 0,
    sent: 0,
  };
}

/**
 * What to mask in texts that others wrote.
 *
 * @internal
 */
export function secretsIn({ credentials, request, url }: Call): string[] {
  // The whole address too: some runtimes print it, and a query may hold anything.
  const { href, search } = new URL(url);
  return secretsOf(credentials, [...(request.secrets ?? []), href, search.slice(1)]);
}

/**
 * What every error of a call is made from.
 *
 * @param foreign - A foreign error behind it, which is kept as a redacted summary.
 *
 * @internal
 */
export function detailsOf(call: Call, foreign?: unknown): TrackerErrorDetails {
  const { answer, options, request, sent } = call;
  const requestId = [...(answer?.headers ?? [])].find(([name]) => /(?:request-?id|e2eid)$/.test(name))?.[1];
  const context: CallContext = {
    operation: request.operation,
    attempts: sent,
    ...(options.provider && { provider: options.provider }),
    ...(requestId && { requestId: redact(requestId, secretsIn(call)) }),
    // 0 is how a browser hides a redirect.
    ...(answer?.status && { httpStatus: answer.status }),
  };
  return foreign === undefined ? { context } : { context, cause: toCause(foreign, secretsIn(call)) };
}

/**
 * An error of a call: its details, its name before the message, and what the error's class asks for besides.
 *
 * @internal
 */
export function faultOf<More, Fault>(
  call: Call,
  Class: new (message: string, details: TrackerErrorDetails & More) => Fault,
  what: string,
  more: More,
  foreign?: unknown,
): Fault {
  const details = detailsOf(call, foreign);
  return new Class(`${labelOf(details.context)}: ${what}`, { ...details, ...more });
}

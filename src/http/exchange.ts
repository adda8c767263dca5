import ky from 'ky';
import { AuthenticationError } from '../errors/authentication-error.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import { TransportError } from '../errors/transport-error.js';
import { type Call, detailsOf, type FormBytes, faultOf, type HeaderValues } from './call.js';
import { isConnectFailure } from './connect-failure.js';
import { BROKEN, readText } from './read-text.js';

const MAX_REDIRECTS = 5;

// ky sends and nothing else: its retries, timeouts and errors would run on the platform's clock and print the token.
const client = ky.create({ retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' });

/**
 * An answer that has been read to its end.
 *
 * @internal
 */
export interface Answer {
  readonly response: Response;
  /** The body; empty where that of a fault could not be read. */
  readonly text: string;
  /** Whether it is what the request asks for, and no fault. */
  readonly isUsable: boolean;
}

/**
 * Asks the host for credentials, or to refresh them. Whatever goes wrong there ends the call.
 *
 * @internal
 */
export async function ask<T>(call: Call, port: () => Promise<T> | T): Promise<T> {
  try {
    return await port();
  } catch (error) {
    call.portFault = isTrackerError(error)
      ? error
      : faultOf(call, AuthenticationError, 'the host gave no credentials', {}, error);
    throw call.portFault;
  }
}

/** A form as it goes out: by itself it would have another boundary, and be a stream, on each attempt. */
async function toBytes(form: FormData): Promise<FormBytes> {
  const multipart = new Response(form);
  const bytes = new Uint8Array(await multipart.arrayBuffer());
  return { bytes, type: multipart.headers.get('content-type') ?? 'multipart/form-data' };
}

/** Sends to one address. Resolves as soon as the head of the answer is there. */
async function sendTo(call: Call, url: string, headers: HeaderValues, signal: AbortSignal): Promise<Response> {
  const { repeatability, request, runtime } = call;
  const body = call.form?.bytes ?? call.body;
  const fetch = async (built: RequestInfo | URL) => {
    signal.throwIfAborted();
    call.mayBeApplied = repeatability === 'write';
    call.sent++;
    try {
      // ky hands over the one `Request` that it has built.
      const answer = await runtime.fetch(built as Request);
      signal.throwIfAborted();
      call.answer = answer;
      return answer;
    } catch (error) {
      const certainlyNotApplied = isConnectFailure(error);
      call.mayBeApplied &&= !certainlyNotApplied;
      const what = certainlyNotApplied ? 'no connection to the server' : BROKEN;
      throw faultOf(call, TransportError, what, { retryable: true, certainlyNotApplied }, error);
    }
  };
  try {
    return await client(url, { method: request.method ?? 'GET', headers, body, signal, fetch });
  } catch (error) {
    if (isTrackerError(error)) throw error;
    // Without a cause: platforms quote the header that they refuse.
    const message = 'cannot be sent; look for line breaks in headers and credentials';
    throw new ConfigurationError([{ path: '', message }], detailsOf(call));
  }
}

/**
 * Where to go on: a read without a body follows a redirect that stays on its origin. One that is not followed is a fault.
 */
function redirectOf(call: Call, url: string, { body, headers, status }: Response): string | undefined {
  const location = headers.get('location');
  const isFollowed = call.repeatability === 'read' && !call.body && status > 300 && status < 309;
  if (!isFollowed || !location || !URL.canParse(location, url)) return undefined;
  // Its connection is free again without it.
  body?.cancel().catch(() => {});
  const { origin, pathname, search } = new URL(location, url);
  if (url.startsWith(`${origin}/`)) return origin + pathname + search;
  const what = `a redirect to another origin (${origin}) is not followed`;
  throw faultOf(call, TransportError, what, { retryable: false });
}

/**
 * Credentials, request, redirects and body: all of an attempt that takes time. Forgets the attempt before.
 *
 * @throws TrackerError when there is no answer, or none that is complete.
 *
 * @internal
 */
export async function exchange(call: Call, signal: AbortSignal): Promise<Answer> {
  const { body, options, request } = call;
  call.mayBeApplied = false;
  call.answer = undefined;
  call.isFault = false;
  call.retryAfterMs = undefined;
  const credentials = call.renewed ?? (await ask(call, () => options.credentials?.(signal) ?? {}));
  call.credentials.push(credentials);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (typeof body === 'string') headers['content-type'] = 'application/json';
  if (body instanceof FormData) {
    call.form ??= await toBytes(body);
    headers['content-type'] = call.form.type;
  }
  for (const values of [options.headers, request.headers, credentials]) {
    for (const [name, value] of Object.entries(values ?? {})) headers[name.toLowerCase()] = value;
  }
  let { url } = call;
  for (let followed = 0; ; followed++) {
    const response = await sendTo(call, url, headers, signal);
    const isUsable = response.ok || request.answers?.includes(response.status) === true;
    const next = !isUsable && followed < MAX_REDIRECTS && redirectOf(call, url, response);
    if (next) {
      url = next;
      continue;
    }
    const text = await readText(call, response).catch((error: unknown) => {
      if (isUsable) throw error;
      return '';
    });
    return { response, text, isUsable };
  }
}

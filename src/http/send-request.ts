import ky, { isNetworkError } from 'ky';
import { ConfigurationError } from '../errors/configuration-error.js';
import { TransportError } from '../errors/transport-error.js';
import { type Attempt, detailsOf } from './call.js';
import { isConnectFailure } from './connect-failure.js';
import { redirectTarget } from './request-url.js';
import { discard } from './response-body.js';
import { parseRetryAfter } from './retry-after.js';

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

type HeaderValues = Readonly<Record<string, string>> | undefined;

// ky sends and nothing else: its retries, timeouts and errors would run on the platform's clock and print the token.
const client = ky.create({ retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' });

function headersFor({ call: { body, options, request } }: Attempt, credentials: HeaderValues): Headers {
  const headers = new Headers({ accept: 'application/json' });
  if (typeof body === 'string') headers.set('content-type', 'application/json');
  for (const values of [options.headers, request.headers, credentials]) {
    for (const [name, value] of Object.entries(values ?? {})) headers.set(name, value);
  }
  return headers;
}

function transportFault(attempt: Attempt, error: unknown): TransportError {
  const certainlyNotApplied = isConnectFailure(error);
  const what = certainlyNotApplied ? 'no connection to the server' : 'the connection broke before an answer came';
  const details = detailsOf(attempt, error);
  return new TransportError(`${attempt.call.label}: ${what}`, { ...details, retryable: true, certainlyNotApplied });
}

/** Sends to one address. Resolves as soon as the head of the answer is there. */
async function sendTo(
  attempt: Attempt,
  url: string,
  credentials: HeaderValues,
  signal: AbortSignal,
): Promise<Response> {
  const { body, method, runtime } = attempt.call;
  const fetch = (request: RequestInfo | URL) => {
    signal.throwIfAborted();
    attempt.inFlight = true;
    attempt.call.sent++;
    // ky hands over the one `Request` that it has built.
    return runtime.fetch(request as Request);
  };
  try {
    const headers = headersFor(attempt, credentials);
    const response = await client(url, { method, headers, body, signal, fetch });
    attempt.answer = response;
    attempt.retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), runtime.now());
    return response;
  } catch (error) {
    if (attempt.inFlight) throw transportFault(attempt, isNetworkError(error) ? error.cause : error);
    // Without a cause: platforms quote the header that they refuse.
    const message =
      'the request cannot be built; look for line breaks and foreign characters in headers and credentials';
    throw new ConfigurationError([{ path: '', message }], detailsOf(attempt));
  }
}

/** Where to go on after a redirect. Throws when it may not be followed. */
function nextUrl(attempt: Attempt, from: string, { status, headers }: Response, followed: number): string {
  const { label, method, repeatability } = attempt.call;
  let target: URL | string;
  if (status === 0) target = 'the server redirects, and this runtime hides where to';
  else if (repeatability !== 'read') target = `the server redirects a write (${status}), which is not followed`;
  else if (followed >= MAX_REDIRECTS) target = `the server redirects more than ${MAX_REDIRECTS} times`;
  else if (method !== 'GET' && status < 307) target = `the server redirects a ${method} to a GET (${status})`;
  else target = redirectTarget(from, headers.get('location'));
  if (typeof target !== 'string') return target.href;
  throw new TransportError(`${label}: ${target}`, { ...detailsOf(attempt), retryable: false });
}

/**
 * Sends an attempt's request and follows the redirects that may be followed. Resolves as soon as the head of the last
 * answer is there.
 *
 * @throws TransportError, or ConfigurationError when the platform refuses to build the request.
 *
 * @internal
 */
export async function sendRequest(attempt: Attempt, credentials: HeaderValues, signal: AbortSignal): Promise<Response> {
  let { url } = attempt.call;
  for (let followed = 0; ; followed++) {
    const response = await sendTo(attempt, url, credentials, signal);
    const redirects = response.status === 0 || REDIRECTS.includes(response.status);
    if (!redirects || attempt.call.request.answers?.includes(response.status)) return response;
    discard(response);
    url = nextUrl(attempt, url, response, followed);
  }
}

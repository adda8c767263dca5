import { check } from '../contracts/problems.js';
import { ContractError } from '../errors/contract-error.js';
import { labelOf } from '../errors/label-of.js';
import { redact } from '../errors/redact.js';
import { type Call, detailsOf, faultOf, secretsIn } from './call.js';
import type { Answer } from './exchange.js';
import { faultByStatus } from './fault-by-status.js';
import type { HttpReply } from './http-request.js';
import { parseRetryAfter } from './retry-after.js';

/** The JSON in a text; `undefined` when there is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A 2xx body in the shape that the request asks for. */
function toBody(call: Call, text: string, json: unknown): unknown {
  const { schema } = call.request;
  if (json === undefined && text.trim()) {
    // What begins like JSON was probably cut off. A sign-in page will be there the next time too.
    throw faultOf(call, ContractError, 'the answer is not JSON', { retryable: /^\s*[[{"]/.test(text) });
  }
  if (!schema) return json;
  const checked = check(schema, json);
  if (checked.ok) return checked.value;
  const { problems } = checked;
  const retryable = json === undefined;
  throw faultOf(call, ContractError, 'the answer does not have the agreed shape', { problems, retryable });
}

/**
 * Turns an answer into a reply.
 *
 * @throws TrackerError when the answer is a fault, or not what the request asks for.
 *
 * @internal
 */
export function toReply(call: Call, { isUsable, response, text }: Answer): HttpReply<unknown> {
  const { options, runtime, sent } = call;
  const { headers, ok, status } = response;
  const body = parseJson(text);
  call.isFault = options.isFault?.(body) === true;
  if (isUsable && !(ok && call.isFault))
    return { status, headers, body: ok ? toBody(call, text, body) : body, attempts: sent };
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), runtime.now());
  call.retryAfterMs = retryAfterMs;
  const mask = (theirs: string) => redact(theirs, secretsIn(call));
  const answer = { status, headers, body, retryAfterMs, redact: mask };
  const details = detailsOf(call);
  throw options.faults?.(answer, details) ?? faultByStatus(answer, details, labelOf(details.context));
}

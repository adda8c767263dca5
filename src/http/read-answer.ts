import { check } from '../contracts/problems.js';
import { ContractError } from '../errors/contract-error.js';
import type { TrackerError } from '../errors/tracker-error.js';
import { type Attempt, detailsOf, redactFor } from './call.js';
import { faultByStatus } from './fault-by-status.js';
import type { HttpReply } from './http-request.js';
import { readText } from './response-body.js';

const MAX_ANSWER_BYTES = 33_554_432;
const MAX_FAULT_BYTES = 1_048_576;

/** The JSON in a text; `undefined` when there is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body of a 2xx answer, in the shape that the request asks for. */
function toBody(attempt: Attempt, text: string): unknown {
  const { label, request } = attempt.call;
  const unreadable = (what: string, retryable: boolean) =>
    new ContractError(`${label}: the answer ${what}`, { ...detailsOf(attempt), retryable });
  const body = parseJson(text);
  const isEmpty = body === undefined && text.trim() === '';
  if (body === undefined && !isEmpty) {
    // What begins like JSON was probably cut off. A sign-in page will be there the next time too.
    const isCut = /^\s*[[{"]/.test(text);
    throw unreadable(isCut ? 'is cut off or broken JSON' : 'is not JSON', isCut);
  }
  if (request.schema === undefined) return body;
  const checked = check(request.schema, body);
  if (checked.ok) return checked.value;
  if (isEmpty) throw unreadable('is empty', true);
  const message = `${label}: the answer does not have the agreed shape`;
  throw new ContractError(message, { ...detailsOf(attempt), problems: checked.problems });
}

/** The error for an answer outside 2xx. A body that cannot be read does not hide the status. */
async function toFault(attempt: Attempt, response: Response, limitBytes: number): Promise<TrackerError> {
  const { call, retryAfterMs } = attempt;
  const { status, headers } = response;
  const text = await readText(attempt, response, Math.min(limitBytes, MAX_FAULT_BYTES)).catch(() => '');
  const redact = (theirs: string) => redactFor(call, theirs);
  const answer = { status, headers, body: parseJson(text), retryAfterMs, redact };
  const details = detailsOf(attempt);
  return call.options.faults?.(answer, details) ?? faultByStatus(answer, details, call.label);
}

/**
 * Reads an answer to its end and turns it into a reply.
 *
 * @param complete - Called when the last byte has been read: from then on no time limit may take the answer away.
 * @throws TrackerError when the answer is a fault, or broken.
 *
 * @internal
 */
export async function readAnswer(
  attempt: Attempt,
  response: Response,
  complete: () => void,
): Promise<HttpReply<unknown>> {
  const { request, options, sent } = attempt.call;
  const { ok, status, headers } = response;
  const limitBytes = options.maxResponseBytes ?? MAX_ANSWER_BYTES;
  if (!ok && !request.answers?.includes(status)) throw await toFault(attempt, response, limitBytes);
  const text = await readText(attempt, response, limitBytes);
  complete();
  return { status, headers, body: ok ? toBody(attempt, text) : parseJson(text), attempts: sent };
}

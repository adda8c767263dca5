import type { BatchErrorCategory } from '../contracts/batch-result.js';
import { ContractError } from '../errors/contract-error.js';
import { isTrackerError, type TrackerFault } from '../errors/is-tracker-error.js';
import type { AttemptReport, HttpClient, HttpReply } from '../http/http-request.js';
import { readRefusal, readResults, type Verdict } from './batch-answer.js';
import { compressBody } from './batch-body.js';
import type { Batch } from './batch-run.js';
import { categorizeBatchError } from './categorize-batch-error.js';

/** Where batches go, below the server's URL. */
export const BATCH_PATH = '/api/v1/events/batch/';

/** What a server says to a batch, other than a fault. */
export type BatchAnswer =
  /** It took the batch; it may be silent about some or all of the events. */
  | { readonly kind: 'results'; readonly verdicts: ReadonlyMap<string, Verdict> }
  /** It refused the batch because of the events that it names. */
  | { readonly kind: 'blamed'; readonly named: ReadonlyMap<string, string | undefined> }
  /** It refused the batch and names none of its events. */
  | { readonly kind: 'refused'; readonly reason: string | undefined }
  /** The batch is too large for it. */
  | { readonly kind: 'too_large' };

/** What sending a batch takes. */
interface BatchRequestContext {
  readonly http: HttpClient;
  readonly signal: AbortSignal | undefined;
  readonly redact: (text: string) => string;
  /** Called before each attempt. */
  readonly onAttempt: (report: AttemptReport) => void;
  /** Called with the number of requests that were sent, whatever came of them. */
  readonly onSent: (requests: number) => void;
}

/** The category of a fault that a whole batch met. */
function faultCategory({ code, message, context }: TrackerFault): BatchErrorCategory {
  if (code === 'transport' || code === 'timeout') return 'server_error';
  if (code === 'authentication') return 'auth_expired';
  return categorizeBatchError(message, context.httpStatus);
}

/**
 * Sends a batch, compressed once; every retry repeats the same bytes, which is safe because the server knows events by
 * their id. Rejects with the fault that the batch met as a whole, after marking its events as `failed`.
 */
export async function sendBatch(batch: Batch, context: BatchRequestContext): Promise<BatchAnswer> {
  try {
    const reply = await context.http.send({
      operation: 'events.batch',
      method: 'POST',
      path: BATCH_PATH,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: await compressBody(batch),
      answers: [400, 413],
      repeatability: 'keyed',
      signal: context.signal,
      onAttempt: context.onAttempt,
    });
    const answer = readAnswer(batch, reply, context.redact);
    context.onSent(reply.attempts);
    return answer;
  } catch (error) {
    if (isTrackerError(error)) {
      context.onSent(error.context.attempts);
      const verdict: Verdict = { outcome: 'failed', reason: error.message, category: faultCategory(error) };
      for (const { tracked } of batch) tracked.verdict = verdict;
    }
    throw error;
  }
}

function readAnswer(
  batch: Batch,
  { status, body, attempts }: HttpReply<unknown>,
  redact: (text: string) => string,
): BatchAnswer {
  if (status === 413) return { kind: 'too_large' };
  if (status === 400) {
    const { named, reason } = readRefusal(body);
    // A list that names none of these events says nothing about them: then the halves have to tell.
    return batch.some(({ eventId }) => named.has(eventId)) ? { kind: 'blamed', named } : { kind: 'refused', reason };
  }
  const verdicts = readResults(body, redact);
  if (verdicts === undefined && status === 200) {
    throw new ContractError('the server answered a batch without a list of results; nothing is settled by that', {
      context: { operation: 'events.batch', attempts, httpStatus: status },
      problems: [{ path: 'results', message: 'expected a list' }],
    });
  }
  return { kind: 'results', verdicts: verdicts ?? new Map() };
}

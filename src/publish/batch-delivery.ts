import { listOf } from '../contracts/list-of.js';
import { object } from '../contracts/objects.js';
import { isTrackerError, type TrackerFault } from '../errors/is-tracker-error.js';
import { RejectedError } from '../errors/rejected-error.js';
import type { HttpReply } from '../http/http-request.js';
import { readBatchAnswer } from './batch-answer.js';
import { bodyBytes, compressBody } from './batch-body.js';
import type { DrainContext } from './batch-drain.js';
import type { EncodedEvent } from './batch-event.js';
import { OPERATION } from './batch-queue.js';
import type { BatchOutcome } from './batch-report.js';
import { type Judged, NO_REASON, type Verdicts } from './batch-verdicts.js';
import { assertPermitted } from './egress.js';
import { untilAborted } from './in-turn.js';

const PATH = '/api/v1/events/batch/';

// A server that refuses everything would otherwise be asked twice for each event of a long queue. A whole batch is always
// taken apart, in order; behind that many refusals in a row, one event of each batch, drawn by chance, stands for the rest.
const MIN_PATIENCE = 256;

// No server has a limit below this; one that calls so small a body too large refuses everything.
const SMALL_BYTES = 1024;

// What the events of a request that failed as a whole count as where the fault's own status is missing or says less.
const STATUS_OF: Readonly<Record<string, number>> = { transport: 500, timeout: 500, authentication: 401 };

// What says that the server takes events.
const TAKEN: readonly BatchOutcome[] = ['delivered', 'duplicate', 'pending'];

const zAnswer = object({ results: listOf<unknown>() });

/** An event that is ready to be sent. */
export interface SendableEvent extends EncodedEvent, Judged {
  readonly projectUuid: string;
}

/** Events that go out in one request, in the order of the queue. */
type Batch = readonly SendableEvent[];

/** The sending half of one drain. */
interface Delivery {
  /** The byte budget of the next batch: a server that refuses a size lowers it. */
  maxBytes: number;
  /** Requests sent, retries included. */
  requests: number;
  /** What kept events back although the drain went on. */
  fault: TrackerFault | undefined;
  /**
   * Sends a batch, and its parts where the server's answer asks for that, and records what comes of it. Every event is
   * tried once: what is refused or left open is for the next drain, so that a drain always ends.
   */
  deliver(batch: Batch): Promise<void>;
  /** Throws when the server refuses everything as far as can be seen, so that nobody could be blamed. */
  conclude(): void;
}

/** Starts the sending half of a drain. */
export function createDelivery(context: DrainContext, { judge, record }: Verdicts): Delivery {
  const { drain, http, signal, emitter, egress, serverUrl, redact, random, maxEvents } = context;
  const patience = Math.max(MIN_PATIENCE, 2 * maxEvents);
  // Events refused alone, blamed as soon as the server accepts another one: if it refuses everything, nobody is at fault.
  const suspects: (() => void)[] = [];
  let accepted = false;
  let refusals = 0;
  let refusal = { httpStatus: 400, words: '' };

  const refusedAll = () =>
    new RejectedError(`the server refuses everything; what it did not take stays queued: ${redact(refusal.words)}`, {
      context: { operation: OPERATION, attempts: refusals, httpStatus: refusal.httpStatus },
    });

  /** What of a batch the host lets leave. */
  async function permitted(batch: Batch): Promise<Batch> {
    let rest = batch;
    for (const projectUuid of new Set(batch.map((event) => event.projectUuid))) {
      const scope = { provider: null, workspace: null, projectUuid, destination: serverUrl + PATH };
      const asked = assertPermitted(egress, scope, OPERATION, redact).catch((error: TrackerFault) => {
        delivery.fault ??= error;
        for (const event of rest) if (event.projectUuid === projectUuid) judge(event, 'unsent', error.message);
        rest = rest.filter((event) => event.projectUuid !== projectUuid);
      });
      await untilAborted(asked, signal);
    }
    return rest;
  }

  /** One request. Compressed once: a retry repeats the same bytes, which is safe because the server knows events by id. */
  async function send(batch: Batch): Promise<HttpReply<unknown>> {
    emitter.emit('batch', { drain, events: batch.length, bytes: bodyBytes(batch) });
    try {
      const reply = await http.send({
        operation: OPERATION,
        method: 'POST',
        path: PATH,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: await compressBody(batch),
        schema: zAnswer,
        answers: [400, 413],
        repeatability: 'keyed',
        signal,
        onAttempt: ({ attempt, waitedMs, error }) => {
          if (error) emitter.emit('retry', { drain, attempt, waitedMs, code: error.code });
        },
      });
      delivery.requests += reply.attempts;
      return reply;
    } catch (error) {
      if (isTrackerError(error)) {
        const { code, message, context } = error;
        delivery.requests += context.attempts;
        for (const event of batch) judge(event, 'failed', message, STATUS_OF[code] ?? context.httpStatus);
      }
      throw error;
    }
  }

  /** Turns an answer into verdicts, and says what is to be sent because of it, the last first. */
  function absorb(batch: Batch, { status, body }: HttpReply<unknown>): Batch[] {
    const { verdicts, reason } = readBatchAnswer(body);
    if (status < 300) {
      for (const event of batch) {
        const verdict = verdicts.get(event.eventId);
        const outcome = verdict?.outcome ?? 'unanswered';
        judge(event, outcome, verdict?.reason);
        if (!TAKEN.includes(outcome)) continue;
        accepted = true;
        refusals = 0;
      }
      return [];
    }
    if (status === 400) {
      const unnamed = batch.filter((event) => {
        const verdict = verdicts.get(event.eventId);
        if (verdict) judge(event, 'rejected', verdict.reason || reason);
        return !verdict;
      });
      if (unnamed.length < batch.length) return [unnamed];
    }
    const bytes = bodyBytes(batch);
    const words = status === 413 ? `too large for the server, with ${bytes} bytes` : reason;
    refusal = { httpStatus: status, words: words || NO_REASON };
    refusals += 1;
    for (const event of batch) judge(event, 'failed', words, status);
    if (batch.length > 1) {
      emitter.emit('halved', { drain, events: batch.length, bytes, httpStatus: status });
      // The batches after this one need not find the server's limit again.
      if (status === 413) delivery.maxBytes = Math.min(delivery.maxBytes, bytes / 2);
      const middle = Math.ceil(batch.length / 2);
      return [batch.slice(middle), batch.slice(0, middle)];
    }
    const isTooLarge = status === 413 && bytes > SMALL_BYTES;
    for (const event of batch) {
      if (isTooLarge) judge(event, 'parked', words, status);
      else suspects.push(() => judge(event, status === 413 ? 'parked' : 'rejected', words, status));
    }
    return [];
  }

  const delivery: Delivery = {
    maxBytes: context.maxBytes,
    requests: 0,
    fault: undefined,
    async deliver(batch) {
      const waiting: Batch[] = [batch];
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        await record();
        signal?.throwIfAborted();
        const sendable = await permitted(next);
        if (sendable.length > 0) waiting.push(...absorb(sendable, await send(sendable)));
        if (refusals >= patience) {
          // Whatever it is that the server refuses, it is not the size.
          delivery.maxBytes = context.maxBytes;
          const rest = waiting.splice(0).reverse().flat();
          if (rest.length > 0) {
            waiting.push(rest.slice(Math.floor(random() * rest.length)).slice(0, 1));
            delivery.fault ??= refusedAll();
          }
        }
        if (accepted) for (const blame of suspects.splice(0)) blame();
      }
      await record();
    },
    conclude() {
      if (suspects.length > 0 || refusals >= patience) throw refusedAll();
    },
  };
  return delivery;
}

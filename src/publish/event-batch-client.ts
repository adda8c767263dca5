import type { EventEnvelope } from '../contracts/event-envelope.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Runtime } from '../runtime/runtime.js';
import { runDrain } from './batch-drain.js';
import { type EventBatchClientOptions, zBatchOptions } from './batch-options.js';
import type { BatchProgress } from './batch-progress.js';
import { OPERATION } from './batch-queue.js';
import type { BatchReport } from './batch-report.js';
import { createEmitter } from './emitter.js';
import { createTurns } from './in-turn.js';
import { checkClientOptions, connect } from './saas-connection.js';

/**
 * What every call of an {@link EventBatchClient} takes.
 *
 * @public
 */
export interface BatchCallOptions {
  /** Stops the call: it rejects with the signal's reason. What the server had answered by then is recorded. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends events to the SaaS in batches.
 *
 * Calls of one client run one after another, so that no event is in two requests at once. Two clients over one queue
 * may send an event twice; the server knows it by its id and answers that it is a duplicate.
 *
 * @public
 */
export interface EventBatchClient {
  /**
   * Sends what is in the queue, first in first out, and records each answer in the queue before the next request. Every
   * event is tried once, and what is enqueued meanwhile is left to the next drain, so that a drain always ends.
   *
   * Order is kept also where a batch is refused and cut. Behind 256 refusals in a row, or twice `maxEvents` if that is more,
   * one event of each further batch stands for the others, which stay queued: the report's `fault` says so.
   *
   * Resolves also when the server or the queue fails: `fault` in the report says what stopped it, the rest of the report
   * what had been done. Rejects with the signal's reason only.
   */
  drain(options?: BatchCallOptions): Promise<BatchReport>;
  /**
   * Sends the given events by the same rules, without touching the queue. Every one of them is in the report.
   *
   * @throws InvalidInputError for an event without an `event_id`, or with one that is there twice; nothing was sent.
   */
  send(events: readonly EventEnvelope[], options?: BatchCallOptions): Promise<BatchReport>;
  /**
   * Listens to the progress of drains; the returned function stops it. Whatever a listener does, throws or rejects with
   * changes no result.
   */
  on<Name extends keyof BatchProgress>(event: Name, listener: (report: BatchProgress[Name]) => unknown): () => void;
}

/** Each event once: an answer names events by their id. */
function assertDistinct(events: readonly EventEnvelope[]): void {
  const seen = new Set<unknown>();
  const problems = events.flatMap((event: EventEnvelope | null, at) => {
    const known = seen.size;
    const id: unknown = event?.event_id;
    return typeof id === 'string' && seen.add(id).size > known
      ? []
      : [{ path: `[${at}].event_id`, message: 'expected an id that is there once' }];
  });
  if (problems.length > 0) {
    throw new InvalidInputError(problems, { context: { operation: OPERATION, attempts: 0 } });
  }
}

/**
 * Creates the client that brings the host's queue of events to the SaaS. Sends nothing by itself and starts no timer: the
 * host decides when to drain.
 *
 * @param runtime - Ports to use instead of the platform's own.
 * @throws ConfigurationError that names every wrong option.
 *
 * @example
 * ```ts
 * const client = createEventBatchClient({ serverUrl: 'https://saas.example', token, queue });
 * const report = await client.drain();
 * if (report.fault?.retryable) scheduleNextDrain();
 * ```
 *
 * @public
 */
export function createEventBatchClient(
  options: EventBatchClientOptions,
  runtime: Partial<Runtime> = {},
): EventBatchClient {
  const settings = checkClientOptions(zBatchOptions, options, 'createEventBatchClient');
  const { serverUrl, queue, egress, timeoutMs = 60_000 } = settings;
  const { maxEvents = 1000, maxBytes = 262_144, maxAttempts = 5 } = settings;
  const { ports, http, redact } = connect(settings, runtime, { timeoutMs, deadlineMs: 3 * timeoutMs });
  const emitter = createEmitter<BatchProgress>(ports.logger, redact);
  const inTurn = createTurns();
  const { random } = ports;
  const shared = { serverUrl, maxEvents, maxBytes, maxAttempts, egress, http, random, emitter, redact };
  let drains = 0;
  return {
    drain: async ({ signal } = {}) => {
      signal?.throwIfAborted();
      return inTurn('', signal, () => runDrain({ ...shared, drain: ++drains, signal, queue }));
    },
    send: async (events, { signal } = {}) => {
      const given = [...events];
      assertDistinct(given);
      signal?.throwIfAborted();
      return inTurn('', signal, () => runDrain({ ...shared, drain: ++drains, signal }, given));
    },
    on: emitter.on,
  };
}

import type { EventEnvelope } from '../contracts/event-envelope.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Problem } from '../errors/problem.js';
import { createHttpClient } from '../http/http-client.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import { type DrainContext, runDrain } from './batch-drain.js';
import { admit, type IntakeBook, takeFromQueue } from './batch-intake.js';
import { type EventBatchClientOptions, toBatchSettings } from './batch-options.js';
import type { BatchProgress } from './batch-progress.js';
import type { BatchReport } from './batch-report.js';
import type { SendableEvent } from './batch-run.js';
import { createEmitter } from './emitter.js';
import { createTurns } from './in-turn.js';
import { createTokenSource } from './token-source.js';

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
   * Order is kept also where a batch is refused and cut. Only when a drain begins with two dozen refused requests are
   * later events tried before earlier ones, to tell a server that refuses everything from events at fault.
   *
   * Resolves also when the server or the queue fails: `fault` in the report says what stopped it, the rest of the report
   * what had been done. Rejects with the signal's reason only.
   */
  drain(options?: BatchCallOptions): Promise<BatchReport>;
  /**
   * Sends the given events by the same rules, without touching the queue. Every one of them is in the report.
   *
   * @throws InvalidInputError when it is not given a list, or an `event_id` twice; nothing was sent.
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
  const problems: Problem[] = [];
  const seen = new Set<string>();
  if (!Array.isArray(events)) problems.push({ path: '', message: 'expected a list of events' });
  else {
    events.forEach((event: Partial<EventEnvelope> | null | undefined, at) => {
      const id: unknown = event?.event_id;
      if (typeof id !== 'string') return;
      if (seen.has(id)) problems.push({ path: `[${at}].event_id`, message: 'is there twice; send each event once' });
      seen.add(id);
    });
  }
  if (problems.length > 0) {
    throw new InvalidInputError(problems, { context: { operation: 'events.batch', attempts: 0 } });
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
  const settings = toBatchSettings(options);
  const ports = createRuntime(runtime);
  const { serverUrl, team, retry, timeoutMs, maxAttempts, queue } = settings;
  const token = createTokenSource(settings.token, 'createEventBatchClient');
  const emitter = createEmitter<BatchProgress>(ports.logger);
  const http = createHttpClient(
    {
      baseUrl: serverUrl,
      headers: team === undefined ? {} : { 'x-team-slug': team },
      credentials: token.credentials,
      ...(token.refresh === undefined ? {} : { refresh: token.refresh }),
      retry,
      timeoutMs,
    },
    ports,
  );
  const inTurn = createTurns();
  let drains = 0;

  const prepare = (signal: AbortSignal | undefined, toSettle: DrainContext['queue']): DrainContext => {
    const book: IntakeBook = { tracked: [], refused: [], heldInQueue: 0 };
    const { redact } = token;
    const { random } = ports;
    return { drain: ++drains, settings, http, emitter, redact, random, signal, queue: toSettle, book };
  };

  return {
    drain: async ({ signal } = {}) => {
      signal?.throwIfAborted();
      return inTurn('', signal, async () => {
        const context = prepare(signal, queue);
        return runDrain(context, takeFromQueue(settings, context.book));
      });
    },
    send: async (events, { signal } = {}) => {
      assertDistinct(events);
      signal?.throwIfAborted();
      const given = [...events];
      return inTurn('', signal, async () => {
        const context = prepare(signal, undefined);
        // All at once, so that those after a fault are in the report too.
        const sendable = given.map((event) => admit({ event, attempts: 0 }, context.book, maxAttempts));
        return runDrain(context, each(sendable));
      });
    },
    on: emitter.on,
  };
}

async function* each(events: readonly (SendableEvent | undefined)[]): AsyncGenerator<SendableEvent, void, void> {
  for (const event of events) if (event !== undefined) yield event;
}

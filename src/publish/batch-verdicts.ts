import type { QueueOutcome } from '../stores/event-queue-store.js';
import type { DrainContext } from './batch-drain.js';
import { askQueue } from './batch-queue.js';
import type { BatchEventResult, BatchOutcome } from './batch-report.js';
import { categorizeBatchError } from './categorize-batch-error.js';

const FAILURES: readonly BatchOutcome[] = ['rejected', 'parked', 'transient', 'failed'];

/** Stands where the server says nothing. */
export const NO_REASON = 'the server gave no reason';

/** An event that a drain looks at. */
export interface Judged {
  readonly eventId: string;
  /** How often it had been refused before this drain. */
  readonly attempts: number;
}

/** What is known of the events of one drain. */
export interface Verdicts {
  /** By event, in the order of the queue. */
  readonly results: ReadonlyMap<string, BatchEventResult>;
  /**
   * Gives an event its verdict, in place of an earlier one. `rejected` becomes `parked` for an event that was refused too
   * often. The reason is masked and clipped here; the status, where it says enough, decides the category.
   */
  judge(event: Judged, outcome: BatchOutcome, reason?: string, httpStatus?: number): void;
  /** Brings what was decided since the last time to the queue, where there is one. */
  record(): Promise<void>;
}

/** Starts the account of a drain. */
export function createVerdicts({ drain, queue, maxAttempts, redact, emitter }: DrainContext): Verdicts {
  const results = new Map<string, BatchEventResult>();
  let decided: QueueOutcome[] = [];
  return {
    results,
    judge({ eventId, attempts }, said, words, httpStatus) {
      const outcome = said === 'rejected' && attempts + 1 >= maxAttempts ? 'parked' : said;
      const failed = FAILURES.includes(outcome);
      const text = words || (failed ? NO_REASON : '');
      const reason = text && redact(text);
      const category = categorizeBatchError(text, httpStatus);
      results.set(eventId, { eventId, outcome, ...(reason && { reason }), ...(failed && { category }) });
      if (outcome === 'rejected' || outcome === 'parked') decided.push({ eventId, outcome, reason, category });
      if (outcome === 'delivered' || outcome === 'duplicate') decided.push({ eventId, outcome: 'delivered' });
    },
    async record() {
      const outcomes = decided;
      if (outcomes.length === 0) return;
      decided = [];
      const counts = { drain, delivered: 0, rejected: 0, parked: 0 };
      for (const { outcome } of outcomes) counts[outcome] += 1;
      const what = `settle ${outcomes.length} events; the next drain sends them again`;
      await askQueue(what, async () => queue?.settle(outcomes), redact);
      emitter.emit('settled', counts);
    },
  };
}

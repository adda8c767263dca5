import type { QueueOutcome } from '../stores/event-queue-store.js';
import type { Verdict } from './batch-answer.js';
import type { EncodedEvent } from './batch-event.js';
import type { BatchEventResult } from './batch-report.js';

/** An event of a drain, from being looked at to its result. */
export interface TrackedEvent {
  readonly eventId: string;
  /** How often it had been refused before this drain. */
  readonly attempts: number;
  /** What is known of it so far. */
  verdict: Verdict;
}

/** An event that is ready to be sent. */
export interface SendableEvent extends EncodedEvent {
  readonly tracked: TrackedEvent;
}

/** Events that go out in one request, in the order of the queue. */
export type Batch = readonly SendableEvent[];

/** Starts tracking an event; until something is known it counts as not sent. */
export function track(eventId: string, attempts: number, verdict: Verdict = { outcome: 'unsent' }): TrackedEvent {
  return { eventId, attempts, verdict };
}

/** What a tracked event comes to in the report. */
export function toResult({ eventId, verdict }: TrackedEvent): BatchEventResult {
  return { eventId, ...verdict };
}

/**
 * Gives an event its verdict and says what the queue must record: nothing for an event about which nothing was decided.
 * A refusal becomes `parked` when the event was refused too often.
 */
export function decide(event: TrackedEvent, verdict: Verdict, maxAttempts: number): QueueOutcome[] {
  const { outcome, reason = '', category = 'unknown' } = verdict;
  const final = outcome === 'rejected' && event.attempts + 1 >= maxAttempts ? 'parked' : outcome;
  event.verdict = { ...verdict, outcome: final };
  const { eventId } = event;
  if (final === 'delivered' || final === 'duplicate') return [{ eventId, outcome: 'delivered' }];
  return final === 'rejected' || final === 'parked' ? [{ eventId, outcome: final, reason, category }] : [];
}

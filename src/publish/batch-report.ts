import type { BatchErrorCategory } from '../contracts/batch-result.js';
import type { TrackerFault } from '../errors/is-tracker-error.js';

/**
 * What became of an event.
 *
 * Decided: `delivered` (the server has it), `duplicate` (it had it already), `rejected` (refused by itself; it stays in
 * the queue and its count went up), `parked` (refused for good: too often, permanently, too large, or not the 15 keys).
 *
 * Undecided, so that the queue still has it as it was: `held` (no project yet: not sent), `pending` (in flight at the
 * server), `transient` (the server failed on it this time), `unknown` (answered with a status we do not know),
 * `unanswered` (sent, but the answer does not name it), `failed` (its request failed, or the server refused everything, so
 * that nobody is blamed: see the report's fault), `unsent` (the drain stopped before its turn, or the egress port refused
 * its project).
 *
 * @public
 */
export type BatchOutcome =
  | 'delivered'
  | 'duplicate'
  | 'rejected'
  | 'parked'
  | 'held'
  | 'pending'
  | 'transient'
  | 'unknown'
  | 'unanswered'
  | 'failed'
  | 'unsent';

/**
 * What became of one event.
 *
 * @public
 */
export interface BatchEventResult {
  /** Which event. */
  readonly eventId: string;
  /** What became of it. */
  readonly outcome: BatchOutcome;
  /** Why, where there is something to say. The server's words are redacted and clipped. */
  readonly reason?: string;
  /** The reason's category. Present exactly on failures: `rejected`, `parked`, `transient`, `failed`. */
  readonly category?: BatchErrorCategory;
}

/**
 * What a drain, or a `send`, did. Every number but `held` and `requests` counts entries of `results`.
 *
 * @public
 */
export interface BatchReport {
  /** The number of this drain, as its events name it: 1 for the client's first. */
  readonly drain: number;
  /** Events looked at. */
  readonly total: number;
  /** Events that the server has now. */
  readonly delivered: number;
  /** Events that the server had already. */
  readonly duplicates: number;
  /** Events refused by themselves that will be tried again by the next drain. */
  readonly rejected: number;
  /** Events refused for good. */
  readonly parked: number;
  /** Events in flight at the server. */
  readonly pending: number;
  /** Events without a project: those of the queue when the drain began, or those handed to `send`. */
  readonly held: number;
  /** Events about which nothing was decided: every other outcome. */
  readonly untouched: number;
  /** Requests sent, retries included. */
  readonly requests: number;
  /** Every event that was looked at, in the order of the queue. */
  readonly results: readonly BatchEventResult[];
  /** What stopped the drain or kept events back; absent when nothing did. */
  readonly fault?: TrackerFault;
}

/**
 * Counts the results.
 *
 * @param heldInQueue - Events of the queue that wait for a project.
 *
 * @internal
 */
export function toBatchReport(
  drain: number,
  requests: number,
  heldInQueue: number,
  results: readonly BatchEventResult[],
  fault: TrackerFault | undefined,
): BatchReport {
  const counts = { delivered: 0, duplicate: 0, rejected: 0, parked: 0, pending: 0, held: heldInQueue, untouched: 0 };
  for (const { outcome } of results) counts[outcome in counts ? (outcome as keyof typeof counts) : 'untouched'] += 1;
  const { duplicate: duplicates, ...others } = counts;
  return { drain, total: results.length, duplicates, ...others, requests, results, ...(fault && { fault }) };
}

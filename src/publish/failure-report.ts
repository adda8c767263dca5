import type { BatchErrorCategory } from '../contracts/batch-result.js';
import type { Timestamp } from '../contracts/timestamp.js';
import type { BatchReport } from './batch-report.js';

/**
 * The contract's failure report, in the wire's words, ready for `JSON.stringify`.
 *
 * @public
 */
export interface FailureReport {
  /** When the report was made. */
  readonly generated_at: Timestamp;
  /** The numbers. */
  readonly summary: FailureSummary;
  /** One entry per event that failed, in the order of the queue. */
  readonly failures: readonly FailureEntry[];
}

/**
 * The numbers of a {@link FailureReport}.
 *
 * @public
 */
export interface FailureSummary {
  /** Events looked at. */
  readonly total_events: number;
  /** Events delivered. */
  readonly synced: number;
  /** Events that the server had already. */
  readonly duplicates: number;
  /** Events that failed: the number of `failures`. */
  readonly failed: number;
  /** How many failed of each category; categories without a failure are left out. */
  readonly categories: Readonly<Partial<Record<BatchErrorCategory, number>>>;
}

/**
 * One failure of a {@link FailureReport}.
 *
 * @public
 */
export interface FailureEntry {
  /** Which event. */
  readonly event_id: string;
  /** Why it failed. */
  readonly error: string;
  /** The category of the reason. */
  readonly category: BatchErrorCategory;
}

/**
 * Makes the failure report of a drain. What is merely undecided (held, in flight, not answered, not sent) is no failure.
 *
 * @param report - What `drain` or `send` resolved to.
 * @param generatedAt - The time to put into it, RFC 3339 with an offset.
 *
 * @public
 */
export function failureReport(report: BatchReport, generatedAt: Timestamp): FailureReport {
  const categories: Partial<Record<BatchErrorCategory, number>> = {};
  const failures: FailureEntry[] = [];
  for (const { eventId, reason = '', category } of report.results) {
    if (category === undefined) continue;
    categories[category] = (categories[category] ?? 0) + 1;
    failures.push({ event_id: eventId, error: reason, category });
  }
  const { total, delivered, duplicates } = report;
  return {
    generated_at: generatedAt,
    summary: { total_events: total, synced: delivered, duplicates, failed: failures.length, categories },
    failures,
  };
}

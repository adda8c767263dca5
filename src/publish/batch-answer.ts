import type { BatchErrorCategory } from '../contracts/batch-result.js';
import type { BatchOutcome } from './batch-report.js';
import { categorizeBatchError } from './categorize-batch-error.js';

/** What an answer says of one event. */
export interface Verdict {
  readonly outcome: BatchOutcome;
  readonly reason?: string;
  readonly category?: BatchErrorCategory;
}

type Fields = Readonly<Record<string, unknown>>;
type Redact = (text: string) => string;

const STATUSES: ReadonlyMap<unknown, BatchOutcome> = new Map([
  ['success', 'delivered'],
  ['accepted', 'delivered'],
  ['warning', 'delivered'],
  ['duplicate', 'duplicate'],
  ['rejected', 'rejected'],
  ['failed_permanent', 'parked'],
  ['failed_transient', 'transient'],
  ['queued', 'pending'],
  ['pending', 'pending'],
]);
const FAILURES: ReadonlySet<BatchOutcome> = new Set(['rejected', 'parked', 'transient', 'failed', 'refused']);

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** The first of the candidates that says something, as text; servers put objects and numbers there too. */
function firstText(...candidates: readonly unknown[]): string | undefined {
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === null) continue;
    const text = typeof candidate === 'string' ? candidate.trim() : JSON.stringify(candidate);
    if (text !== '') return text;
  }
  return undefined;
}

/** A verdict with its reason made presentable; failures get a category, and a reason even if the server gave none. */
export function toVerdict(outcome: BatchOutcome, reason: string | undefined, redact: Redact, status?: number): Verdict {
  if (!FAILURES.has(outcome)) return reason === undefined ? { outcome } : { outcome, reason: redact(reason) };
  const text = reason ?? 'the server gave no reason';
  // A text of ours must not be categorised by the words that it happens to hold.
  const category = categorizeBatchError(reason ?? '', status);
  return { outcome, reason: redact(text), category };
}

/**
 * Reads the results of a 2xx answer, by `event_id` and never by position; `undefined` when there is no list of results.
 * Entries that say nothing usable, and a second entry for an event, are passed over.
 */
export function readResults(body: unknown, redact: Redact): Map<string, Verdict> | undefined {
  const { results } = toFields(body);
  if (!Array.isArray(results)) return undefined;
  const verdicts = new Map<string, Verdict>();
  for (const entry of results) {
    const { event_id, status, error, error_message } = toFields(entry);
    if (typeof event_id !== 'string' || verdicts.has(event_id)) continue;
    const outcome = STATUSES.get(status);
    const strange = `the server answered with a status we do not know: ${firstText(status) ?? 'none'}`;
    const reason = outcome === undefined ? strange : firstText(error, error_message);
    verdicts.set(event_id, toVerdict(outcome ?? 'unknown', reason, redact));
  }
  return verdicts;
}

/** Whom a 400 blames. */
interface Refusal {
  /** Why each event was refused, by `event_id`, where the server named any. */
  readonly named: ReadonlyMap<string, string | undefined>;
  /** The reason that holds for the batch. */
  readonly reason: string | undefined;
}

/** Reads a 400: `details` is a list, the JSON text of such a list, or a text for the whole batch. */
export function readRefusal(body: unknown): Refusal {
  const { error, message, details } = toFields(body);
  const reason = firstText(error, message);
  let entries: unknown = details;
  if (typeof details === 'string') {
    try {
      entries = JSON.parse(details);
    } catch {
      // A plain text: the reason for all of them.
    }
  }
  const named = new Map<string, string | undefined>();
  for (const entry of Array.isArray(entries) ? entries : []) {
    const { event_id, error: ownError, reason: ownReason, detail } = toFields(entry);
    if (typeof event_id !== 'string' || named.has(event_id)) continue;
    named.set(event_id, firstText(ownError, ownReason, detail, reason));
  }
  const more = Array.isArray(entries) ? undefined : firstText(details);
  return { named, reason: firstText([reason, more].filter((text) => text !== undefined).join(': ')) };
}

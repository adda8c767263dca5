import type { BatchOutcome } from './batch-report.js';

type Fields = Readonly<Record<string, unknown>>;

const OUTCOMES: ReadonlyMap<unknown, BatchOutcome> = new Map(
  Object.entries<BatchOutcome>({
    success: 'delivered',
    accepted: 'delivered',
    warning: 'delivered',
    duplicate: 'duplicate',
    rejected: 'rejected',
    failed_permanent: 'parked',
    failed_transient: 'transient',
    queued: 'pending',
    pending: 'pending',
  }),
);

/** A server's words as text; servers put objects and numbers there too. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value ? JSON.stringify(value) : '';
}

/** What a server says of an event. */
interface Verdict {
  readonly outcome: BatchOutcome;
  /** Why, as it says; the status itself where it is one that we do not know. */
  readonly reason: string;
}

/** What a server says of a batch. */
interface BatchAnswer {
  /** By `event_id`, never by position; the first word on an event counts. */
  readonly verdicts: ReadonlyMap<unknown, Verdict>;
  /** The reason that holds for the batch, or nothing. */
  readonly reason: string;
}

function toVerdict({ status, error, error_message, reason, detail }: Fields): Verdict {
  const outcome = OUTCOMES.get(status);
  const said = error || error_message || reason || detail;
  return { outcome: outcome ?? 'unknown', reason: textOf(said || (outcome ? '' : status)) };
}

/** Reads the body of a 200 (`results`) or of a 400 (`details`: a list, JSON text of a list, or a text for the batch). */
export function readBatchAnswer(body: unknown): BatchAnswer {
  const { results, error, message, details } = (body ?? {}) as Fields;
  let said = results ?? details;
  if (typeof said === 'string') {
    try {
      said = JSON.parse(said);
    } catch {
      // A plain text: the reason for all of them.
    }
  }
  const list = Array.isArray(said) ? (said as (Fields | null)[]) : [];
  const reasons = [error || message, said === list ? '' : said];
  return {
    verdicts: new Map(list.map((entry) => [entry?.event_id, toVerdict(entry ?? {})] as const).reverse()),
    reason: reasons.map(textOf).filter(Boolean).join(': '),
  };
}

import type { TrackerFault } from '../errors/is-tracker-error.js';
import { RejectedError } from '../errors/rejected-error.js';
import type { QueueOutcome } from '../stores/event-queue-store.js';
import { toVerdict, type Verdict } from './batch-answer.js';
import { type BodyLimits, bodyBytes } from './batch-body.js';
import type { DrainContext } from './batch-drain.js';
import type { BatchAnswer } from './batch-request.js';
import { type Batch, decide, type SendableEvent, type TrackedEvent } from './batch-run.js';

// While the server has taken nothing, this many refused batches are halved; from each further one a single event is tried,
// drawn by chance. A server that refuses everything then costs some 45 requests for the first batch and two for each
// further one, and not two per event; and wherever good events are, drain after drain one of them is found.
const PATIENCE = 24;
// Refused batches that are kept, to be looked into once the server takes something, in multiples of `maxEvents`.
const KEPT_BATCHES = 4;

/** Turns the answers of one drain into verdicts. */
interface BatchIsolation {
  /** Records what an answer decides, and says what to send next because of it, in order. */
  absorb(batch: Batch, answer: BatchAnswer): Promise<Batch[]>;
  /** The fault of a drain in which the server refused events for which nobody could be blamed. */
  fault(): TrackerFault | undefined;
}

/**
 * Finds the events at fault. An event that is refused alone is blamed only if the server took another one of this drain,
 * before or after: a server that refuses everything says nothing about any event.
 */
export function createBatchIsolation(
  { drain, settings, emitter, redact, random }: DrainContext,
  limits: BodyLimits,
  record: (outcomes: readonly QueueOutcome[]) => Promise<void>,
): BatchIsolation {
  let accepted = false;
  // Requests refused without a word on whom, since the server last took an event; below zero while some are granted.
  let refusals = 0;
  let lastReason: string | undefined;
  const suspects: { readonly tracked: TrackedEvent; readonly verdict: Verdict }[] = [];
  const aside: Batch[] = [];
  let keptAside = 0;

  const blame = (tracked: TrackedEvent, verdict: Verdict) => decide(tracked, verdict, settings.maxAttempts);

  function halve(batch: Batch): Batch[] {
    const middle = Math.ceil(batch.length / 2);
    return [batch.slice(0, middle), batch.slice(middle)];
  }

  function refusedEverything(): RejectedError {
    const said = lastReason === undefined ? '' : `: ${lastReason}`;
    return new RejectedError(`the server refuses every event, so no event is blamed and all stay queued${said}`, {
      context: { operation: 'events.batch', attempts: refusals, httpStatus: 400 },
    });
  }

  async function readVerdicts(batch: Batch, verdicts: ReadonlyMap<string, Verdict>): Promise<Batch[]> {
    const outcomes = batch.flatMap(({ eventId, tracked }) =>
      blame(tracked, verdicts.get(eventId) ?? { outcome: 'unanswered' }),
    );
    const next: Batch[] = [];
    if (batch.some(({ tracked: { verdict } }) => ['delivered', 'duplicate', 'pending'].includes(verdict.outcome))) {
      // What was put aside is looked into now; that may take two requests for each event.
      refusals = accepted ? Math.min(refusals, 0) : -2 * keptAside;
      accepted = true;
      outcomes.push(...suspects.splice(0).flatMap(({ tracked, verdict }) => blame(tracked, verdict)));
      next.push(...aside.splice(0));
    }
    await record(outcomes);
    return next;
  }

  /** Settles the named events; the others were not at fault and go out again without them. */
  async function dropBlamed(batch: Batch, named: ReadonlyMap<string, string | undefined>): Promise<Batch[]> {
    const rest: SendableEvent[] = [];
    const outcomes: QueueOutcome[] = [];
    for (const event of batch) {
      if (named.has(event.eventId)) {
        outcomes.push(...blame(event.tracked, toVerdict('rejected', named.get(event.eventId), redact)));
      } else {
        rest.push(event);
      }
    }
    await record(outcomes);
    return rest.length > 0 ? [rest] : [];
  }

  async function bisect(batch: Batch, reason: string | undefined): Promise<Batch[]> {
    refusals += 1;
    lastReason = toVerdict('refused', reason, redact).reason;
    for (const { tracked } of batch) tracked.verdict = toVerdict('refused', reason, redact);
    const [first] = batch;
    if (batch.length === 1 && first !== undefined) {
      const verdict = toVerdict('rejected', reason, redact);
      if (accepted) await record(blame(first.tracked, verdict));
      else suspects.push({ tracked: first.tracked, verdict });
      return [];
    }
    // It took events before, and now not one of a whole batch: it broke, and no event is to blame.
    if (accepted && refusals > PATIENCE + 2 * settings.maxEvents) throw refusedEverything();
    if (!accepted && refusals > PATIENCE) {
      const drawn = Math.floor(random() * batch.length);
      const rest = batch.filter((_, at) => at !== drawn);
      keptAside += rest.length;
      if (keptAside <= KEPT_BATCHES * settings.maxEvents) aside.push(rest);
      return [batch.slice(drawn, drawn + 1)];
    }
    emitter.emit('bisected', { drain, events: batch.length });
    return halve(batch);
  }

  async function shrink(batch: Batch): Promise<Batch[]> {
    const [first] = batch;
    if (batch.length === 1 && first !== undefined) {
      const reason = `the server says that the event is too large (${first.bytes} bytes)`;
      await record(blame(first.tracked, { outcome: 'parked', reason, category: 'oversized' }));
      return [];
    }
    emitter.emit('halved', { drain, events: batch.length, bytes: bodyBytes(batch) });
    const halves = halve(batch);
    // The batches after this one need not find the server's limit again.
    limits.maxBytes = Math.min(limits.maxBytes, Math.max(...halves.map(bodyBytes)));
    return halves;
  }

  return {
    absorb(batch, answer) {
      switch (answer.kind) {
        case 'results':
          return readVerdicts(batch, answer.verdicts);
        case 'blamed':
          return dropBlamed(batch, answer.named);
        case 'refused':
          return bisect(batch, answer.reason);
        case 'too_large':
          return shrink(batch);
      }
    },
    fault: () => (refusals > 0 && !accepted ? refusedEverything() : undefined),
  };
}

import type { WireEventResult } from '../contracts/batch-result.js';
import type { EventEnvelope } from '../contracts/event-envelope.js';
import { describeRejection } from '../events/describe-rejection.js';
import { isSendable, validateEventEnvelope } from '../events/validate-event-envelope.js';
import { type IngestCall, mayWrite, storeStep } from './ingest-call.js';
import { readJsonBody } from './read-json-body.js';
import { BATCH_FAILED, isRefusal, type Refusal, refuse, toJsonResponse } from './refusal.js';
import { findUnstorable } from './unstorable.js';

/** One entry of a batch: an event that may be stored, with its team and project, or why it may not. */
type Entry =
  | { readonly event: EventEnvelope; readonly team: string; readonly projectUuid: string }
  | { readonly eventId: string; readonly error: string };

type Accepted = Extract<Entry, { event: EventEnvelope }>;

/** `POST …/events/batch/`: stores the events that are right, says of each what became of it, in the order sent. */
export async function receiveBatch(call: IngestCall): Promise<Response | Refusal> {
  const { maxBatchBytes, maxEvents } = call.settings;
  const body = await readJsonBody(call.request, maxBatchBytes);
  if (isRefusal(body)) return body;
  const events = eventsOf(body.value);
  if (events === undefined) return refuse('invalid_batch', 'the body must be {"events": [...]}');
  if (events.length > maxEvents) {
    return refuse('invalid_batch', `a batch holds at most ${maxEvents} events, and this one has ${events.length}`);
  }
  const entries = events.map((value) => toEntry(value, call.team));
  const forbidden = await findForbidden(call, entries);
  if (isRefusal(forbidden)) return forbidden;
  if (forbidden.length > 0) return toJsonResponse(400, { error: BATCH_FAILED, details: forbidden });
  const stored = await storeEvents(call, entries);
  return isRefusal(stored) ? stored : toJsonResponse(200, { results: entries.map((entry) => toResult(entry, stored)) });
}

function eventsOf(body: unknown): readonly unknown[] | undefined {
  const { events } = (body ?? {}) as { readonly events?: unknown };
  return Array.isArray(events) ? events : undefined;
}

function toEntry(value: unknown, callTeam: string): Entry {
  const verdict = validateEventEnvelope(value);
  const { event_id: eventId, event_type: type } = (value ?? {}) as { event_id?: unknown; event_type?: unknown };
  const reject = (error: string): Entry => ({ eventId: typeof eventId === 'string' ? eventId : '', error });
  if (!verdict.ok) return reject(describeRejection(type, verdict.problems));
  const { event } = verdict;
  if (!isSendable(event))
    return reject('Invalid event: project_uuid is null; hold the event back until it has a project');
  const reason = findUnstorable(event);
  if (reason !== undefined) return reject(`Invalid event: ${reason}`);
  return { event, team: event.team_slug === 'local' ? callTeam : event.team_slug, projectUuid: event.project_uuid };
}

/** The contract's `details` for events of projects that the sender may not write: empty when there are none. */
async function findForbidden(call: IngestCall, entries: readonly Entry[]): Promise<WireDetail[] | Refusal> {
  const asked = new Map<string, boolean>();
  const details: WireDetail[] = [];
  for (const entry of entries) {
    if ('error' in entry) continue;
    const { event, team, projectUuid } = entry;
    const question = JSON.stringify([team, projectUuid]);
    let allowed: boolean | Refusal | undefined = asked.get(question);
    allowed ??= call.principal.teams.includes(team) && (await mayWrite(call, team, projectUuid));
    if (isRefusal(allowed)) return allowed;
    asked.set(question, allowed);
    if (!allowed) {
      const error = `Invalid schema: project_uuid authorization check failed for team '${team}'`;
      details.push({ event_id: event.event_id, error });
    }
  }
  return details;
}

type WireDetail = Required<Pick<WireEventResult, 'event_id' | 'error'>>;

/** Stores team by team. Where a later team fails, what an earlier one stored is a duplicate when it is sent again. */
async function storeEvents(
  call: IngestCall,
  entries: readonly Entry[],
): Promise<ReadonlyMap<Entry, 'stored' | 'duplicate'> | Refusal> {
  const accepted = entries.filter((entry): entry is Accepted => 'event' in entry);
  const outcomes = new Map<Entry, 'stored' | 'duplicate'>();
  for (const [team, ofTeam] of Map.groupBy(accepted, (entry) => entry.team)) {
    const events = ofTeam.map(({ event }) => event);
    const verdicts = await storeStep(call, 'events.append', async () => {
      const given = await call.settings.events.append(team, events);
      if (
        given.length !== events.length ||
        !given.every((verdict) => verdict === 'stored' || verdict === 'duplicate')
      ) {
        throw new TypeError('append must answer stored or duplicate, once for each event');
      }
      return given;
    });
    if (isRefusal(verdicts)) return verdicts;
    for (const [at, verdict] of verdicts.entries()) outcomes.set(ofTeam[at] as Entry, verdict);
  }
  return outcomes;
}

function toResult(entry: Entry, outcomes: ReadonlyMap<Entry, 'stored' | 'duplicate'>): WireEventResult {
  if ('error' in entry) return { event_id: entry.eventId, status: 'rejected', error: entry.error };
  const status = outcomes.get(entry) === 'stored' ? 'success' : 'duplicate';
  return { event_id: entry.event.event_id, status };
}

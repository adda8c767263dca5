import { EVENT_ENVELOPE_FIELDS } from '../contracts/event-envelope.js';

/** An event as it goes into a body. */
export interface EncodedEvent {
  readonly eventId: string;
  readonly projectUuid: string;
  /** The event's JSON, its 15 keys in the contract's order. */
  readonly json: string;
  /** The size of `json` as UTF-8. */
  readonly bytes: number;
}

/** Why an event is not sent: it has no project yet, or it is no event of 15 keys. */
type NotSendable = { readonly eventId: string } & (
  | { readonly held: true }
  | { readonly held: false; readonly reason: string }
);

const FIELDS: ReadonlySet<string> = new Set(EVENT_ENVELOPE_FIELDS);
const encoder = new TextEncoder();

function list(keys: readonly string[]): string {
  const shown = keys.slice(0, 3).map((key) => `'${key.slice(0, 40)}'`);
  return keys.length > shown.length ? `${shown.join(', ')} and ${keys.length - shown.length} more` : shown.join(', ');
}

/**
 * Encodes an event, or says why it is not sent. Checks what the client answers for, the 15 keys and the project; the
 * rules of the values are the server's, so that one odd event is its own problem and not the queue's.
 */
export function encodeEvent(event: unknown): EncodedEvent | NotSendable {
  if (typeof event !== 'object' || event === null) return { eventId: '', held: false, reason: 'is not an object' };
  const fields = event as Readonly<Record<string, unknown>>;
  const eventId = typeof fields.event_id === 'string' ? fields.event_id : '';
  const refuse = (reason: string) => ({ eventId, held: false, reason });

  const parts: string[] = [];
  const missing: string[] = [];
  for (const field of EVENT_ENVELOPE_FIELDS) {
    let value: string | undefined;
    try {
      value = Object.hasOwn(event, field) ? JSON.stringify(fields[field]) : undefined;
    } catch {
      return refuse(`field '${field}' cannot be written as JSON`);
    }
    // What JSON leaves out (undefined, a function) would be missing on the wire.
    if (value === undefined) missing.push(field);
    else parts.push(`"${field}":${value}`);
  }
  const unknown = Object.keys(event).filter((key) => !FIELDS.has(key));
  const faults = [
    ...(missing.length > 0 ? [`missing ${list(missing)}`] : []),
    ...(unknown.length > 0 ? [`unknown ${list(unknown)}`] : []),
  ];
  if (faults.length > 0) return refuse(`has not exactly the 15 fields of an event: ${faults.join('; ')}`);
  if (eventId === '') return refuse("field 'event_id' is not a text");
  if (fields.project_uuid === null) return { eventId, held: true };
  if (typeof fields.project_uuid !== 'string' || fields.project_uuid.trim() === '') {
    return refuse("field 'project_uuid' is neither a project nor null");
  }
  const json = `{${parts.join(',')}}`;
  return { eventId, projectUuid: fields.project_uuid, json, bytes: encoder.encode(json).length };
}

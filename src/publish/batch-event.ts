import { EVENT_ENVELOPE_FIELDS, type EventEnvelope } from '../contracts/event-envelope.js';

/** An event as it goes into a body. */
export interface EncodedEvent {
  /** The event's JSON, its 15 keys in the contract's order. */
  readonly json: string;
  /** What it adds to a body: `json` as UTF-8, and a comma. */
  readonly bytes: number;
}

const encoder = new TextEncoder();

/**
 * Encodes an event, or says why it cannot be sent. Checks the 15 keys only; the rules of the values are the server's, so
 * that one odd event is its own problem and not the queue's.
 */
export function encodeEvent(event: EventEnvelope): EncodedEvent | string {
  // A queue is the host's, and may hold what is no event at all.
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const known: readonly string[] = EVENT_ENVELOPE_FIELDS;
  const odd = [...new Set([...known, ...Object.keys(event)])].filter(
    (key) => fields[key] === undefined || !known.includes(key),
  );
  if (odd.length > 0) return `not the 15 fields of an event; missing or unknown: ${odd.join(', ')}`;
  try {
    const json = JSON.stringify(Object.fromEntries(known.map((key) => [key, fields[key]])));
    return { json, bytes: encoder.encode(json).length + 1 };
  } catch {
    return 'a field cannot be written as JSON (a cycle or a bigint)';
  }
}

import type { SnapshotPayload } from '../contracts/snapshot-payload.js';

const EMPTY = '"issues":[]';

/**
 * The UTF-8 bytes of a payload's JSON. Issue by issue, because one wide character makes a whole text wide, and a wide text
 * takes several times as long to encode.
 */
export function payloadBytes(payload: SnapshotPayload): Uint8Array {
  // No text inside can look like this: its quotes would be escaped.
  const [before = '', after = ''] = JSON.stringify({ ...payload, issues: [] }).split(EMPTY);
  const texts = payload.issues.map((issue, at) => (at === 0 ? '' : ',') + JSON.stringify(issue));
  texts.unshift(`${before}"issues":[`);
  texts.push(`]${after}`);
  // A UTF-16 unit takes three bytes of UTF-8 at the most.
  const bytes = new Uint8Array(3 * texts.reduce((sum, text) => sum + text.length, 0));
  const encoder = new TextEncoder();
  let used = 0;
  for (const text of texts) used += encoder.encodeInto(text, bytes.subarray(used)).written;
  return bytes.slice(0, used);
}

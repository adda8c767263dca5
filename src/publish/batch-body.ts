import type { EncodedEvent } from './batch-event.js';

/** The size of the body of these events, before compression. Every event counts a comma, of which there is one less. */
export function bodyBytes(events: readonly Pick<EncodedEvent, 'bytes'>[]): number {
  return events.reduce((sum, { bytes }) => sum + bytes, 12);
}

/** The gzip-compressed body of these events. */
export async function compressBody(events: readonly EncodedEvent[]): Promise<Uint8Array> {
  const body = new Blob([`{"events":[${events.map(({ json }) => json).join()}]}`]);
  const compressed = body.stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}

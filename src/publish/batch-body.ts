const HEAD = '{"events":[';
const TAIL = ']}';

/** What has a size in a body. */
interface Sized {
  readonly json: string;
  readonly bytes: number;
}

/** The size of the body of these events, before compression, as UTF-8. */
export function bodyBytes(events: readonly Sized[]): number {
  return events.reduce((sum, { bytes }) => sum + bytes + 1, HEAD.length + TAIL.length) - (events.length > 0 ? 1 : 0);
}

/** The gzip-compressed body of these events. */
export async function compressBody(events: readonly Sized[]): Promise<Uint8Array> {
  const text = HEAD + events.map(({ json }) => json).join(',') + TAIL;
  const { writable, readable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  // What goes wrong here shows on the reading side as well. Cheaper than a blob's stream piped through.
  const written = [writer.write(new TextEncoder().encode(text)), writer.close()];
  for (const step of written) step.catch(() => {});
  return new Uint8Array(await new Response(readable).arrayBuffer());
}

/** The limits of a body. `maxBytes` is read anew for each batch: a server that refuses a size lowers it. */
export interface BodyLimits {
  readonly maxEvents: number;
  maxBytes: number;
}

/** Cuts events into batches as large as the limits allow, in order. An event above the limit by itself goes alone. */
export async function* intoBatches<Item extends Sized>(
  events: AsyncIterable<Item>,
  limits: BodyLimits,
): AsyncGenerator<Item[], void, void> {
  let batch: Item[] = [];
  let size = 0;
  for await (const event of events) {
    if (batch.length > 0 && size + 1 + event.bytes > limits.maxBytes) {
      yield batch;
      batch = [];
    }
    size = batch.length === 0 ? bodyBytes([event]) : size + 1 + event.bytes;
    batch.push(event);
    if (batch.length === limits.maxEvents) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

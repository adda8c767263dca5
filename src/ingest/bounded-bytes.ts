// A decompressor may turn one piece of input into all of its output at once (a thousand times as much) before anyone
// can stop it. Small pieces bound that to 16 MiB.
const PIECE_BYTES = 16 * 1024;

/** Everything a stream has, or `too_large` as soon as it is more than `maxBytes`: what is left is not read. */
export async function readWithin(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array[] | 'too_large'> {
  if (stream === null) return [];
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.byteLength;
    if (size > maxBytes) {
      // Not awaited: the answer does not depend on how the source takes it.
      reader.cancel().catch(() => {});
      return 'too_large';
    }
    chunks.push(step.value);
  }
  return chunks;
}

/** The decompressed bytes, produced no faster than they are read. */
export function gunzip(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const pieces = pieceByPiece(chunks);
  const source = new ReadableStream<BufferSource>(
    {
      pull(controller) {
        const { value, done } = pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  return source.pipeThrough(new DecompressionStream('gzip'));
}

function* pieceByPiece(chunks: readonly Uint8Array[]): Generator<Uint8Array<ArrayBuffer>, void> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield new Uint8Array(chunk.subarray(at, at + PIECE_BYTES));
  }
}

import { InvalidInputError } from '../errors/invalid-input-error.js';
import { TooLargeError } from '../errors/too-large-error.js';
import type { CallContext } from '../errors/tracker-error.js';

/** The largest file that is taken when nobody says otherwise, in bytes: 100 MiB. */
const LIMIT_BYTES = 104_857_600;

/**
 * A file's bytes, read to the end before anything is sent: a request whose body is a stream could not be repeated, and one
 * that breaks off half way leaves half a file.
 *
 * @param content - The bytes, or a stream of them.
 * @param limitBytes - Default 104 857 600 (100 MiB).
 * @param signal - Ends the reading; rejects with its `reason`.
 * @throws TooLargeError above the limit; the rest of the stream is not read.
 * @throws InvalidInputError when the stream gives anything but bytes. What the stream itself fails with passes untouched.
 *
 * @public
 */
export async function toBlob(
  content: Uint8Array | ReadableStream<Uint8Array>,
  type: string,
  context: CallContext,
  limitBytes: number = LIMIT_BYTES,
  signal?: AbortSignal,
): Promise<Blob> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const add = (chunk: Uint8Array) => {
    if (!(chunk instanceof Uint8Array)) {
      throw new InvalidInputError([{ path: 'content', message: 'expected a stream of bytes' }], { context });
    }
    size += chunk.length;
    if (size > limitBytes) {
      throw new TooLargeError(`${context.operation}: the file is larger than the limit of ${limitBytes} bytes`, {
        context,
        limitBytes,
      });
    }
    chunks.push(chunk);
  };
  if (content instanceof Uint8Array) add(content);
  else for await (const chunk of chunksOf(content, signal)) add(chunk);
  return new Blob(chunks as Uint8Array<ArrayBuffer>[], { type });
}

// Not every runtime has an async iterator on its streams.
async function* chunksOf(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener('abort', cancel);
  try {
    if (signal?.aborted) cancel();
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
    // Cancelling ends the stream as if it were whole.
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}

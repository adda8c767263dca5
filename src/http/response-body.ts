import { ContractError } from '../errors/contract-error.js';
import { TooLargeError } from '../errors/too-large-error.js';
import { TransportError } from '../errors/transport-error.js';
import { type Attempt, detailsOf } from './call.js';

const UTF8 = new TextDecoder();

/** The size that the headers promise for the body as we see it; `undefined` when they promise none. */
function promisedBytes({ headers, type }: Response): number | undefined {
  const length = headers.get('content-length');
  // A browser may hide the encoding of an answer from elsewhere; then the length is of the compressed body.
  if (length === null || type === 'cors' || headers.has('content-encoding')) return undefined;
  return /^\d+$/.test(length) ? Number(length) : undefined;
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/**
 * Reads an answer's body as text (UTF-8, a byte order mark dropped), up to a limit in bytes after decompression.
 *
 * @throws TooLargeError above the limit, as early as it shows; the rest is not read.
 * @throws TransportError (retryable) when the connection breaks, and ContractError (retryable) when less arrived than
 * was promised.
 *
 * @internal
 */
export async function readText(attempt: Attempt, response: Response, limitBytes: number): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const promised = promisedBytes(response);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let whole = false;
  try {
    while (Math.max(size, promised ?? 0) <= limitBytes) {
      const { done, value } = await reader.read();
      if (done) {
        whole = true;
        break;
      }
      size += value.byteLength;
      chunks.push(value);
    }
  } catch (error) {
    throw new TransportError(`${attempt.call.label}: the connection broke before the answer was complete`, {
      ...detailsOf(attempt, error),
      retryable: true,
    });
  }
  if (!whole) {
    // Nothing of the answer is needed any more, not even the news that it could not be cancelled.
    reader.cancel().catch(() => {});
    throw new TooLargeError(`${attempt.call.label}: the answer is larger than the limit of ${limitBytes} bytes`, {
      ...detailsOf(attempt),
      limitBytes,
    });
  }
  if (promised !== undefined && size < promised) {
    throw new ContractError(`${attempt.call.label}: the answer was cut off`, {
      ...detailsOf(attempt),
      retryable: true,
    });
  }
  return UTF8.decode(join(chunks, size));
}

/**
 * Drops a body that nobody will read, so that its connection is free again.
 *
 * @internal
 */
export function discard({ body }: Response): void {
  body?.cancel().catch(() => {});
}

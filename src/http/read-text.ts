import { TooLargeError } from '../errors/too-large-error.js';
import { TransportError } from '../errors/transport-error.js';
import { type Call, faultOf } from './call.js';

const MAX_BYTES = 33_554_432;
/**
 * What a lost connection is called.
 *
 * @internal
 */
export const BROKEN = 'the connection broke before the answer was whole';
const UTF8 = new TextDecoder();

/**
 * Reads an answer's body as text (UTF-8, a byte order mark dropped), up to the limit in bytes after decompression.
 *
 * @throws TooLargeError above the limit, as early as it shows; the rest is not read.
 * @throws TransportError (retryable) when not all of it arrived.
 *
 * @internal
 */
export async function readText(call: Call, { body, headers, type }: Response): Promise<string> {
  if (!body) return '';
  const limitBytes = call.options.maxResponseBytes ?? MAX_BYTES;
  // Of a compressed body it is the compressed length, and a browser may hide that it is one.
  const isPacked = type === 'cors' || headers.has('content-encoding');
  const promised = isPacked ? 0 : Number(headers.get('content-length'));
  const broken = (cause?: unknown) => faultOf(call, TransportError, BROKEN, { retryable: true }, cause);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    if (size > limitBytes || promised > limitBytes) {
      // Nothing of the answer is needed any more, not even the news that it could not be cancelled.
      reader.cancel().catch(() => {});
      throw faultOf(call, TooLargeError, `the answer is larger than the limit of ${limitBytes} bytes`, { limitBytes });
    }
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw broken(error);
    });
    if (done) break;
    size += value.length;
    chunks.push(value);
  }
  if (size < promised) throw broken();
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return UTF8.decode(whole);
}

import { sha256 as portable } from '@noble/hashes/sha2.js';
import { nativeSha256 } from '../runtime/native-sha256.js';
import type { Sha256 } from '../runtime/runtime.js';
import { toHex } from './hex.js';

export type { Sha256 };

const BUFFER_BYTES = 16_384;

/**
 * A SHA-256 that runs anywhere. Texts are encoded into one buffer and hashed when it is full, because many small updates
 * cost more than the hashing.
 *
 * @internal
 */
export function portableSha256(): Sha256 {
  const hash = portable.create();
  const encoder = new TextEncoder();
  const buffer = new Uint8Array(BUFFER_BYTES);
  let used = 0;
  const flush = () => {
    hash.update(buffer.subarray(0, used));
    used = 0;
  };
  return {
    update(chunk) {
      const isText = typeof chunk === 'string';
      // A UTF-16 unit takes three bytes of UTF-8 at the most.
      if (isText && chunk.length * 3 <= BUFFER_BYTES) {
        if (chunk.length * 3 > BUFFER_BYTES - used) flush();
        used += encoder.encodeInto(chunk, buffer.subarray(used)).written;
      } else {
        flush();
        hash.update(isText ? encoder.encode(chunk) : chunk);
      }
    },
    digestHex() {
      flush();
      return toHex(hash.digest());
    },
  };
}

/**
 * An incremental SHA-256: the platform's where it has a synchronous one, else the portable one. Same bytes either way.
 *
 * @internal
 */
export function createSha256(): Sha256 {
  return nativeSha256() ?? portableSha256();
}

/**
 * The SHA-256 of a text's UTF-8 bytes, in lower-case hex.
 *
 * @internal
 */
export function sha256Hex(text: string): string {
  const hash = createSha256();
  hash.update(text);
  return hash.digestHex();
}

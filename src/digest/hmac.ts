import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The HMAC-SHA-256 of a message, 32 bytes (RFC 2104). Texts count as their UTF-8 bytes.
 *
 * @internal
 */
export function hmacSha256(key: string | Uint8Array, message: string | Uint8Array): Uint8Array {
  const bytes = (value: string | Uint8Array) => (typeof value === 'string' ? utf8ToBytes(value) : value);
  return hmac(sha256, bytes(key), bytes(message));
}

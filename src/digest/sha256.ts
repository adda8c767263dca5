import { sha256 as portable } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { nativeSha256 } from '../runtime/native-sha256.js';
import type { Sha256 } from '../runtime/runtime.js';

/** @internal */
export function portableSha256(): Sha256 {
  const hash = portable.create();
  return {
    update: (chunk) => hash.update(typeof chunk === 'string' ? utf8ToBytes(chunk) : chunk),
    digestHex: () => bytesToHex(hash.digest()),
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

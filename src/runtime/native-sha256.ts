import type { Sha256 } from './runtime.js';

interface NodeHash {
  update(chunk: string | Uint8Array): NodeHash;
  digest(encoding: 'hex'): string;
}

interface Host {
  readonly process?: {
    readonly getBuiltinModule?: (name: 'node:crypto') => { createHash(name: 'sha256'): NodeHash } | undefined;
  };
}

/**
 * The platform's synchronous SHA-256 (Node 22+, Bun, Deno), about three times as fast as a portable one on large input;
 * `undefined` where there is none. Reached through `process.getBuiltinModule`, because a `node:` import would not load
 * elsewhere.
 *
 * @internal
 */
export function nativeSha256(): Sha256 | undefined {
  const hash = (globalThis as Host).process?.getBuiltinModule?.('node:crypto')?.createHash('sha256');
  return hash && { update: (chunk) => hash.update(chunk), digestHex: () => hash.digest('hex') };
}

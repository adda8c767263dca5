import type { TokenSet, TokenStore } from '../token-store.js';
import { createVersionedRecords } from './versioned-records.js';

/**
 * A {@link TokenStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryTokenStore(): TokenStore {
  const records = createVersionedRecords<TokenSet>();
  return {
    get: async () => records.get(''),
    put: async (tokens, expected) => records.put('', tokens, expected),
    delete: async (expected) => records.delete('', expected),
  };
}

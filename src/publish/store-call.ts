import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import type { CallContext } from '../errors/tracker-error.js';

/**
 * Calls a store of the host; whatever it fails with becomes a `StoreError`.
 *
 * @param failed - What failed, for the message: `the token store failed in put()`.
 * @param redact - Masks the secrets that the client knows: a database likes to repeat the values it refused.
 *
 * @internal
 */
export async function storeCall<Value>(
  failed: string,
  context: CallContext,
  call: () => Promise<Value>,
  redact: (text: string) => string,
): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw new StoreError(failed, { context, cause: toCause(error, redact) });
  }
}

import type { BatchErrorCategory } from '../contracts/batch-result.js';

const BY_STATUS: Readonly<Record<number, BatchErrorCategory>> = {
  401: 'auth_expired',
  403: 'permission',
  413: 'oversized',
  429: 'throttled',
};

const BY_WORD: readonly (readonly [BatchErrorCategory, RegExp])[] = [
  ['schema_mismatch', /invalid|schema|field|missing|type/],
  ['auth_expired', /token|expired|unauthorized|401/],
  ['server_error', /internal|500|timeout|unavailable/],
];

/**
 * The category of a failure's text, as the reports group them. A status that says enough by itself (401, 403, 413, 429,
 * 5xx) decides; otherwise the first list of words of which the lower-cased text holds one. The words are part of the wire
 * contract, their oddities included: "invalid token" is a `schema_mismatch`.
 *
 * @param text - What the server said, or an error's message.
 * @param httpStatus - The status of the answer, where it is known.
 *
 * @public
 */
export function categorizeBatchError(text: string, httpStatus = 0): BatchErrorCategory {
  if (httpStatus >= 500 && httpStatus < 600) return 'server_error';
  // Lower-cased, not matched without case: the two differ outside ASCII.
  const lower = text.toLowerCase();
  return BY_STATUS[httpStatus] ?? BY_WORD.find(([, words]) => words.test(lower))?.[0] ?? 'unknown';
}

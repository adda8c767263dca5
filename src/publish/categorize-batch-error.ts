import type { BatchErrorCategory } from '../contracts/batch-result.js';

const BY_STATUS: ReadonlyMap<number, BatchErrorCategory> = new Map([
  [401, 'auth_expired'],
  [403, 'permission'],
  [413, 'oversized'],
  [429, 'throttled'],
]);

const BY_WORD: readonly (readonly [BatchErrorCategory, readonly string[]])[] = [
  ['schema_mismatch', ['invalid', 'schema', 'field', 'missing', 'type']],
  ['auth_expired', ['token', 'expired', 'unauthorized', '401']],
  ['server_error', ['internal', '500', 'timeout', 'unavailable']],
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
export function categorizeBatchError(text: string, httpStatus?: number): BatchErrorCategory {
  const known = httpStatus === undefined ? undefined : BY_STATUS.get(httpStatus);
  if (known !== undefined) return known;
  if (httpStatus !== undefined && httpStatus >= 500 && httpStatus <= 599) return 'server_error';
  const lower = text.toLowerCase();
  return BY_WORD.find(([, words]) => words.some((word) => lower.includes(word)))?.[0] ?? 'unknown';
}

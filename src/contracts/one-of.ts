import * as z from 'zod/mini';

/** One of these words. In place of zod's own, which weighs more. */
export function zOneOf<Word extends string>(words: readonly Word[]) {
  const known = new Set<unknown>(words);
  return z.custom<Word>((value) => known.has(value), { error: `expected one of ${words.join(', ')}` });
}

import { objectOf } from '../plain-object.js';
import type { Schema } from '../schema.js';

/**
 * What the words of a tracker mean: its own word (a status, a priority, a label), in any case, to ours.
 *
 * @public
 */
export type WordMap<Meaning> = Readonly<Record<string, Meaning>>;

/**
 * A {@link WordMap} that can be asked both ways.
 *
 * @public
 */
export interface Words<Meaning> {
  /** What a tracker's word means; `undefined` when nobody said. */
  meaningOf(word: string | null | undefined): Meaning | undefined;
  /** The tracker's words for a meaning, as they were spelt, in the order they were given. */
  wordsFor(meaning: Meaning): readonly string[];
  /** Every word, for an error that lists the choices. */
  readonly all: readonly string[];
}

/**
 * Reads a {@link WordMap}. Words are compared trimmed and without case; what is said first about a word counts.
 *
 * @public
 */
export function createWords<Meaning>(map: WordMap<Meaning>): Words<Meaning> {
  const entries = Object.entries(map);
  const fold = (word: string) => word.trim().toLowerCase();
  const meanings = new Map(entries.map(([word, meaning]) => [fold(word), meaning] as const).reverse());
  return {
    meaningOf: (word) => (word === null || word === undefined ? undefined : meanings.get(fold(word))),
    wordsFor: (meaning) =>
      entries.flatMap(([word, other]) => (other === meaning && meanings.get(fold(word)) === meaning ? [word] : [])),
    all: entries.map(([word]) => word),
  };
}

/** The schema of a {@link WordMap} whose meanings are `schema`'s. @internal */
export function zWordMap<Meaning>(schema: Schema<Meaning>) {
  return objectOf<Meaning>().check(({ value, issues }) => {
    for (const [word, meaning] of Object.entries(value)) {
      if (word.trim() === '')
        issues.push({ code: 'custom', input: undefined, path: [word], message: 'must not be blank' });
      for (const issue of schema.safeParse(meaning).error?.issues ?? []) {
        issues.push({ ...issue, input: undefined, path: [word, ...issue.path] });
      }
    }
  });
}

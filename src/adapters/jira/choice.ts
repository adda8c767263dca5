import type { Words } from '../../contracts/adapter/word-map.js';

const fold = (name: string) => name.replace(/[\s_-]/g, '').toLowerCase();

/**
 * The one of several that is meant: the one that the host named first for it, or whose name is our own word for it, or the
 * only one. Undefined when that leaves a choice, because a guess would put issues where nobody wanted them.
 *
 * @internal
 */
export function meant<Thing extends { readonly name: string }, Meaning extends string>(
  things: readonly Thing[],
  words: Words<Meaning>,
  meaning: Meaning,
): Thing | undefined {
  for (const word of [...words.wordsFor(meaning), meaning]) {
    const named = things.find(({ name }) => fold(name) === fold(word));
    if (named) return named;
  }
  return things.length === 1 ? things[0] : undefined;
}

/** Each once, by its id. @internal */
export function distinct<Thing extends { readonly id: string }>(things: readonly Thing[]): Thing[] {
  return [...new Map(things.map((thing) => [thing.id, thing])).values()];
}

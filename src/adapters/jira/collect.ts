import type { Page } from '../../contracts/page.js';

/** All of a list. @internal */
export async function collect<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

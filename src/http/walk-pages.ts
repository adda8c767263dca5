import type { Page } from '../contracts/page.js';
import { ContractError } from '../errors/contract-error.js';
import { labelOf } from '../errors/label-of.js';
import type { TrackerErrorDetails } from '../errors/tracker-error.js';

/** This many empty pages in a row are no listing any more. */
const MAX_EMPTY_PAGES = 1000;
/** And so are this many pages in a row of which each was there before: tokens may be new each time and lead nowhere. */
const MAX_EQUAL_PAGES = 20;
/** So many pages are remembered. */
const MEMORY = 100;

/**
 * One page as a server gave it.
 *
 * @public
 */
export interface ServerPage<Item> {
  /** What is in it. */
  readonly items: readonly Item[];
  /** Where the next one is, in the words of the provider; null at the end. */
  readonly next: string | null;
}

/**
 * A listing to be walked.
 *
 * @public
 */
export interface PageWalk<Item> {
  /** Where to begin. */
  readonly first: string;
  /** Reads the page at a position. */
  readonly read: (position: string) => Promise<ServerPage<Item>>;
  /** Makes a cursor of a position: `CursorCodec.seal`. */
  readonly seal: (position: string) => string;
  /** For the error of a listing that goes in circles. */
  readonly details: TrackerErrorDetails;
}

/**
 * Walks a listing page by page, each read when it is asked for. A position that comes back, and pages that stay empty
 * or the same without an end, are a `ContractError`: a listing that never ends has lost its caller's trust and his quota.
 *
 * @param listing - The listing, or what makes it: called, and so checked, with the first page.
 *
 * @public
 */
export async function* walkPages<Item>(
  listing: PageWalk<Item> | (() => PageWalk<Item>),
): AsyncGenerator<Page<Item>, void, void> {
  const { first, read, seal, details } = typeof listing === 'function' ? listing() : listing;
  const refuse = (what: string) => new ContractError(`${labelOf(details.context)}: ${what}`, details);
  const visited = new Set<string>();
  let position: string | null = first;
  let empty = 0;
  let equal = 0;
  const contents: string[] = [];
  const readPage = async (at: string): Promise<Page<Item>> => {
    visited.add(at);
    const { items, next } = await read(at);
    if (next !== null && visited.has(next)) throw refuse('the next page is one that was read already');
    empty = items.length === 0 ? empty + 1 : 0;
    if (empty > MAX_EMPTY_PAGES) throw refuse(`${MAX_EMPTY_PAGES} empty pages in a row, and no end`);
    // Its ends tell a page: so many in a row that all begin and end like earlier ones, and differ within, no tracker has.
    const [start, end] = items.length === 0 ? [] : [nameOf(items[0]), nameOf(items.at(-1))];
    const content = start !== undefined && end !== undefined ? `${items.length} ${start} ${end}` : '';
    equal = content !== '' && contents.includes(content) ? equal + 1 : 0;
    if (equal >= MAX_EQUAL_PAGES) throw refuse('the same pages came again and again, and no end');
    contents.push(content);
    if (contents.length > MEMORY) contents.shift();
    position = next;
    return { items, cursor: next === null ? null : seal(next) };
  };
  // No variable holds a page, and nothing delegates with `yield*`: either would keep each page in memory while the next one
  // is read, which costs a tenth of a listing's time in garbage collection.
  while (position !== null) yield await readPage(position);
}

/** What tells an item apart from others, at one point of its life; undefined where it has no id. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return String(item);
  const { id, ref, updatedAt } = item as {
    readonly id?: unknown;
    readonly ref?: { readonly id?: unknown };
    readonly updatedAt?: unknown;
  };
  const name = id ?? ref?.id;
  return name === undefined ? undefined : `${String(name)}@${String(updatedAt)}`;
}

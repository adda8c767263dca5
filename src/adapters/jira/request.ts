import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { HttpReply, HttpRequest } from '../../http/http-request.js';
import { type ServerPage, walkPages } from '../../http/walk-pages.js';
import type { JiraContext } from './options.js';
import type { OffsetPages } from './wire.js';

/** Where Jira's REST API begins. @internal */
export const API = '/rest/api/3';

/** What an operation works with: the adapter's context, its own name, and what ends it. @internal */
export interface Scope extends JiraContext {
  readonly operation: string;
  readonly signal: AbortSignal | undefined;
}

/** For an error of an operation's own. @internal */
export function detailsOf({ operation }: Scope): TrackerErrorDetails {
  return { context: { operation, provider: 'jira', attempts: 0 } };
}

/** @internal */
export function invalid(scope: Scope, path: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path, message }], detailsOf(scope));
}

/** The path of an issue. Jira takes its id, and its key in place of it. @internal */
export function issuePath(scope: Scope, id: string, below = ''): string {
  if (!/^(\d+|[a-z]\w*-\d+)$/i.test(id)) throw invalid(scope, 'id', 'expected the id of an issue, such as 10042');
  return `${API}/issue/${id}${below}`;
}

/** Sends a request as part of an operation. @internal */
export function send<Body = unknown>(
  { http, operation, signal }: Scope,
  request: Omit<HttpRequest<Body>, 'operation' | 'signal'>,
): Promise<HttpReply<Body>> {
  return http.send({ ...request, operation, signal });
}

/** Reads. @internal */
export async function read<Body>(
  scope: Scope,
  path: string,
  schema: Schema<Body>,
  search: Readonly<Record<string, string>> = {},
): Promise<Body> {
  return (await send(scope, { path, schema, search: new URLSearchParams(search) })).body;
}

/**
 * Walks a list.
 *
 * @param begin - Makes the walk, with the first page.
 *
 * @internal
 */
export function walk<Item>(scope: Scope, begin: () => JiraWalk<Item>): AsyncGenerator<Page<Item>, void, void> {
  return walkPages(() => {
    const { query, cursor, first, read: readPage } = begin();
    const { operation, workspace } = scope;
    const { open, seal } = createCursorCodec({ ...query, operation, workspace });
    const start = cursor === undefined ? first : open(cursor, operation, 'jira');
    return { first: start, read: readPage, seal, details: detailsOf(scope) };
  });
}

/** A walk over pages. @internal */
export interface JiraWalk<Item> {
  /** What decides which items come, and in which order. */
  readonly query: object;
  readonly cursor: string | undefined;
  /** The position of the first page. */
  readonly first: string;
  readonly read: (position: string) => Promise<ServerPage<Item>>;
}

/** A list that Jira pages by offset. @internal */
export interface OffsetList<Wire, Item> {
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly pages: OffsetPages<Wire>;
  readonly pageSize?: number;
  readonly cursor?: string | undefined;
  readonly toItems: (entries: readonly Wire[]) => Promise<readonly Item[]> | readonly Item[];
}

/** Walks a list that Jira pages by offset. @internal */
export function walkOffsets<Wire, Item>(
  scope: Scope,
  { path, search, pages: { name, schema }, pageSize = 100, cursor, toItems }: OffsetList<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  // A position is an offset, and how many entries there were in all.
  const readPage = async (position: string): Promise<ServerPage<Item>> => {
    const [startAt = 0, before = 0] = position.split(' ').map(Number);
    const asked = { ...search, startAt: String(startAt), maxResults: String(pageSize) };
    const page = await read(scope, path, schema, asked);
    const { maxResults, total, isLast } = page;
    // What was deleted meanwhile has moved the rest up: so many are read once more, lest one of them was not read at all.
    const gone = Math.min(startAt, before - (total ?? before));
    if (gone > 0) return readPage(`${startAt - gone} ${total}`);
    // What a page is says that they are a list.
    const entries = page[name] as readonly Wire[];
    // Jira may give less than was asked for, and less than it says that it takes for a page.
    const next = startAt + (entries.length || (maxResults ?? 0));
    return { items: await toItems(entries), next: (isLast ?? next >= (total ?? 0)) ? null : `${next} ${total ?? 0}` };
  };
  return walk(scope, () => ({ query: { path, ...search }, cursor, first: '0', read: readPage }));
}

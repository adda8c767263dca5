import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpReply, HttpRequest } from '../../http/http-request.js';
import { walkPages } from '../../http/walk-pages.js';
import type { JiraContext } from './options.js';
import type { OffsetPage } from './wire.js';

/** Where Jira's REST API begins. @internal */
export const API = '/rest/api/3';

/** For an error of a call that has sent nothing yet. @internal */
export function detailsOf(operation: string): TrackerErrorDetails {
  return { context: { operation, provider: 'jira', attempts: 0 } };
}

/** @internal */
export function invalid(operation: string, path: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path, message }], detailsOf(operation));
}

/** @internal */
export function unsupported(operation: string, what: string): UnsupportedError {
  return new UnsupportedError(`jira ${operation}: ${what}`, detailsOf(operation));
}

/** Refuses an issue of another tracker or site. @internal */
export function checkSite({ workspace }: JiraContext, ref: ExternalRef, path: string, operation: string): void {
  if (ref.system !== 'jira' || ref.workspace !== workspace)
    throw invalid(operation, path, 'expected an issue of the same site');
}

/** The path of an issue. Jira takes its id, and its key in place of it. @internal */
export function issuePath(operation: string, id: string, below = ''): string {
  if (!/^(?:\d+|[A-Z][A-Z0-9_]*-\d+)$/i.test(id))
    throw invalid(operation, 'id', 'expected the id of an issue, such as 10042');
  return `${API}/issue/${id}${below}`;
}

/** The path of something that Jira numbers. @internal */
export function numbered(operation: string, path: string, id: string, name: string): string {
  if (!/^\d+$/.test(id)) throw invalid(operation, name, 'expected an id of digits');
  return `${path}/${id}`;
}

/** What an operation is called and what ends it. @internal */
export interface Call {
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request as part of an operation. @internal */
export function send<Body = unknown>(
  { http }: JiraContext,
  { operation, signal }: Call,
  request: Omit<HttpRequest<Body>, 'operation' | 'signal'>,
): Promise<HttpReply<Body>> {
  return http.send({ ...request, operation, signal });
}

/** Reads. @internal */
export async function read<Body>(
  context: JiraContext,
  call: Call,
  path: string,
  schema: Schema<Body>,
  search: Readonly<Record<string, string>> = {},
): Promise<Body> {
  return (await send(context, call, { path, schema, search: new URLSearchParams(search) })).body;
}

/** A list that Jira pages by offset. @internal */
export interface OffsetList<Name extends string, Wire, Item> {
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly schema: Schema<OffsetPage<Name, Wire>>;
  /** Under which name a page holds its entries. */
  readonly name: Name;
  readonly pageSize?: number;
  readonly cursor?: string | undefined;
  readonly toItems: (entries: readonly Wire[]) => Promise<readonly Item[]> | readonly Item[];
}

/** Walks a list that Jira pages by offset. @internal */
export async function* walkOffsets<Name extends string, Wire, Item>(
  context: JiraContext,
  call: Call,
  { path, search, schema, name, pageSize = 100, cursor, toItems }: OffsetList<Name, Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const { operation } = call;
  const { open, seal } = createCursorCodec({ operation, workspace: context.workspace, path, ...search });
  yield* walkPages({
    first: cursor === undefined ? '0' : open(cursor, operation, 'jira'),
    seal,
    details: detailsOf(operation),
    read: async (startAt) => {
      const page = await read(context, call, path, schema, { ...search, startAt, maxResults: String(pageSize) });
      const entries = page[name];
      // Jira may give less than was asked for, and says how much it takes for a page.
      const next = Number(startAt) + (page.maxResults || entries.length);
      const isLast = page.isLast ?? next >= (page.total ?? 0);
      return { items: await toItems(entries), next: isLast ? null : String(next) };
    },
  });
}

/** All of a list. @internal */
export async function collect<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

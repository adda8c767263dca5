import type { Shape } from '../../contracts/adapter/shape.js';
import { list, object } from '../../contracts/adapter/shape.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import type { HttpReply } from '../../http/http-request.js';
import type { LinearCall } from './context.js';
import { nextOf, walk } from './pages.js';
import { wireForward } from './wire.js';

/** A page of a connection that is walked forward. @internal */
export interface WireConnection<Wire> {
  readonly nodes: readonly Wire[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
}

/** @internal */
export const wireConnection = <Wire>(node: Shape<Wire>) => object({ nodes: list(node), pageInfo: wireForward });

/** A connection, asked for by a document that takes `$after`. @internal */
export interface ConnectionQuery<Body, Wire, Item> {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly schema: Schema<Body>;
  readonly cursor: string | undefined;
  /** The connection in an answer. */
  readonly pick: (reply: HttpReply<Body>) => WireConnection<Wire>;
  readonly toItems: (wires: readonly Wire[]) => readonly Item[] | Promise<readonly Item[]>;
}

/** Walks a connection by Linear's own cursors. @internal */
export function pagesOf<Body, Wire, Item>(
  call: LinearCall,
  begin: () => ConnectionQuery<Body, Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  return walk(call, () => {
    const { document, variables, schema, cursor, pick, toItems } = begin();
    const read = async (position: string) => {
      const reply = await call.send({ document, variables: { ...variables, after: position || null }, schema });
      const { nodes, pageInfo } = pick(reply);
      return { items: await toItems(nodes), next: nextOf(call, reply, pageInfo.hasNextPage, pageInfo.endCursor) };
    };
    return { query: variables, cursor, read };
  });
}

/** All items of a list. @internal */
export async function allOf<Item>(pages: AsyncIterable<Page<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { items } of pages) found.push(...items);
  return found;
}

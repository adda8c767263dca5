import { type AzureCall, invalid } from './context.js';
import { type WireItem, zWireBatch, zWireIds } from './wire.js';

/** The most that a query may find is 20 000; one that asks for no more is never refused for it. @internal */
export const MAX_FOUND = 19_999;
/** The largest batch of work items. @internal */
export const MAX_PAGE_SIZE = 200;
const MAX_QUERY = 32_000;

/** What a query found. @internal */
export interface Found {
  readonly ids: readonly number[];
  /** When it was asked, in milliseconds since 1970; endless where Azure DevOps does not say. */
  readonly asOfMs: number;
}

/** A text as a literal of WIQL, out of which nothing leads. @internal */
export function quote(text: string): string {
  return `'${text.replaceAll(/\p{Cc}/gu, ' ').replaceAll("'", "''")}'`;
}

/** A time as a literal of WIQL. In UTC: without the letter at its end it would be the account's local time. @internal */
export function quoteTime(ms: number): string {
  return `'${new Date(ms).toISOString().replace('Z', '0000Z')}'`;
}

/** A query for work items of the project. @internal */
export function inProject(conditions: readonly string[], order: readonly string[]): string {
  const where = ['[System.TeamProject] = @project', ...conditions].join(' AND ');
  return `SELECT [System.Id] FROM WorkItems WHERE ${where} ORDER BY ${order.join(', ')}`;
}

/**
 * Asks for the ids of work items.
 *
 * @param top - How many at the most. Without it, Azure DevOps refuses a query that finds more than 20 000.
 *
 * @internal
 */
export async function findIds(call: AzureCall, query: string, top?: number): Promise<Found> {
  if (query.length > MAX_QUERY)
    throw invalid(call, '', `the query is longer than ${MAX_QUERY} characters; ask for less`);
  const { body } = await call.send({
    method: 'POST',
    repeatability: 'read',
    path: '/_apis/wit/wiql',
    // Without it, a time of day in a query is refused.
    search: { timePrecision: true, $top: top },
    body: { query },
    schema: zWireIds,
  });
  return {
    ids: body.workItems.map(({ id }) => id),
    asOfMs: body.asOf ? Date.parse(body.asOf) : Number.POSITIVE_INFINITY,
  };
}

/** Work items by their ids, in that order. Those that are gone, or may not be seen, are left out. @internal */
export async function readItems(call: AzureCall, ids: readonly number[]): Promise<WireItem[]> {
  if (ids.length === 0) return [];
  const { body } = await call.send({
    method: 'POST',
    repeatability: 'read',
    path: '/_apis/wit/workitemsbatch',
    body: { ids, $expand: 'relations', errorPolicy: 'omit' },
    schema: zWireBatch,
  });
  // Neither the order nor the number of the answer is that of the question.
  const found = new Map<number, WireItem>();
  for (const item of body.value) if (item) found.set(item.id, item);
  return ids.flatMap((id) => found.get(id) ?? []);
}

import type { Page } from '../../contracts/page.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { refusal } from '../../errors/refusal.js';
import type { Place, SortedRecords } from './sorted-records.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** What every query of a listing may say. */
export interface PageQuery {
  readonly cursor?: string;
  readonly limit?: number;
}

/** What a query may narrow: the value asked for (`undefined`: any) and how to read a record's own. */
type Filter<Value> = readonly [wanted: string | undefined, read: (value: Value) => string | null];

// What a cursor of ours seals; the codec has refused everything else.
function toPlace(sealed: string): Place {
  return JSON.parse(sealed) as Place;
}

/**
 * One page of the records that pass every filter, in order, as copies.
 *
 * @throws InvalidInputError when the limit is out of range, or the cursor is garbage or another query's.
 */
export function keysetPage<Value>(
  operation: string,
  records: SortedRecords<Value>,
  { cursor, limit = DEFAULT_LIMIT }: PageQuery,
  filters: readonly Filter<Value>[],
): Page<Value> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw refusal(operation, [{ path: 'limit', message: `must be an integer from 1 to ${MAX_LIMIT}` }]);
  }
  // As JSON text: a filter cut out of an emoji finds nothing, but is no error.
  const cursors = createCursorCodec(JSON.stringify([operation, ...filters.map(([wanted]) => wanted ?? null)]));
  const start = cursor === undefined ? undefined : toPlace(cursors.open(cursor, operation));
  const items: Value[] = [];
  let last: Place = [];
  for (const { place, value } of records.after(start)) {
    if (!filters.every(([wanted, read]) => wanted === undefined || read(value) === wanted)) continue;
    if (items.length === limit) return { items, cursor: cursors.seal(JSON.stringify(last)) };
    items.push(structuredClone(value));
    last = place;
  }
  return { items, cursor: null };
}

import { compareUtf8 } from '../../digest/utf8-order.js';

/** Where a record stands: texts compared one after another by their UTF-8 bytes. Different for different records. */
export type Place = readonly string[];

/** A record with its place. */
interface Placed<Value> {
  readonly place: Place;
  value: Value;
  isGone: boolean;
}

/** Records under text keys that can be read in the order of their places. Copies nothing. */
export interface SortedRecords<Value> {
  readonly get: (key: string) => Value | undefined;
  /** Inserts or replaces; a key that is there keeps its place. */
  readonly set: (key: string, value: Value) => void;
  readonly delete: (key: string) => void;
  /** The records behind a place, in order; all of them without one. */
  readonly after: (place?: Place) => readonly Placed<Value>[];
}

function comparePlaces(a: Place, b: Place): number {
  for (let at = 0; at < a.length; at++) {
    const order = compareUtf8(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** How many of the sorted records stand at the place or before it. */
function countUpTo(sorted: readonly Placed<unknown>[], place: Place): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle];
    if (found !== undefined && comparePlaces(found.place, place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param placeOf - Called once for each new key. */
export function createSortedRecords<Value>(placeOf: (value: Value) => Place): SortedRecords<Value> {
  const records = new Map<string, Placed<Value>>();
  // What is new is at the end, and what is gone still there, until the next reading.
  let sorted: Placed<Value>[] = [];
  let isSorted = true;

  return {
    get: (key) => records.get(key)?.value,
    set: (key, value) => {
      const known = records.get(key);
      if (known !== undefined) {
        known.value = value;
        return;
      }
      const record = { place: placeOf(value), value, isGone: false };
      records.set(key, record);
      sorted.push(record);
      isSorted = false;
    },
    delete: (key) => {
      const known = records.get(key);
      if (known === undefined) return;
      known.isGone = true;
      isSorted = false;
      records.delete(key);
    },
    after: (place) => {
      // So that filling the store costs one sort. It takes sorted stretches as they are: a few new records behind many
      // old ones cost one walk.
      if (!isSorted) sorted = sorted.filter(({ isGone }) => !isGone).sort((a, b) => comparePlaces(a.place, b.place));
      isSorted = true;
      return place === undefined ? sorted : sorted.slice(countUpTo(sorted, place));
    },
  };
}

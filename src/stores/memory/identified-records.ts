import type { Page } from '../../contracts/page.js';
import { keysetPage, type PageQuery } from './keyset-page.js';
import { createSortedRecords, type Place } from './sorted-records.js';

/** The store of a noun that has an identity, in the methods that all such stores share. */
interface IdentifiedRecords<Value, Identity, Filter extends string> {
  readonly get: (identity: Identity) => Promise<Value | undefined>;
  readonly getMany: (identities: readonly Identity[]) => Promise<(Value | undefined)[]>;
  readonly put: (value: Value) => Promise<void>;
  readonly putMany: (values: readonly Value[]) => Promise<void>;
  readonly delete: (identity: Identity) => Promise<void>;
  readonly list: (query?: PageQuery & { readonly [Name in Filter]?: string }) => Promise<Page<Value>>;
}

/**
 * @param operation - What a refusal of `list` names.
 * @param placeOf - Where a record is listed; different for different identities.
 * @param filters - The parts of an identity that `list` may narrow.
 */
export function createIdentifiedRecords<
  Value,
  Identity extends Readonly<Record<Filter, string>>,
  Filter extends string,
>(
  operation: string,
  identityOf: (value: Value) => Identity,
  placeOf: (identity: Identity) => Place,
  filters: readonly Filter[],
): IdentifiedRecords<Value, Identity, Filter> {
  const records = createSortedRecords<Value>((value) => placeOf(identityOf(value)));
  const keyOf = (identity: Identity) => JSON.stringify(placeOf(identity));
  const get = async (identity: Identity) => structuredClone(records.get(keyOf(identity)));
  const putMany = async (values: readonly Value[]) => {
    // Copied before the first write, because only copying can fail; one by one, so that no two records share a part.
    const copies = values.map((value) => structuredClone(value));
    for (const value of copies) records.set(keyOf(identityOf(value)), value);
  };
  return {
    get,
    getMany: (identities) => Promise.all(identities.map(get)),
    put: (value) => putMany([value]),
    putMany,
    delete: async (identity) => records.delete(keyOf(identity)),
    list: async (query = {}) =>
      keysetPage(
        operation,
        records,
        query,
        filters.map((name) => [query[name], (value) => identityOf(value)[name]]),
      ),
  };
}

import type { IssueMapping } from '../../contracts/issue-mapping.js';
import type { MappingIdentity, MappingStore, MappingStoreQuery } from '../../stores/mapping-store.js';
import { aMapping } from '../fixtures/a-mapping.js';
import { expectEqual, expectTrue, scribble } from './assert.js';
import { listingCases, readAll } from './listing-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'mapping-store';

function partsOf({ wpId, system, workspace, externalId }: MappingIdentity): [string, string, string, string] {
  return [wpId, system, workspace, externalId];
}

function at(wpId: string, system = 'jira', workspace = 'acme', externalId = '1'): IssueMapping {
  return aMapping({ wpId, system, workspace, externalId });
}

function numbered(ordinal: number): IssueMapping {
  return aMapping({ wpId: `WP${String(ordinal).padStart(4, '0')}` });
}

async function identities(store: MappingStore, query: MappingStoreQuery = {}) {
  return (await readAll((step) => store.list({ ...query, ...step }), { limit: 2 })).map(partsOf);
}

async function expectOrder(store: MappingStore, expected: readonly IssueMapping[]) {
  for (const mapping of expected.toReversed()) await store.put(mapping);
  expectEqual(await identities(store), expected.map(partsOf), 'the order');
}

const records: StoreCase<MappingStore>[] = [
  storeCase(`${PREFIX}/absence`, 'what is not there is undefined', async (store) => {
    expectEqual(await store.get(aMapping()), undefined, 'get');
    expectEqual(await store.getMany([aMapping(), at('WP99')]), [undefined, undefined], 'getMany');
    expectEqual(await store.list(), { items: [], cursor: null }, 'list');
  }),
  storeCase(`${PREFIX}/round-trip`, 'every field comes back as it was', async (store) => {
    const bare = aMapping({ externalId: '2', externalKey: null, externalUrl: null });
    await store.put(aMapping());
    await store.put(bare);
    expectEqual(await store.get(aMapping()), aMapping(), 'a mapping with every field');
    expectEqual(await store.get(bare), bare, 'a mapping without key and url');
    expectEqual((await store.list()).items, [aMapping(), bare], 'both in a list');
  }),
  storeCase(`${PREFIX}/get-many-order`, 'getMany answers in the order of the identities', async (store) => {
    await store.putMany([numbered(1), numbered(2), numbered(3)]);
    const wanted = [3, 9, 1, 3].map((ordinal) => numbered(ordinal));
    const expected = [numbered(3), undefined, numbered(1), numbered(3)];
    expectEqual(await store.getMany(wanted), expected, 'getMany');
    expectEqual(await store.getMany([]), [], 'getMany of nothing');
  }),
  storeCase(`${PREFIX}/put-many-later-stays`, 'of one identity twice in a batch the later stays', async (store) => {
    const [first, second] = [aMapping({ externalKey: 'A-1' }), aMapping({ externalKey: 'A-2' })];
    await store.putMany([first, at('WP77'), second]);
    expectEqual(await store.getMany([first, at('WP77')]), [second, at('WP77')], 'both mappings');
    await store.putMany([]);
    expectEqual((await identities(store)).length, 2, 'mappings after a batch of none');
  }),
  storeCase(`${PREFIX}/put-many-all-or-none`, 'nobody sees a part of a batch', async (store) => {
    const batch = Array.from({ length: 20 }, (_, ordinal) => numbered(ordinal));
    const writing = store.putMany(batch);
    for (let look = 0; look < 4; look++) {
      const seen = (await store.getMany(batch)).filter((mapping) => mapping !== undefined).length;
      expectTrue(seen === 0 || seen === 20, `a reader at the same time sees 0 or 20 mappings, this one ${seen}`);
    }
    await writing;
    expectEqual(await store.getMany(batch), batch, 'the mappings in the end');
  }),
  storeCase(`${PREFIX}/many-to-many`, 'any part makes another mapping', async (store) => {
    const mappings = [at('WP01'), at('WP02'), at('WP01', 'github'), at('WP01', 'jira', 'beta')];
    mappings.push(at('WP01', 'jira', 'acme', '2'));
    for (const mapping of mappings) await store.put(mapping);
    for (const mapping of mappings) expectEqual(await store.get(mapping), mapping, partsOf(mapping).join(' '));
    expectEqual((await identities(store)).length, mappings.length, 'mappings in a list');
  }),
  storeCase(`${PREFIX}/parts-apart`, 'identities that share one joined text are two', async (store) => {
    const [one, two] = [at('a:b', 'c'), at('a', 'b:c')];
    await store.put(one);
    await store.put(two);
    await store.delete(one);
    expectEqual([await store.get(one), await store.get(two)], [undefined, two], 'both after deleting the first');
  }),
  storeCase(`${PREFIX}/parts-as-they-are`, 'identities are compared to the byte', async (store) => {
    const mappings = ['WP01', 'wp01', 'WP01 ', 'é', 'e\u0301'].map((wpId) => at(wpId));
    for (const mapping of mappings) await store.put(mapping);
    for (const mapping of mappings) expectEqual(await store.get(mapping), mapping, JSON.stringify(mapping.wpId));
  }),
  storeCase(`${PREFIX}/put-replaces`, 'put replaces the mapping', async (store) => {
    await store.put(aMapping());
    const later = aMapping({ externalKey: 'BETA-7', externalUrl: null, updatedAt: '2026-03-10T09:00:00+00:00' });
    await store.put(later);
    expectEqual((await store.list()).items, [later], 'list');
  }),
  storeCase(`${PREFIX}/delete`, 'delete takes one mapping and can be repeated', async (store) => {
    await store.put(at('WP01'));
    await store.put(at('WP02'));
    await store.delete(at('WP01'));
    await store.delete(at('WP01'));
    expectEqual(await store.get(at('WP01')), undefined, 'get');
    expectEqual((await store.list()).items, [at('WP02')], 'list');
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const [mine, many] = [aMapping(), numbered(2)];
    await store.put(mine);
    await store.putMany([many]);
    scribble(mine);
    scribble(many);
    expectEqual(await store.get(aMapping()), aMapping(), 'the mapping of put');
    expectEqual(await store.get(numbered(2)), numbered(2), 'the mapping of putMany');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    await store.put(aMapping());
    scribble(await store.get(aMapping()));
    expectEqual(await store.get(aMapping()), aMapping(), 'the mapping after get');
    scribble(await store.getMany([aMapping()]));
    expectEqual(await store.get(aMapping()), aMapping(), 'the mapping after getMany');
    scribble(await store.list());
    expectEqual(await store.get(aMapping()), aMapping(), 'the mapping after list');
  }),
];

const listing: StoreCase<MappingStore>[] = [
  storeCase(`${PREFIX}/list-order`, 'mappings are ordered part by part', (store) =>
    // Joined texts would order otherwise: "!" stands before ":".
    expectOrder(store, [
      ...[at('WP01', 'github', 'z', '9'), at('WP01', 'jira', 'a', '10'), at('WP01', 'jira', 'a', '9')],
      ...[at('WP01', 'jira', 'a!', '1'), at('WP01!', 'azure', 'a', '1'), at('WP02', 'github', 'a', '1')],
    ]),
  ),
  storeCase(`${PREFIX}/list-order-of-bytes`, 'each part is ordered by its UTF-8 bytes', (store) =>
    expectOrder(store, [at('WP'), at('wp'), at('é'), at('\uff5e'), at('\u{1f600}')]),
  ),
  storeCase(`${PREFIX}/list-filters`, 'a listing is narrowed by work package, system and workspace', async (store) => {
    const mappings = [
      at('WP01', 'github', 'a/b', '1'),
      at('WP01', 'jira', 'acme', '2'),
      at('WP02', 'jira', 'a/b', '3'),
    ];
    for (const mapping of mappings) await store.put(mapping);
    const ids = async (query: MappingStoreQuery) => (await identities(store, query)).map(([, , , id]) => id);
    expectEqual(await ids({ wpId: 'WP01' }), ['1', '2'], 'one work package');
    expectEqual(await ids({ system: 'jira' }), ['2', '3'], 'one system');
    expectEqual(await ids({ workspace: 'a/b' }), ['1', '3'], 'one workspace');
    expectEqual(await ids({ wpId: 'WP01', system: 'jira', workspace: 'acme' }), ['2'], 'all three');
    expectEqual(await ids({ wpId: 'WP01', workspace: 'other' }), [], 'a workspace that is not there');
  }),
  ...listingCases<MappingStore, IssueMapping>({
    prefix: PREFIX,
    add: async (store, ordinals) => {
      for (const ordinal of ordinals) await store.put(numbered(ordinal));
    },
    remove: async (store, ordinals) => {
      for (const ordinal of ordinals) await store.delete(numbered(ordinal));
    },
    addsAnywhere: true,
    list: (store, step) => store.list(step),
    ordinalOf: ({ wpId }) => Number(wpId.slice(2)),
    others: {
      'work package': (store, step) => store.list({ ...step, wpId: 'WP0003' }),
      system: (store, step) => store.list({ ...step, system: 'jira' }),
      workspace: (store, step) => store.list({ ...step, workspace: 'acme.atlassian.net' }),
    },
  }),
];

/**
 * The rules of a `MappingStore`.
 *
 * @public
 */
export const mappingStoreCases: readonly StoreCase<MappingStore>[] = [...records, ...listing];

import type { Issue } from '../../contracts/issue.js';
import type { IssueIdentity, IssueStore } from '../../stores/issue-store.js';
import { aRef } from '../fixtures/a-ref.js';
import { anIssue } from '../fixtures/an-issue.js';
import { expectEqual, expectTrue, scribble } from './assert.js';
import { listingCases, range, readAll } from './listing-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'issue-store';

function at(system: string, workspace: string, id: string): Issue {
  return anIssue({ ref: aRef({ system, workspace, id }) });
}

/** The issue with this number; numbers order like the listing. */
function numbered(ordinal: number, title = 'numbered'): Issue {
  return anIssue({ ref: aRef({ id: String(ordinal).padStart(4, '0') }), title });
}

function identityOf({ ref: { system, workspace, id } }: Issue): IssueIdentity {
  return { system, workspace, id };
}

async function identities(store: IssueStore, query: { system?: string; workspace?: string } = {}) {
  const issues = await readAll((step) => store.list({ ...query, ...step }), { limit: 2 });
  return issues.map(({ ref: { system, workspace, id } }) => [system, workspace, id]);
}

const reading: StoreCase<IssueStore>[] = [
  storeCase(`${PREFIX}/absence`, 'what is not there is undefined', async (store) => {
    expectEqual(await store.get(aRef()), undefined, 'get');
    expectEqual(await store.getMany([aRef(), aRef({ id: '2' })]), [undefined, undefined], 'getMany');
    expectEqual(await store.list(), { items: [], cursor: null }, 'list');
  }),
  storeCase(`${PREFIX}/round-trip`, 'every field comes back as it was', async (store) => {
    const full = anIssue({ raw: { fields: { labels: ['a', null], depth: { of: [1, 2.5, true] } } } });
    const bare = anIssue({
      ...{ ref: aRef({ id: '2', key: null, url: null }), body: null, statusName: null, priority: null },
      ...{ assignees: [], labels: [], parent: null, links: [], customFields: {}, createdAt: null, updatedAt: null },
      ...{ title: 'Ünïcode 😀 ～ “quotes” \\ \n', revision: null, visibility: 'restricted', priority: 0 },
    });
    await store.put(full);
    await store.putMany([bare]);
    expectEqual(await store.get(full.ref), full, 'an issue with every field');
    expectEqual(await store.get(bare.ref), bare, 'an issue with few fields');
    expectEqual((await store.list()).items, [full, bare], 'both in a list');
  }),
  storeCase(`${PREFIX}/get-many-order`, 'getMany answers in the order of the refs', async (store) => {
    await store.putMany([numbered(1), numbered(2), numbered(3)]);
    const wanted = [3, 9, 1, 3].map((ordinal) => numbered(ordinal).ref);
    const expected = [numbered(3), undefined, numbered(1), numbered(3)];
    expectEqual(await store.getMany(wanted), expected, 'getMany');
    expectEqual(await store.getMany([]), [], 'getMany of nothing');
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const [one, two] = [numbered(1), numbered(2)];
    await store.put(one);
    await store.putMany([two]);
    scribble(one);
    scribble(two);
    expectEqual(await store.get(numbered(1).ref), numbered(1), 'the issue of put');
    expectEqual(await store.get(numbered(2).ref), numbered(2), 'the issue of putMany');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    const issue = numbered(1);
    await store.put(issue);
    scribble(await store.get(issue.ref));
    expectEqual(await store.get(issue.ref), issue, 'the issue after get');
    scribble(await store.getMany([issue.ref]));
    expectEqual(await store.get(issue.ref), issue, 'the issue after getMany');
    scribble(await store.list());
    expectEqual(await store.get(issue.ref), issue, 'the issue after list');
  }),
];

const identity: StoreCase<IssueStore>[] = [
  storeCase(`${PREFIX}/parts-apart`, 'identities that share one joined text are two', async (store) => {
    const [one, two] = [at('a:b', 'c', 'd'), at('a', 'b:c', 'd')];
    await store.putMany([one, two]);
    expectEqual(await store.getMany([one.ref, two.ref]), [one, two], 'both issues');
    await store.delete(identityOf(one));
    expectEqual(await store.getMany([one.ref, two.ref]), [undefined, two], 'both after deleting the first');
  }),
  storeCase(`${PREFIX}/parts-as-they-are`, 'identities are compared to the byte', async (store) => {
    const ids = ['x1', 'X1', 'x1 ', 'é', 'e\u0301', '01', '1'];
    const issues = ids.map((id) => at('jira', 'acme', id));
    for (const issue of issues) await store.put(issue);
    expectEqual(await store.getMany(issues.map(({ ref }) => ref)), issues, 'the issues');
  }),
  storeCase(`${PREFIX}/aliases-are-no-identity`, 'key and url do not tell issues apart', async (store) => {
    await store.put(anIssue({ ref: aRef({ key: 'ACME-1', url: null }) }));
    const moved = anIssue({ ref: aRef({ key: 'BETA-7', url: 'https://acme.atlassian.net/browse/BETA-7' }) });
    await store.put(moved);
    expectEqual(await store.get(identityOf(moved)), moved, 'get by identity');
    expectEqual((await store.list()).items, [moved], 'list');
  }),
];

const writing: StoreCase<IssueStore>[] = [
  storeCase(`${PREFIX}/put-replaces`, 'put replaces the whole issue', async (store) => {
    await store.put(anIssue({ customFields: { a: 1, b: 2 }, labels: ['x', 'y'] }));
    const later = anIssue({ customFields: { b: 3 }, labels: ['z'], body: null });
    await store.put(later);
    expectEqual((await store.list()).items, [later], 'list');
  }),
  storeCase(`${PREFIX}/put-many-later-stays`, 'of one identity twice in a batch the later stays', async (store) => {
    await store.putMany([numbered(1, 'first'), numbered(2), numbered(1, 'second')]);
    expectEqual((await store.list()).items, [numbered(1, 'second'), numbered(2)], 'list');
    await store.putMany([]);
    expectEqual(await identities(store).then((found) => found.length), 2, 'issues after a batch of none');
  }),
  storeCase(`${PREFIX}/put-many-all-or-none`, 'nobody sees a part of a batch', async (store) => {
    const batch = range(1, 20).map((ordinal) => numbered(ordinal));
    const refs = batch.map(({ ref }) => ref);
    const writing = store.putMany(batch);
    for (let look = 0; look < 4; look++) {
      const seen = (await store.getMany(refs)).filter((issue) => issue !== undefined).length;
      expectTrue(seen === 0 || seen === 20, `a reader at the same time sees 0 or 20 issues, this one ${seen}`);
    }
    await writing;
    expectEqual(await store.getMany(refs), batch, 'the issues in the end');
  }),
  storeCase(`${PREFIX}/delete`, 'delete takes one issue and can be repeated', async (store) => {
    await store.putMany([numbered(1), numbered(2)]);
    await store.delete(identityOf(numbered(1)));
    await store.delete(identityOf(numbered(1)));
    expectEqual(await store.get(numbered(1).ref), undefined, 'get');
    expectEqual((await store.list()).items, [numbered(2)], 'list');
    await store.put(numbered(1, 'again'));
    expectEqual((await store.list()).items, [numbered(1, 'again'), numbered(2)], 'list after putting it again');
  }),
];

const listing: StoreCase<IssueStore>[] = [
  storeCase(`${PREFIX}/list-order`, 'issues are ordered by the bytes of system:workspace:id', async (store) => {
    // U+1F600 stands before U+FF5E in UTF-16 and after it in UTF-8; "!" stands before ":" and "a" behind it.
    const expected = [
      ...[at('github', 'a!', '1'), at('github', 'a', '1'), at('github', 'aa', '1'), at('jira', 'A', '1')],
      ...[at('jira', 'a', '10'), at('jira', 'a', '9'), at('jira', 'a', 'é'), at('jira', 'a', '\uff5e')],
      at('jira', 'a', '\u{1f600}'),
    ];
    await store.putMany(expected.toReversed());
    const found = await identities(store);
    expectEqual(
      found,
      expected.map(({ ref: { system, workspace, id } }) => [system, workspace, id]),
      'the order',
    );
  }),
  storeCase(
    `${PREFIX}/list-order-of-equal-texts`,
    'of equal texts the system decides, then the workspace',
    async (store) => {
      const expected = [at('a', 'b', 'c:d:e'), at('a', 'b:c', 'd:e'), at('a:b', 'c', 'd:e'), at('a:b', 'c:d', 'e')];
      await store.putMany(expected.toReversed());
      const found = await identities(store);
      expectEqual(
        found,
        expected.map(({ ref: { system, workspace, id } }) => [system, workspace, id]),
        'the order',
      );
    },
  ),
  storeCase(`${PREFIX}/list-filters`, 'a listing is narrowed by system and by workspace', async (store) => {
    const issues = [at('github', 'a/b', '1'), at('jira', 'a/b', '2'), at('jira', 'acme', '3'), at('jira', 'acme', '4')];
    await store.putMany(issues);
    const ids = async (query: { system?: string; workspace?: string }) =>
      (await identities(store, query)).map(([, , id]) => id);
    expectEqual(await ids({ system: 'jira' }), ['2', '3', '4'], 'one system');
    expectEqual(await ids({ workspace: 'a/b' }), ['1', '2'], 'one workspace');
    expectEqual(await ids({ system: 'jira', workspace: 'acme' }), ['3', '4'], 'one workspace of one system');
    expectEqual(await ids({ system: 'jira', workspace: 'ACME' }), [], 'a workspace that is not there');
  }),
  ...listingCases<IssueStore, Issue>({
    prefix: PREFIX,
    add: (store, ordinals) => store.putMany(ordinals.map((ordinal) => numbered(ordinal))),
    remove: async (store, ordinals) => {
      for (const ordinal of ordinals) await store.delete(identityOf(numbered(ordinal)));
    },
    addsAnywhere: true,
    list: (store, step) => store.list(step),
    ordinalOf: ({ ref }) => Number(ref.id),
    others: {
      system: (store, step) => store.list({ ...step, system: 'jira' }),
      workspace: (store, step) => store.list({ ...step, workspace: 'acme.atlassian.net' }),
    },
  }),
];

/**
 * The rules of an `IssueStore`.
 *
 * @public
 */
export const issueStoreCases: readonly StoreCase<IssueStore>[] = [...reading, ...identity, ...writing, ...listing];

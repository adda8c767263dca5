import { refOrderText } from '../../../../src/contracts/external-ref.js';
import type { Issue } from '../../../../src/contracts/issue.js';
import { compareUtf8 } from '../../../../src/digest/utf8-order.js';
import type { IssueIdentity, IssueStore } from '../../../../src/stores/issue-store.js';
import { createMemoryIssueStore } from '../../../../src/stores/memory/issue-store.js';
import { keyedBy } from './keyed-by.js';
import { countingList, listingMutants } from './listing-mutants.js';
import { createLeakyCache, type Mutants, mutantOf, wrong } from './mutant.js';

const mutant = mutantOf(createMemoryIssueStore);

/** A text that is different for different identities, whatever their parts contain. */
const refKey = ({ system, workspace, id }: IssueIdentity) => JSON.stringify([system, workspace, id]);

/** The issue as it is changed on its way in. */
function storing(change: (issue: Issue, store: IssueStore) => Issue | Promise<Issue>) {
  return mutant((store) => {
    const put = async (issue: Issue) => store.put(await change(issue, store));
    return { put, putMany: async (issues) => void (await Promise.all(issues.map(put))) };
  });
}

function keyed(keyOf: (ref: IssueIdentity) => string) {
  return mutant((store) => {
    const records = keyedBy<IssueIdentity, Issue>(store, ({ ref }) => ref, keyOf);
    return {
      ...records,
      getMany: (refs) => Promise.all(refs.map(records.get)),
      putMany: async (issues) => {
        for (const issue of issues) await records.put(issue);
      },
    };
  });
}

function ordered(compare: (a: Issue, b: Issue) => number) {
  return mutant(({ list }) => ({ list: countingList(list, (issues) => issues.toSorted(compare)) }));
}

const copiesIn = mutant((store) => {
  const handedIn = new Map<string, Issue>();
  const shown = (issue: Issue) => structuredClone(handedIn.get(refKey(issue.ref)) ?? issue);
  const get = async (ref: IssueIdentity) => {
    const found = await store.get(ref);
    return found && shown(found);
  };
  const putMany = async (issues: readonly Issue[]) => {
    await store.putMany(issues);
    for (const issue of issues) handedIn.set(refKey(issue.ref), issue);
  };
  return { get, putMany, put: (issue) => putMany([issue]) };
});

function copiesOut(method: 'get' | 'getMany' | 'list') {
  return mutant((store) => {
    const cache = createLeakyCache();
    let handedOut: Issue | undefined;
    // What the cache hands out is what the store has: scribbling on the one changes the other.
    const get = async (ref: IssueIdentity) => structuredClone(handedOut) ?? store.get(ref);
    const keep = <Value>(value: Value, issue: Issue | undefined) => {
      handedOut = issue;
      return value;
    };
    if (method === 'get') return { get: (ref) => cache.through(ref, () => store.get(ref)) };
    if (method === 'list') {
      return { get, list: async (query) => store.list(query).then((page) => keep(page, page.items[0])) };
    }
    return { get, getMany: async (refs) => store.getMany(refs).then((found) => keep(found, found[0])) };
  });
}

export const issueStoreMutants: Mutants<IssueStore> = {
  'issue-store/absence': [
    mutant(({ get }) => ({ get: async (ref) => (await get(ref)) ?? wrong(null) })),
    mutant(({ getMany }) => ({ getMany: async (refs) => (await getMany(refs)).filter((issue) => issue) })),
  ],
  'issue-store/round-trip': [
    // What a column for points in time makes of a timestamp.
    storing((issue) => ({ ...issue, updatedAt: issue.updatedAt && new Date(issue.updatedAt).toISOString() })),
    storing((issue) => ({ ...issue, raw: null })),
    storing((issue) => ({ ...issue, priority: issue.priority || null })),
  ],
  'issue-store/get-many-order': mutant(({ getMany }) => ({
    getMany: async (refs) => {
      const unique = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
      const found = (await getMany(unique)).filter((issue) => issue !== undefined);
      return found.length === 0 ? getMany(refs) : found.toSorted((a, b) => compareUtf8(a.ref.id, b.ref.id));
    },
  })),
  'issue-store/copies-in': copiesIn,
  'issue-store/copies-out': [copiesOut('get'), copiesOut('getMany'), copiesOut('list')],
  'issue-store/parts-apart': keyed(refOrderText),
  'issue-store/parts-as-they-are': [
    keyed((ref) => refKey(ref).toLowerCase()),
    keyed((ref) => refKey({ ...ref, id: ref.id.trim() })),
    keyed((ref) => refKey(ref).normalize()),
    keyed((ref) => refKey({ ...ref, id: /^\d+$/.test(ref.id) ? String(Number(ref.id)) : ref.id })),
  ],
  'issue-store/aliases-are-no-identity': mutant(({ put, get }) => {
    const aliased = (issue: Issue): Issue => ({
      ...issue,
      ref: { ...issue.ref, id: `${issue.ref.id} ${issue.ref.key}` },
    });
    const stored = new Map<string, Issue>();
    return {
      put: async (issue) => {
        stored.set(refKey(issue.ref), aliased(issue));
        await put(aliased(issue));
      },
      get: async (ref) => {
        const found = stored.get(refKey(ref));
        const issue = await get(found?.ref ?? ref);
        return issue && found ? { ...issue, ref: { ...issue.ref, id: ref.id } } : issue;
      },
    };
  }),
  'issue-store/put-replaces': storing(async (issue, store) => ({
    ...issue,
    customFields: { ...(await store.get(issue.ref))?.customFields, ...issue.customFields },
  })),
  'issue-store/put-many-later-stays': mutant(({ putMany }) => ({ putMany: (issues) => putMany(issues.toReversed()) })),
  'issue-store/put-many-all-or-none': mutant(({ put }) => ({
    putMany: async (issues) => {
      for (const issue of issues) await put(issue);
    },
  })),
  'issue-store/delete': [
    mutant((store) => ({
      delete: async (ref) => {
        if ((await store.get(ref)) === undefined) throw new Error('no such issue');
        await store.delete(ref);
      },
    })),
    mutant(() => ({ delete: async () => {} })),
  ],
  'issue-store/list-order': ordered((a, b) => (refOrderText(a.ref) < refOrderText(b.ref) ? -1 : 1)),
  'issue-store/list-order-of-equal-texts': ordered(
    (a, b) => compareUtf8(refOrderText(a.ref), refOrderText(b.ref)) || compareUtf8(b.ref.system, a.ref.system),
  ),
  'issue-store/list-filters': [
    mutant(({ list }) => ({ list: ({ workspace: _, ...query } = {}) => list(query) })),
    mutant(({ list }) => ({ list: ({ system: _, ...query } = {}) => list(query) })),
  ],
  ...listingMutants('issue-store', createMemoryIssueStore, { removes: true, addsAnywhere: true }),
};

import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { LINK_TYPES } from '../../contracts/issue-link.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { expectRefused, isSameRef, isUnsupported, made } from './steps.js';

const LINKS = ['issues.create', 'links.list', 'links.add'];

/** What a relation is from the other side; there is no word for "is duplicated by". */
const OPPOSITES: Readonly<Partial<Record<LinkType, LinkType>>> = {
  blocks: 'blocked_by',
  blocked_by: 'blocks',
  relates_to: 'relates_to',
  parent_of: 'child_of',
  child_of: 'parent_of',
};

/** Runs steps for each type of link that the tracker has, each with two issues of its own. */
async function forEachType(
  harness: WholeHarness,
  steps: (pair: {
    readonly type: LinkType;
    readonly relation: IssueRelation;
    readonly id: string;
    /** The types of the links from the first issue to the second, and back. */
    readonly seen: () => Promise<readonly [readonly LinkType[], readonly LinkType[]]>;
    readonly opposite: IssueRelation | undefined;
    readonly otherId: string;
  }) => Promise<void>,
): Promise<void> {
  const { links } = harness.adapter;
  const done: LinkType[] = [];
  for (const type of LINK_TYPES) {
    const [a, b] = [await made(harness, { title: 'From' }), await made(harness, { title: 'To' })];
    const relation = { type, target: b.ref };
    // Few trackers have all types.
    if (await isUnsupported(links.add(a.ref.id, relation), 'type')) continue;
    done.push(type);
    const typesOf = async (id: string, other: typeof a.ref) =>
      (await links.list(id)).filter(({ target }) => isSameRef(target, other)).map((link) => link.type);
    const back = OPPOSITES[type];
    await steps({
      ...{ type, relation, id: a.ref.id, otherId: b.ref.id },
      opposite: back && { type: back, target: a.ref },
      seen: async () => {
        await harness.settle?.();
        return [await typesOf(a.ref.id, b.ref), await typesOf(b.ref.id, a.ref)];
      },
    });
  }
  expectTrue(done.length > 0, 'the tracker has some type of link');
}

/** The rules of links. */
export const linkCases: readonly AdapterCase[] = [
  adapterCase('links/direction', 'a link has its direction, seen from both sides', LINKS, async (harness) => {
    await forEachType(harness, async ({ type, opposite, seen }) => {
      const [there, back] = await seen();
      expectEqual(there, [type], `the links of the first issue, after ${type}`);
      if (opposite) expectEqual(back, [opposite.type], `the links of the other issue, after ${type}`);
      else expectTrue(!back.includes(type), `the other issue does not say ${type}`);
    });
  }),
  adapterCase('links/add-twice', 'adding a link that exists succeeds, and there is one', LINKS, async (harness) => {
    await forEachType(harness, async ({ type, id, otherId, opposite, relation, seen }) => {
      await harness.adapter.links.add(id, relation);
      if (opposite) await harness.adapter.links.add(otherId, opposite);
      expectEqual((await seen())[0], [type], `the links after ${type} was added again, and from the other side`);
    });
  }),
  adapterCase(
    'links/remove',
    'a removed link is gone from both sides, and removing it again succeeds',
    [...LINKS, 'links.remove'],
    async (harness) => {
      const { links } = harness.adapter;
      await forEachType(harness, async ({ type, id, relation, seen }) => {
        await links.remove(id, relation);
        expectEqual(await seen(), [[], []], `the links after ${type} was removed`);
        await links.remove(id, relation);
      });
      await forEachType(harness, async ({ type, otherId, opposite, seen }) => {
        if (!opposite) return;
        await links.remove(otherId, opposite);
        expectEqual(await seen(), [[], []], `the links after ${type} was removed from the other side`);
      });
    },
  ),
  adapterCase('links/remove-only', 'removing a link leaves the others', [...LINKS, 'links.remove'], async (harness) => {
    const { links } = harness.adapter;
    await forEachType(harness, async ({ type, id, relation, seen }) => {
      const third = await made(harness);
      // A child has one parent; a second one would take the first's place.
      if (type === 'child_of') return;
      await links.add(id, { type, target: third.ref });
      await links.remove(id, { type, target: third.ref });
      expectEqual((await seen())[0], [relation.type], `the links after another ${type} was removed`);
    });
  }),
  adapterCase(
    'links/bad-relation',
    'a relation that breaks the contract is refused before anything is sent',
    LINKS,
    async (harness) => {
      const [a, b] = [await made(harness), await made(harness)];
      const relations: readonly [unknown, string][] = [
        [{ type: 'likes', target: b.ref }, 'type'],
        [{ type: 'blocks', target: { ...b.ref, id: ' ' } }, 'target.id'],
      ];
      for (const [relation, path] of relations) {
        const call = () => harness.adapter.links.add(a.ref.id, relation as IssueRelation);
        await expectRefused(harness, call, path, `the relation ${JSON.stringify(relation)}`);
      }
    },
  ),
];

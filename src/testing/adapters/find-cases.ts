import { isTrackerError } from '../../errors/is-tracker-error.js';
import { expectEqual } from '../stores/assert.js';
import { type AdapterCase, adapterCase } from './adapter-case.js';
import { damaged, expectCursorRefused, labelsOf } from './list-cases.js';
import { all, counts, faultOf, idsOf, made, once, someIssues, walk } from './steps.js';

const CREATES = ['issues.create'];

/** The rules of finding issues otherwise: by id, by text. */
export const findCases: readonly AdapterCase[] = [
  adapterCase(
    'ids/complete',
    'ids are those of the listing, closed issues among them, each once',
    ['issues.create', 'issues.ids'],
    async (harness) => {
      const { issues } = harness.adapter;
      const made = await someIssues(harness, 5);
      await issues.transition?.(made[1] ?? '', 'done');
      await harness.settle?.();
      const pages = await walk(issues.ids());
      const ids = pages.flatMap(({ items }) => items);
      expectEqual(counts(made, ids), once(made), 'how often each id came');
      expectEqual(ids.toSorted(), idsOf(await all(issues.list())).toSorted(), 'the ids, and those of the listing');
      for (const [at, { cursor }] of pages.entries()) {
        if (cursor === null) continue;
        const rest = await all(harness.again().issues.ids({ cursor }));
        const due = pages.slice(at + 1).flatMap(({ items }) => items);
        expectEqual(
          due.filter((id) => !rest.includes(id)),
          [],
          `ids missed behind the cursor of page ${at + 1}`,
        );
        await expectCursorRefused(harness, (text) => issues.ids({ cursor: text }), damaged(cursor));
      }
    },
  ),
  adapterCase(
    'search/text',
    'a search finds what holds the text, and nothing else',
    ['issues.create', 'issues.search'],
    async (harness) => {
      const { issues } = harness.adapter;
      const word = 'zanzibarite';
      const hit = await made(harness, { title: `About ${word} and more` });
      const miss = await made(harness, { title: 'About something else' });
      await harness.settle?.();
      const found = idsOf(await all(issues.search({ text: word })));
      expectEqual(counts(idsOf([hit, miss]), found), { ...counts(idsOf([miss]), []), ...once(idsOf([hit])) }, 'found');
    },
  ),
  adapterCase(
    'search/bad-query',
    'a search is for a text or in the native language, not both',
    ['issues.search'],
    async (harness) => {
      const { issues } = harness.adapter;
      const before = harness.sent?.();
      for (const query of [{}, { text: 'a', native: 'a' }, { text: ' ' }, { text: 'a', pageSize: 0 }]) {
        const what = `the search ${JSON.stringify(query)}`;
        await faultOf(issues.search(query).next(), 'invalid_input', what);
      }
      await faultOf(issues.search({ text: 'a', cursor: 'page=2' }).next(), 'invalid_input', 'a cursor that is none');
      expectEqual(harness.sent?.(), before, 'requests sent by searches that were refused');
    },
  ),
  adapterCase('get/same-as-listed', 'get gives an issue as the listing does', CREATES, async (harness) => {
    const { issues } = harness.adapter;
    const [one] = labelsOf(harness);
    const { ref } = await made(harness, { body: 'A body.', labels: [one] });
    await harness.settle?.();
    const listed = (await all(issues.list())).find((issue) => issue.ref.id === ref.id);
    const got = await issues.get(ref.id);
    // A tracker may tell the revision in a header of the one answer only.
    const { revision } = listed?.revision === null ? listed : got;
    expectEqual({ ...got, revision }, listed, 'the issue by get, and in the listing');
  }),
  adapterCase(
    'get/unknown',
    'an issue that is not there is a NotFoundError',
    [],
    async ({ adapter, unknownId = '987654321' }) => {
      await faultOf(adapter.issues.get(unknownId), 'not_found', `get of ${unknownId} (harness.unknownId)`);
    },
  ),
  adapterCase('get/odd-id', 'an id that is none leads nowhere', [], async (harness) => {
    const { issues } = harness.adapter;
    const some = issues.create === undefined ? (await all(issues.list()))[0] : await made(harness);
    const real = some?.ref.id ?? '1';
    for (const id of [
      '',
      '..',
      `x/../${real}`,
      `${real}/../${real}`,
      `${real}?x=y`,
      `${real}#x`,
      ` ${real}`,
      '%2e%2e',
    ]) {
      try {
        await issues.get(id);
      } catch (error) {
        if (isTrackerError(error, 'invalid_input') || isTrackerError(error, 'not_found')) continue;
        throw new Error(`the id ${JSON.stringify(id)}: expected a refusal, but it rejected with ${String(error)}`);
      }
      throw new Error(`the id ${JSON.stringify(id)}: expected a refusal, but it resolved`);
    }
  }),
];

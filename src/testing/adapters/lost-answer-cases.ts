import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { all, faultOf, isSameRef, made } from './steps.js';

const KEY = 'suite/wp-lost';

/** What a write says whose answer was lost: that nobody knows, with its key; or how it went, because it was looked up. */
async function expectHonest(write: Promise<unknown>, clientKey: string | undefined, what: string): Promise<void> {
  const settled = await write.then(
    () => true,
    () => false,
  );
  if (settled) return;
  const fault = await faultOf(write, 'ambiguous_write', what);
  expectEqual([fault.retryable, fault.clientKey], [false, clientKey], `${what}: retryable and client key of the error`);
}

function lostCase(
  id: string,
  title: string,
  requires: readonly string[],
  check: (harness: WholeHarness, losing: WholeHarness['adapter']) => Promise<unknown>,
): AdapterCase {
  return adapterCase(`lost-answer/${id}`, title, ['harness.losing', 'issues.create', ...requires], async (harness) => {
    await check(harness, harness.losing?.() as WholeHarness['adapter']);
  });
}

/** The rules of a write that the tracker applied and whose answer was lost: it is neither repeated nor called undone. */
export const lostAnswerCases: readonly AdapterCase[] = [
  lostCase(
    'create',
    'an issue whose answer was lost is there once, and found by its key',
    ['issues.findByClientKey'],
    async (harness, { issues }) => {
      const title = 'An issue whose answer was lost';
      await expectHonest(issues.create({ title }, { clientKey: KEY }), KEY, 'create');
      await harness.settle?.();
      const there = (await all(harness.adapter.issues.list())).filter((issue) => issue.title === title);
      expectEqual(there.length, 1, 'how many issues were made');
      const found = await harness.adapter.issues.findByClientKey(KEY);
      expectTrue(isSameRef(found, there[0]?.ref), `the key finds it; it found ${JSON.stringify(found)}`);
    },
  ),
  lostCase(
    'update',
    'a change whose answer was lost is not called undone',
    ['issues.update'],
    async (harness, { issues }) => {
      const { id } = (await made(harness)).ref;
      await expectHonest(issues.update(id, { title: 'Changed' }), undefined, 'update');
      expectEqual((await harness.adapter.issues.get(id)).title, 'Changed', 'the title afterwards');
    },
  ),
  lostCase(
    'delete',
    'a deletion whose answer was lost is not called undone',
    ['issues.delete'],
    async (harness, { issues }) => {
      const { id } = (await made(harness)).ref;
      await expectHonest(issues.delete(id), undefined, 'delete');
      await faultOf(harness.adapter.issues.get(id), 'not_found', 'get, afterwards');
    },
  ),
  lostCase(
    'comment',
    'a comment whose answer was lost is there once, and found by its key',
    ['comments.add', 'comments.findByClientKey'],
    async (harness, { comments }) => {
      const { id } = (await made(harness)).ref;
      const body = 'A comment whose answer was lost';
      await expectHonest(comments.add(id, body, { clientKey: KEY }), KEY, 'add');
      await harness.settle?.();
      const there = (await all(harness.adapter.comments.list(id))).filter((comment) => comment.body === body);
      expectEqual(there.length, 1, 'how many comments were made');
      expectEqual(
        (await harness.adapter.comments.findByClientKey(id, KEY))?.id,
        there[0]?.id,
        'the comment that the key finds',
      );
    },
  ),
];

import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { damaged, expectCursorRefused } from './list-cases.js';
import { all, expectUtc, faultOf, isUnsupported, made, walk } from './steps.js';

const ADDS = ['issues.create', 'comments.add'];

async function commented(harness: WholeHarness, ...bodies: readonly string[]) {
  const { id } = (await made(harness)).ref;
  const added: IssueComment[] = [];
  for (const body of bodies) added.push(await harness.adapter.comments.add(id, body));
  await harness.settle?.();
  return { id, added };
}

/** The rules of comments. */
export const commentCases: readonly AdapterCase[] = [
  adapterCase(
    'comments/in-order',
    'comments are listed oldest first, each once, as they were added',
    ADDS,
    async (harness) => {
      const bodies = ['First.', 'Second.\n\nWith two paragraphs.', 'Third.', 'Fourth.', 'Fifth.'];
      const { id, added } = await commented(harness, ...bodies);
      await commented(harness, 'At another issue.');
      expectEqual(
        added.map(({ body }) => body),
        bodies,
        'the bodies as they were added',
      );
      const listed = await all(harness.adapter.comments.list(id));
      expectEqual(listed, added, 'the comments, listed and as they were added');
      for (const { createdAt, updatedAt, visibility } of listed) {
        expectUtc(createdAt, 'the creation of a comment');
        expectUtc(updatedAt, 'the last change of a comment');
        expectEqual(visibility, 'public', 'the visibility of a comment');
      }
    },
  ),
  adapterCase('comments/resume', 'from any cursor of comments another adapter goes on', ADDS, async (harness) => {
    const { id, added } = await commented(harness, 'One.', 'Two.', 'Three.');
    const pages = await walk(harness.adapter.comments.list(id));
    expectEqual(
      pages.flatMap(({ items }) => items.map((comment) => comment.id)),
      added.map((one) => one.id),
      'all ids',
    );
    for (const [at, { cursor }] of pages.entries()) {
      if (cursor === null) continue;
      const rest = await all(harness.again().comments.list(id, { cursor }));
      const due = pages.slice(at + 1).flatMap(({ items }) => items);
      expectEqual(rest, due, `the comments behind the cursor of page ${at + 1}`);
      const other = (await made(harness)).ref.id;
      const { comments } = harness.adapter;
      await expectCursorRefused(harness, (text) => comments.list(other, { cursor: text }), [cursor]);
      await expectCursorRefused(harness, (text) => comments.list(id, { cursor: text }), damaged(cursor));
    }
    const first = harness.adapter.comments.list(id, { cursor: 'page=2' }).next();
    await faultOf(first, 'invalid_input', 'a cursor that is none');
  }),
  adapterCase(
    'comments/update',
    'a changed comment has the new body, at its old place',
    [...ADDS, 'comments.update'],
    async (harness) => {
      const { comments } = harness.adapter;
      const { id, added } = await commented(harness, 'One.', 'Two.', 'Three.');
      const updated = await comments.update(id, added[1]?.id ?? '', 'Two, once more.');
      expectEqual([updated.id, updated.body], [added[1]?.id, 'Two, once more.'], 'id and body of the changed comment');
      await harness.settle?.();
      const bodies = async () => (await all(comments.list(id))).map(({ body }) => body);
      expectEqual(await bodies(), ['One.', 'Two, once more.', 'Three.'], 'the bodies afterwards');
      const other = (await made(harness)).ref.id;
      const stray = comments.update(other, updated.id, 'Written at another issue.');
      await faultOf(stray, 'not_found', 'a change by way of another issue');
      expectEqual(await bodies(), ['One.', 'Two, once more.', 'Three.'], 'the bodies after it');
    },
  ),
  adapterCase(
    'comments/delete',
    'a deleted comment is gone, and deleting it again succeeds',
    [...ADDS, 'comments.delete'],
    async (harness) => {
      const { comments } = harness.adapter;
      const { id, added } = await commented(harness, 'One.', 'Two.');
      const other = (await made(harness)).ref.id;
      await comments.delete(other, added[1]?.id ?? '').catch((error: unknown) => {
        // There it is gone, or not found.
        if (!isTrackerError(error, 'not_found')) throw error;
      });
      await comments.delete(id, added[0]?.id ?? '');
      await comments.delete(id, added[0]?.id ?? '');
      await harness.settle?.();
      expectEqual(
        (await all(comments.list(id))).map(({ body }) => body),
        ['Two.'],
        'the bodies afterwards',
      );
    },
  ),
  adapterCase('comments/restricted', 'a comment meant for few is never shown to all', ADDS, async (harness) => {
    const { comments } = harness.adapter;
    const { id } = await commented(harness, 'For all.');
    const refused = await isUnsupported(comments.add(id, 'For a few.', { visibility: 'restricted' }));
    await harness.settle?.();
    const listed = await all(comments.list(id));
    expectEqual(listed[0]?.visibility, 'public', 'the visibility of the public comment');
    const found = listed.filter(({ body }) => body === 'For a few.').map(({ visibility }) => visibility);
    expectEqual(found, refused ? [] : ['restricted'], 'the visibility of the restricted comment');
    const restricted = listed.find(({ visibility }) => visibility === 'restricted');
    if (restricted === undefined || comments.update === undefined) return;
    const updated = await comments.update(id, restricted.id, 'For a few, once more.');
    expectEqual(updated.visibility, 'restricted', 'the visibility after a change of the body');
  }),
  adapterCase(
    'comments/unknown-issue',
    'comments of an issue that is not there are a NotFoundError',
    ADDS,
    async ({ adapter, unknownId = '987654321' }) => {
      await faultOf(adapter.comments.list(unknownId).next(), 'not_found', 'a listing');
      await faultOf(adapter.comments.add(unknownId, 'Text.'), 'not_found', 'an addition');
    },
  ),
  adapterCase('comments/blank', 'a comment that says nothing is refused', ADDS, async (harness) => {
    const { comments } = harness.adapter;
    const { id } = await commented(harness, 'One.');
    for (const body of ['', ' \n']) {
      const refusal = await comments.add(id, body).catch((error: unknown) => error);
      const isRefused = isTrackerError(refusal, 'invalid_input') || isTrackerError(refusal, 'rejected');
      expectTrue(isRefused, `the body ${JSON.stringify(body)}: expected a refusal, found ${String(refusal)}`);
    }
    await harness.settle?.();
    expectEqual((await all(comments.list(id))).length, 1, 'the number of comments afterwards');
  }),
];

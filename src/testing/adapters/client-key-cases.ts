import { clientMarker } from '../../digest/client-marker.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { labelsOf } from './list-cases.js';
import { all, expectRefused, isSameRef, made } from './steps.js';

const FINDS = ['issues.create', 'issues.findByClientKey'];
const KEY = 'suite/wp-1';

/** Checks that nothing a reader sees tells of a client key. */
function expectHidden(seen: unknown, what: string, key = KEY): void {
  const text = JSON.stringify(seen);
  const digits = clientMarker(key).slice(3);
  for (const trace of [key, digits]) expectTrue(!text.includes(trace), `${what} shows nothing of the client key`);
}

/** Checks that a search for a key that is none is refused: "not found" would read as "not made". */
async function expectNoBlankKey(harness: WholeHarness, find: (key: string) => Promise<unknown>): Promise<void> {
  for (const key of ['', ' ']) {
    await expectRefused(harness, () => find(key), 'clientKey', `the key ${JSON.stringify(key)}`);
  }
}

/** The rules of client keys: what was written can be found again when its answer was lost. */
export const clientKeyCases: readonly AdapterCase[] = [
  adapterCase('client-key/issue', 'an issue is found by its key, and by no other', FINDS, async (harness) => {
    const { issues } = harness.adapter;
    const others = [await made(harness), (await issues.create({ title: 'B' }, { clientKey: 'suite/wp-12' })).issue];
    const { issue } = await issues.create({ title: 'A', body: 'Text.' }, { clientKey: KEY });
    await harness.settle?.();
    const found = await harness.again().issues.findByClientKey(KEY);
    expectTrue(isSameRef(found, issue.ref), `the key finds ${issue.ref.id}; it found ${JSON.stringify(found)}`);
    for (const key of ['suite/wp-2', 'suite/wp', 'SUITE/WP-1']) {
      expectEqual(await issues.findByClientKey(key), undefined, `what the key ${JSON.stringify(key)} finds`);
    }
    expectTrue(
      others.every(({ ref }) => !isSameRef(found, ref)),
      'the key finds no other issue',
    );
    await expectNoBlankKey(harness, (key) => issues.findByClientKey(key));
  }),
  adapterCase('client-key/hidden', 'a key shows nowhere in the issue', FINDS, async (harness) => {
    const { issues } = harness.adapter;
    const [one] = labelsOf(harness);
    // A key of its own for each: where the tracker knows keys, the second create would give the first issue.
    const bodies = { [KEY]: 'Text.', [`${KEY}-bare`]: null };
    for (const [clientKey, body] of Object.entries(bodies)) {
      const draft = { title: 'A', body, labels: [one] };
      const { issue, warnings } = await issues.create(draft, { clientKey });
      expectEqual([issue.body, issue.labels, warnings], [body, [one], []], 'body, labels and warnings');
      expectHidden(issue, 'the new issue', clientKey);
      expectHidden(await issues.get(issue.ref.id), 'the issue by get', clientKey);
    }
    await harness.settle?.();
    const listed = await all(issues.list());
    for (const clientKey of Object.keys(bodies)) expectHidden(listed, 'the listing', clientKey);
  }),
  adapterCase(
    'client-key/survives',
    'a key outlives the body and labels it came with',
    [...FINDS, 'issues.update'],
    async (harness) => {
      const { issues } = harness.adapter;
      const [one, two] = labelsOf(harness);
      const { issue } = await issues.create({ title: 'A', body: 'Text.', labels: [one] }, { clientKey: KEY });
      const { ref } = issue;
      for (const patch of [
        { body: 'Other text.', labels: [two] },
        { body: null, labels: [] },
        { body: 'Text again.', labels: [one] },
      ]) {
        const { issue: updated } = await issues.update(ref.id, patch);
        expectEqual([updated.body, updated.labels], [patch.body, patch.labels], 'body and labels afterwards');
        await harness.settle?.();
        expectTrue(
          isSameRef(await issues.findByClientKey(KEY), ref),
          `the key finds it after ${JSON.stringify(patch)}`,
        );
      }
    },
  ),
  adapterCase(
    'client-key/idempotent',
    'where the tracker knows keys, one key makes one issue',
    FINDS,
    async (harness) => {
      const { issues, traits } = harness.adapter;
      if (!traits.createIsIdempotent) return;
      const first = await issues.create({ title: 'A' }, { clientKey: KEY });
      const second = await issues.create({ title: 'A' }, { clientKey: KEY });
      expectTrue(
        isSameRef(first.issue.ref, second.issue.ref),
        'a second create with the same key gives the same issue',
      );
    },
  ),
  adapterCase(
    'client-key/comment',
    'a comment is found by its key, which does not show',
    ['issues.create', 'comments.add', 'comments.findByClientKey'],
    async (harness) => {
      const { comments } = harness.adapter;
      const { id } = (await made(harness)).ref;
      await comments.add(id, 'Another.', { clientKey: 'suite/wp-12' });
      const added = await comments.add(id, 'Text.', { clientKey: KEY });
      expectEqual(added.body, 'Text.', 'the body of the new comment');
      await harness.settle?.();
      expectEqual((await harness.again().comments.findByClientKey(id, KEY))?.id, added.id, 'what the key finds');
      expectEqual(await comments.findByClientKey(id, 'suite/wp-2'), undefined, 'what another key finds');
      const other = (await made(harness)).ref.id;
      expectEqual(await comments.findByClientKey(other, KEY), undefined, 'what the key finds at another issue');
      await expectNoBlankKey(harness, (key) => comments.findByClientKey(id, key));
      expectHidden([added, await all(comments.list(id))], 'the comments');
      if (comments.update === undefined) return;
      expectEqual(
        (await comments.update(id, added.id, 'New text.')).body,
        'New text.',
        'the body of the changed comment',
      );
      await harness.settle?.();
      expectEqual((await comments.findByClientKey(id, KEY))?.id, added.id, 'what the key finds after a change');
    },
  ),
  adapterCase(
    'client-key/attachment',
    'a file is found by its key',
    ['issues.create', 'attachments.add', 'attachments.findByClientKey'],
    async (harness) => {
      const { attachments } = harness.adapter;
      const { id } = (await made(harness)).ref;
      const file = { content: new Uint8Array([1, 2, 3]), name: 'a.txt', type: 'text/plain' };
      await attachments.add(id, { ...file, name: 'b.txt' }, { clientKey: 'suite/wp-12' });
      const added = await attachments.add(id, file, { clientKey: KEY });
      expectEqual(added.name, 'a.txt', 'the name of the file');
      await harness.settle?.();
      expectEqual((await attachments.findByClientKey(id, KEY))?.id, added.id, 'what the key finds');
      expectEqual(await attachments.findByClientKey(id, 'suite/wp-2'), undefined, 'what another key finds');
      await expectNoBlankKey(harness, (key) => attachments.findByClientKey(id, key));
    },
  ),
  adapterCase(
    'client-key/link',
    'a link is found by its key',
    ['issues.create', 'links.add', 'links.findByClientKey'],
    async (harness) => {
      const { links } = harness.adapter;
      const [a, b] = [await made(harness), await made(harness)];
      await links.add(a.ref.id, { type: 'blocks', target: b.ref }, { clientKey: KEY });
      await harness.settle?.();
      const found = await links.findByClientKey(a.ref.id, KEY);
      expectEqual([found?.type, found?.target.id], ['blocks', b.ref.id], 'what the key finds');
      expectEqual(await links.findByClientKey(a.ref.id, 'suite/wp-2'), undefined, 'what another key finds');
      await expectNoBlankKey(harness, (key) => links.findByClientKey(a.ref.id, key));
    },
  ),
];

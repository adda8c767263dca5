import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import { expectEqual } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { faultOf, made } from './steps.js';

const FILES = ['issues.create', 'attachments.add', 'attachments.list'];
const SIZE = 70_000;

/** Checks that a file is listed as it was added, with the size that it has. */
async function expectListed(harness: WholeHarness, id: string, added: IssueAttachment, sizeBytes: number) {
  await harness.settle?.();
  const listed = await harness.adapter.attachments.list(id);
  expectEqual(
    listed.filter((file) => file.id === added.id),
    [added],
    'the file, listed and as it was added',
  );
  expectEqual(added.sizeBytes ?? sizeBytes, sizeBytes, 'the size of the file');
}

/** The rules of files and backlinks. */
export const fileCases: readonly AdapterCase[] = [
  adapterCase('attachments/bytes', 'a file of bytes is there as a whole, with its name', FILES, async (harness) => {
    const { id } = (await made(harness)).ref;
    const content = new Uint8Array(SIZE).fill(7);
    const draft = { content, name: 'Zoë 1.bin', type: 'application/octet-stream' };
    const added = await harness.adapter.attachments.add(id, draft);
    expectEqual(added.name, 'Zoë 1.bin', 'the name of the file');
    await expectListed(harness, id, added, SIZE);
    expectEqual(await harness.adapter.attachments.list((await made(harness)).ref.id), [], 'files of another issue');
  }),
  adapterCase('attachments/stream', 'a file from a stream is there as a whole', FILES, async (harness) => {
    const { id } = (await made(harness)).ref;
    let left = 7;
    const content = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(SIZE / 7).fill(left));
        left -= 1;
        if (left === 0) controller.close();
      },
    });
    const draft = { content, name: 'stream.bin', type: 'application/octet-stream' };
    const added = await harness.adapter.attachments.add(id, draft);
    expectEqual(added.name, 'stream.bin', 'the name of the file');
    await expectListed(harness, id, added, SIZE);
  }),
  adapterCase(
    'attachments/unknown-issue',
    'a file for an issue that is not there is a NotFoundError',
    FILES,
    async ({ adapter, unknownId = '987654321' }) => {
      const file = { content: new Uint8Array([1]), name: 'a.txt', type: 'text/plain' };
      await faultOf(adapter.attachments.add(unknownId, file), 'not_found', `a file for ${unknownId}`);
    },
  ),
  adapterCase(
    'backlinks/upsert',
    'a backlink that is written again replaces itself, and no other',
    ['issues.create', 'backlinks.upsert', 'harness.backlinks'],
    async (harness) => {
      const { backlinks } = harness.adapter;
      const { id } = (await made(harness)).ref;
      const one = { key: 'wp-1', url: 'https://host.example/wp/1', title: 'WP 1' };
      const two = { key: 'wp-2', url: 'https://host.example/wp/2', title: 'WP 2' };
      const changed = { ...one, title: 'WP 1, renamed', url: 'https://host.example/wp/1/new' };
      for (const backlink of [one, two, changed]) await backlinks.upsert(id, backlink);
      const kept = (await harness.backlinks?.(id)) ?? [];
      expectEqual(
        kept.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
        [changed, two],
        'the backlinks',
      );
    },
  ),
  adapterCase(
    'backlinks/remove',
    'a removed backlink is gone, and removing it again succeeds',
    ['issues.create', 'backlinks.upsert', 'backlinks.remove'],
    async (harness) => {
      const { backlinks } = harness.adapter;
      const { id } = (await made(harness)).ref;
      const one = { key: 'wp-1', url: 'https://host.example/wp/1', title: 'WP 1' };
      const two = { key: 'wp-2', url: 'https://host.example/wp/2', title: 'WP 2' };
      for (const backlink of [one, two]) await backlinks.upsert(id, backlink);
      await backlinks.remove(id, 'wp-1');
      await backlinks.remove(id, 'wp-1');
      if (harness.backlinks) expectEqual(await harness.backlinks(id), [two], 'the backlinks that are left');
    },
  ),
];

import { streamKey } from '../../contracts/publish-stream.js';
import type { SnapshotSend } from '../../contracts/snapshot-send.js';
import { refusal } from '../../errors/refusal.js';
import type { ReceiptStore } from '../receipt-store.js';
import { createVersionedRecords } from './versioned-records.js';

/**
 * A {@link ReceiptStore} that forgets on restart: for tests, examples and hosts that accept that a server which proves
 * nothing is sent some content twice after one. It prunes nothing.
 *
 * @public
 */
export function createMemoryReceiptStore(): ReceiptStore {
  // Of the sends behind the newest only their keys can ever be asked for.
  const newest = createVersionedRecords<SnapshotSend>();
  const usedKeys = new Map<string, Set<string>>();
  return {
    newest: async (stream) => newest.get(streamKey(stream)),
    has: async (stream, key) => usedKeys.get(streamKey(stream))?.has(key) ?? false,
    append: async (stream, send, expected) => {
      const id = streamKey(stream);
      // The race first: the one who lost it must read again, and may then find that the winner used this very key.
      if (!newest.isAt(id, expected)) return undefined;
      const used = usedKeys.get(id) ?? new Set();
      if (used.has(send.key)) {
        const message = 'was used in this stream before; settle that send';
        throw refusal('receiptStore.append', [{ path: 'send.key', message }]);
      }
      const version = newest.put(id, send, expected);
      usedKeys.set(id, used.add(send.key));
      return version;
    },
    settle: async (stream, key) => {
      const id = streamKey(stream);
      const current = newest.get(id);
      if (current?.value.key === key && current.value.state === 'pending') {
        newest.put(id, { ...current.value, state: 'accepted' }, current.version);
      }
    },
  };
}

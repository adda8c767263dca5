import type { PublishStream } from '../../../../src/contracts/publish-stream.js';
import type { SnapshotSend } from '../../../../src/contracts/snapshot-send.js';
import { InvalidInputError } from '../../../../src/errors/invalid-input-error.js';
import { createMemoryReceiptStore } from '../../../../src/stores/memory/receipt-store.js';
import type { ReceiptStore } from '../../../../src/stores/receipt-store.js';
import { aPublishStream } from '../../../../src/testing/fixtures/a-publish-stream.js';
import { compareAndSetMutants } from './compare-and-set-mutants.js';
import { type Mutants, mixedUp, mutantOf, wrong } from './mutant.js';

const mutant = mutantOf(createMemoryReceiptStore);

/** A mutant that sees every send that was appended, oldest first. */
function remembering(change: (store: ReceiptStore, sends: SnapshotSend[]) => Partial<ReceiptStore>) {
  return mutant((store) => {
    const sends: SnapshotSend[] = [];
    return {
      append: async (stream, send, expected) => {
        const version = await store.append(stream, send, expected);
        if (version !== undefined) sends.push(send);
        return version;
      },
      ...change(store, sends),
    };
  });
}

function streamed(change: (stream: PublishStream) => PublishStream) {
  return mutant((store) => ({
    newest: (stream) => store.newest(change(stream)),
    has: (stream, key) => store.has(change(stream), key),
    append: (stream, ...rest) => store.append(change(stream), ...rest),
    settle: (stream, key) => store.settle(change(stream), key),
  }));
}

export const receiptStoreMutants: Mutants<ReceiptStore> = {
  'receipt-store/absence': mutant(({ newest }) => ({
    newest: async (stream) => (await newest(stream)) ?? wrong(null),
  })),
  'receipt-store/newest': remembering((store, sends) => ({
    newest: async (stream) => {
      const found = await store.newest(stream);
      const [highest] = sends.toSorted((a, b) => (a.key < b.key ? 1 : -1));
      return found && highest ? { ...found, value: highest } : found;
    },
  })),
  'receipt-store/has': [
    mutant(({ newest }) => ({ has: async (stream, key) => (await newest(stream))?.value.key === key })),
    mutant(({ newest }) => ({ has: async (stream) => (await newest(stream)) !== undefined })),
  ],
  'receipt-store/loser-leaves-no-key': mutant(({ append, has }) => {
    const tried = new Set<string>();
    return {
      append: (stream, send, expected) => {
        tried.add(send.key);
        return append(stream, send, expected);
      },
      has: async (stream, key) => tried.has(key) || has(stream, key),
    };
  }),
  'receipt-store/key-once': mutant(({ append, newest }) => ({
    append: (...call) => append(...call).catch(async () => (await newest(call[0]))?.version),
  })),
  'receipt-store/race-before-key': mutant(({ append, has }) => ({
    append: async (stream, send, expected) => {
      if (await has(stream, send.key))
        throw new InvalidInputError([], { context: { operation: 'append', attempts: 0 } });
      return append(stream, send, expected);
    },
  })),
  'receipt-store/contract-keys-stay': remembering((_, sends) => ({
    has: async (__, key) => sends.slice(-20).some((send) => send.key === key),
  })),
  'receipt-store/streams-apart': mixedUp(aPublishStream()).map(streamed),
  'receipt-store/settle': mutant(() => ({ settle: async () => {} })),
  'receipt-store/settle-twice': mutant(({ newest, settle }) => ({
    settle: async (stream, key) => {
      if ((await newest(stream))?.value.state === 'accepted') throw new Error('settled already');
      await settle(stream, key);
    },
  })),
  'receipt-store/settle-older': mutant(({ newest, settle }) => ({
    settle: async (stream) => settle(stream, (await newest(stream))?.value.key ?? ''),
  })),
  'receipt-store/settle-unknown': mutant(({ has, settle }) => ({
    settle: async (stream, key) => {
      if (!(await has(stream, key))) throw new Error('no such send');
      await settle(stream, key);
    },
  })),
  'receipt-store/settle-one-stream': mutant(({ append, settle }) => {
    const streams: PublishStream[] = [];
    return {
      append: (stream, send, expected) => {
        streams.push(stream);
        return append(stream, send, expected);
      },
      settle: async (_, key) => {
        for (const stream of streams) await settle(stream, key);
      },
    };
  }),
  ...compareAndSetMutants({
    prefix: 'receipt-store',
    create: createMemoryReceiptStore,
    open: ({ newest, append }) => ({ read: newest, write: append }),
    close: (store, { read, write }) => ({ ...store, newest: read, append: write }),
  }),
};

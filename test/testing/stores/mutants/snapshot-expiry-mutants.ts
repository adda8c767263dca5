import { createMemorySnapshotStore } from '../../../../src/stores/memory/snapshot-store.js';
import type { IngestStream, SnapshotStore } from '../../../../src/stores/snapshot-store.js';
import type { Mutants } from './mutant.js';
import { MADE_UP, mutant } from './snapshot-mutant.js';

/** One store for each stream, so that a mutant can treat a stream by itself. */
function streamByStream(expire: (stores: SnapshotStore[], beforeMs: number) => Promise<void>) {
  return (): SnapshotStore => {
    const stores = new Map<string, SnapshotStore>();
    const of = (stream: IngestStream) => {
      const id = JSON.stringify(stream);
      const store = stores.get(id) ?? createMemorySnapshotStore();
      stores.set(id, store);
      return store;
    };
    return {
      claim: (stream, request) => of(stream).claim(stream, request),
      finish: (stream, ...rest) => of(stream).finish(stream, ...rest),
      release: (stream, claimId) => of(stream).release(stream, claimId),
      newest: (stream) => of(stream).newest(stream),
      expire: (beforeMs) => expire([...stores.values()], beforeMs),
    };
  };
}

export const snapshotExpiryMutants: Mutants<SnapshotStore> = {
  'snapshot-store/expire': mutant(() => ({ expire: async () => {} })),
  'snapshot-store/expire-keeps-young': [
    mutant(({ expire }) => ({ expire: (beforeMs) => expire(beforeMs + 1) })),
    mutant(({ expire }) => ({ expire: (beforeMs) => expire(beforeMs - 1) })),
  ],
  'snapshot-store/expire-keeps-newest': () => {
    let store = createMemorySnapshotStore();
    return {
      claim: (...call) => store.claim(...call),
      finish: (...call) => store.finish(...call),
      release: (...call) => store.release(...call),
      newest: (stream) => store.newest(stream),
      expire: async () => {
        store = createMemorySnapshotStore();
      },
    };
  },
  'snapshot-store/expire-keeps-other-names': mutant(({ claim, expire }) => {
    const names = new Set<string>();
    let forgotten = new Set<string>();
    return {
      claim: async (stream, request) => {
        const found = await claim(stream, request);
        if (found.state === 'known' && found.record.key !== request.key) names.add(request.key);
        return forgotten.has(request.key) ? MADE_UP : found;
      },
      expire: async (beforeMs) => {
        forgotten = new Set(names);
        await expire(beforeMs);
      },
    };
  }),
  'snapshot-store/expire-all-streams': streamByStream(async ([first], beforeMs) => first?.expire(beforeMs)),
  'snapshot-store/expire-keeps-claims': mutant(({ claim, expire, release }) => {
    const open: (() => Promise<void>)[] = [];
    return {
      claim: async (stream, request) => {
        const found = await claim(stream, request);
        if (found.state === 'claimed') open.push(() => release(stream, found.claimId));
        return found;
      },
      expire: async (beforeMs) => {
        await Promise.all(open.map((end) => end()));
        await expire(beforeMs);
      },
    };
  }),
};

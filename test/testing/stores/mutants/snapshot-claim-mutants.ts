import type {
  IngestStream,
  SnapshotClaim,
  SnapshotRecord,
  SnapshotStore,
} from '../../../../src/stores/snapshot-store.js';
import { anIngestStream } from '../../../../src/testing/fixtures/an-ingest-stream.js';
import { type Mutants, mixedUp, wrong } from './mutant.js';
import { MADE_UP, mutant } from './snapshot-mutant.js';

type Request = Parameters<SnapshotStore['claim']>[1];

/** The claim's result as it is changed on its way out. */
function claiming(change: (found: SnapshotClaim, request: Request) => SnapshotClaim) {
  return mutant(({ claim }) => ({
    claim: async (stream, request) => change(await claim(stream, request), request),
  }));
}

function streamed(change: (stream: IngestStream) => IngestStream) {
  return mutant((store) => ({
    claim: (stream, request) => store.claim(change(stream), request),
    finish: (stream, ...rest) => store.finish(change(stream), ...rest),
    release: (stream, claimId) => store.release(change(stream), claimId),
    newest: (stream) => store.newest(change(stream)),
  }));
}

export const snapshotClaimMutants: Mutants<SnapshotStore> = {
  'snapshot-store/absence': mutant(({ newest }) => ({
    newest: async (stream) => (await newest(stream)) ?? wrong(null),
  })),
  'snapshot-store/claim-ids-differ': mutant(({ claim, finish }) => {
    const actual = new Map<string, string>();
    return {
      claim: async (stream, request) => {
        const found = await claim(stream, request);
        if (found.state !== 'claimed') return found;
        actual.set(request.key, found.claimId);
        return { ...found, claimId: request.key };
      },
      finish: (stream, claimId, entry) => finish(stream, actual.get(claimId) ?? claimId, entry),
    };
  }),
  'snapshot-store/in-progress': [
    claiming((found, { leaseMs }) => (found.state === 'in_progress' ? { ...found, retryAfterMs: leaseMs } : found)),
    mutant(({ claim, finish, release }) => {
      // Takes the same content under another key for the same work.
      const open = new Map<string, string>();
      const end = (claimId: string) => {
        for (const [work, holder] of open) if (holder === claimId) open.delete(work);
      };
      return {
        claim: async (stream, request) => {
          const work = JSON.stringify(stream) + request.digest;
          const found = await claim(stream, request);
          if (found.state !== 'claimed') return found;
          if (open.has(work)) return { state: 'in_progress', retryAfterMs: request.leaseMs };
          open.set(work, found.claimId);
          return found;
        },
        finish: (stream, claimId, entry) => {
          end(claimId);
          return finish(stream, claimId, entry);
        },
        release: (stream, claimId) => {
          end(claimId);
          return release(stream, claimId);
        },
      };
    }),
  ],
  'snapshot-store/in-progress-before-newest': mutant(({ claim, newest }) => ({
    claim: async (stream, request) => {
      const found = await claim(stream, request);
      const latest = await newest(stream);
      if (found.state !== 'in_progress' || latest?.record.digest !== request.digest) return found;
      return { state: 'known', record: latest.record, newest: latest.record };
    },
  })),
  'snapshot-store/one-claim-wins': mutant(({ claim }) => {
    const taken = new Set<string>();
    return {
      claim: async (stream, request) => {
        const wasTaken = taken.has(request.key);
        await null;
        taken.add(request.key);
        const found = await claim(stream, request);
        return found.state === 'in_progress' && !wasTaken ? MADE_UP : found;
      },
    };
  }),
  'snapshot-store/lease-ends': [
    mutant(({ claim }) => ({
      claim: (stream, request) => claim(stream, { ...request, leaseMs: request.leaseMs + 1 }),
    })),
    mutant(({ claim }) => ({
      claim: (stream, request) => claim(stream, { ...request, leaseMs: request.leaseMs - 1 }),
    })),
  ],
  'snapshot-store/known-key': claiming((found) =>
    found.state === 'known' ? { ...found, newest: found.record } : found,
  ),
  'snapshot-store/reused-key': claiming((found) =>
    found.state === 'reused' ? { state: 'known', record: found.newest, newest: found.newest } : found,
  ),
  'snapshot-store/newest-content-known': claiming((found, { key }) =>
    found.state === 'known' && found.record.key !== key ? MADE_UP : found,
  ),
  'snapshot-store/other-name-stays': mutant(({ claim, newest }) => ({
    claim: async (stream, request) => {
      const latest = await newest(stream);
      if (latest?.record.digest !== request.digest) return claim(stream, request);
      return { state: 'known', record: latest.record, newest: latest.record };
    },
  })),
  'snapshot-store/older-content-is-new': mutant(({ claim, finish, release }) => {
    const stored = new Map<string, SnapshotRecord>();
    return {
      claim: async (stream, request) => {
        const found = await claim(stream, request);
        const record = stored.get(JSON.stringify(stream) + request.digest);
        if (found.state !== 'claimed' || record === undefined) return found;
        await release(stream, found.claimId);
        return { state: 'known', record, newest: record };
      },
      finish: (stream, claimId, entry) => {
        stored.set(JSON.stringify(stream) + entry.record.digest, entry.record);
        return finish(stream, claimId, entry);
      },
    };
  }),
  'snapshot-store/streams-apart': mixedUp(anIngestStream()).map(streamed),
  'snapshot-store/claims-apart': mixedUp(anIngestStream()).map(streamed),
};

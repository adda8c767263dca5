import type { EventEnvelope } from '../../contracts/event-envelope.js';
import type { SnapshotPayload } from '../../contracts/snapshot-payload.js';
import type { EventStore } from '../../stores/event-store.js';
import { createMemoryEventStore } from '../../stores/memory/event-store.js';
import { createMemorySnapshotStore } from '../../stores/memory/snapshot-store.js';
import type { SnapshotStore } from '../../stores/snapshot-store.js';

/**
 * A snapshot that was stored.
 *
 * @public
 */
export interface ReceivedSnapshot {
  /** The team it was stored for. */
  readonly team: string;
  /** The `Idempotency-Key` it came under. */
  readonly idempotencyKey: string;
  /** The body. */
  readonly payload: SnapshotPayload;
}

/**
 * A request that arrived, refused ones and those answered with a fault included.
 *
 * @public
 */
export interface ReceivedRequest {
  /** Which endpoint, without a prefix. */
  readonly path: string;
  /** The method. */
  readonly method: string;
  /** Its headers, without `Authorization`. */
  readonly headers: Headers;
  /** The status of the answer; `undefined` for a connection that broke. */
  readonly status: number | undefined;
}

/**
 * What arrived, oldest first. The lists grow as requests come.
 *
 * @public
 */
export interface TrackerReceived {
  /** Snapshots that were stored, duplicates left out. */
  readonly snapshots: readonly ReceivedSnapshot[];
  /** Events that were stored, duplicates and rejected ones left out. */
  readonly events: readonly EventEnvelope[];
  /** Every request. */
  readonly requests: readonly ReceivedRequest[];
}

/** In-memory stores that note what they store, and can be emptied. */
export function createReceivedLog() {
  const snapshots: ReceivedSnapshot[] = [];
  const events: EventEnvelope[] = [];
  const requests: ReceivedRequest[] = [];
  let snapshotStore = createMemorySnapshotStore();
  let eventStore = createMemoryEventStore();

  const notedSnapshots: SnapshotStore = {
    claim: (stream, request) => snapshotStore.claim(stream, request),
    finish: async (stream, claimId, entry) => {
      const done = await snapshotStore.finish(stream, claimId, entry);
      if (done.state === 'stored') {
        snapshots.push({ team: stream.team, idempotencyKey: entry.record.key, payload: entry.payload });
      }
      return done;
    },
    release: (stream, claimId) => snapshotStore.release(stream, claimId),
    newest: (stream) => snapshotStore.newest(stream),
    expire: (beforeMs) => snapshotStore.expire(beforeMs),
  };
  const notedEvents: EventStore = {
    append: async (team, given) => {
      const verdicts = await eventStore.append(team, given);
      events.push(...given.filter((_, at) => verdicts[at] === 'stored'));
      return verdicts;
    },
    list: (query) => eventStore.list(query),
  };
  const received: TrackerReceived = { snapshots, events, requests };
  return {
    snapshots: notedSnapshots,
    events: notedEvents,
    received,
    note({ method, headers: sent }: Request, path: string, answer: Response | undefined): void {
      const headers = new Headers(sent);
      headers.delete('authorization');
      requests.push({ path, method, headers, status: answer?.status });
    },
    clear(): void {
      for (const list of [snapshots, events, requests]) list.splice(0);
      snapshotStore = createMemorySnapshotStore();
      eventStore = createMemoryEventStore();
    },
  };
}

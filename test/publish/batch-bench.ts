import type { EventEnvelope } from '../../src/contracts/event-envelope.js';
import type { EventBatchClientOptions } from '../../src/publish/batch-options.js';
import { createEventBatchClient, type EventBatchClient } from '../../src/publish/event-batch-client.js';
import type { EventQueueStore, QueueState } from '../../src/stores/event-queue-store.js';
import { createMemoryEventQueueStore } from '../../src/stores/memory/event-queue-store.js';
import { createTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.js';
import type { BatchServer } from './batch-server.js';

export interface Bench {
  readonly client: EventBatchClient;
  readonly queue: EventQueueStore;
  readonly runtime: TestRuntime;
}

/** A client over an in-memory queue that holds these events, whose network is the given server. */
export async function bench(
  server: Pick<BatchServer, 'handle'>,
  events: readonly EventEnvelope[],
  options: Partial<EventBatchClientOptions> = {},
): Promise<Bench> {
  const queue = createMemoryEventQueueStore();
  await queue.enqueue(events);
  const runtime = createTestRuntime({ fetch: server.handle });
  const client = createEventBatchClient({ serverUrl: 'http://127.0.0.1:9/', queue, ...options }, runtime);
  return { client, queue, runtime };
}

/** The ids in the queue, in order, by state. */
export async function idsIn(queue: EventQueueStore, state: QueueState = 'queued'): Promise<string[]> {
  const { items } = await queue.list({ state, limit: 1000 });
  return items.map(({ event }) => event.event_id);
}

/** How often the queue says that each event was refused. */
export async function attemptsIn(queue: EventQueueStore, state: QueueState = 'queued'): Promise<number[]> {
  const { items } = await queue.list({ state, limit: 1000 });
  return items.map(({ attempts }) => attempts);
}

import { optional, strictObject } from '../contracts/objects.js';
import { zPort } from '../contracts/port.js';
import { zCount } from '../contracts/retry-options.js';
import { unless } from '../contracts/text.js';
import type { EventQueueStore } from '../stores/event-queue-store.js';
import { type SaasOptions, saasShape } from './saas-connection.js';

/**
 * The options of {@link createEventBatchClient}. `egress` is asked per project.
 *
 * @public
 */
export interface EventBatchClientOptions extends SaasOptions {
  /** The host's queue, which `drain` empties. */
  readonly queue: EventQueueStore;
  /** Events in one request at the most. Default and upper end: 1000. */
  readonly maxEvents?: number | undefined;
  /**
   * Bytes of one request's body before compression at the most. Default 262 144. An event that is larger by itself is
   * sent alone: whether it is too large is the server's say.
   */
  readonly maxBytes?: number | undefined;
  /** How often an event may be refused by itself before it is parked. Default 5. */
  readonly maxAttempts?: number | undefined;
}

/** What {@link createEventBatchClient} accepts. */
export const zBatchOptions = strictObject({
  ...saasShape,
  queue: zPort<EventQueueStore>(['list', 'settle', 'count'], 'expected an event queue store'),
  maxEvents: optional(zCount.check(unless((count) => count <= 1000, 'expected 1000 or less'))),
  maxBytes: optional(zCount),
  maxAttempts: optional(zCount),
});

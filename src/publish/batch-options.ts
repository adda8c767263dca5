import * as z from 'zod/mini';
import type { EgressPort } from '../contracts/egress.js';
import { type RetryOptions, zCount, zRetryOptions } from '../contracts/retry-options.js';
import type { TokenProvider } from '../contracts/token-provider.js';
import type { EventQueueStore } from '../stores/event-queue-store.js';
import { zPort, zTeam } from './client-options.js';
import { zEgress } from './egress.js';
import { zToken } from './token-source.js';

/**
 * The options of {@link createEventBatchClient}.
 *
 * @public
 */
export interface EventBatchClientOptions {
  /**
   * The SaaS: an https URL, with a path prefix or without. No query, no fragment, no user info. Plain http is for
   * loopback hosts.
   */
  readonly serverUrl: string;
  /** The bearer token, or where to get it; blank or absent: no `Authorization` header is sent. */
  readonly token?: string | TokenProvider | undefined;
  /** The host's queue, which `drain` empties. */
  readonly queue: EventQueueStore;
  /** The team, sent as `X-Team-Slug`. */
  readonly team?: string | undefined;
  /** Events in one request at the most. Default and upper end: 1000. */
  readonly maxEvents?: number | undefined;
  /**
   * Bytes of one request's body before compression at the most. Default 262 144. An event that is larger by itself is
   * sent alone: whether it is too large is the server's say.
   */
  readonly maxBytes?: number | undefined;
  /** How often an event may be refused by itself before it is parked. Default 5. */
  readonly maxAttempts?: number | undefined;
  /** The host's say over what may leave, asked per project before the token is read. Default: everything may. */
  readonly egress?: EgressPort | undefined;
  /** Allows plain http to a host that is not loopback. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** The time for one attempt, in milliseconds. Default 60 000. */
  readonly timeoutMs?: number | undefined;
  /** How often and how long to try one request. `deadlineMs` is three times `timeoutMs` unless given. */
  readonly retry?: RetryOptions | undefined;
}

/** What {@link createEventBatchClient} accepts. */
export const zBatchOptions = z.strictObject({
  serverUrl: z.string(),
  token: z.optional(zToken),
  queue: zPort<EventQueueStore>(['list', 'settle', 'count'], 'expected an event queue store'),
  team: z.optional(zTeam),
  maxEvents: z.optional(zCount.check(z.refine((count) => count <= 1000, { error: 'expected 1000 or less' }))),
  maxBytes: z.optional(zCount),
  maxAttempts: z.optional(zCount),
  egress: z.optional(zEgress),
  allowInsecureHttp: z.optional(z.boolean()),
  timeoutMs: z.optional(zCount),
  retry: z.optional(zRetryOptions),
});

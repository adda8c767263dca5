import * as z from 'zod/mini';
import type { EgressPort } from '../contracts/egress.js';
import { type RetryOptions, zCount, zRetryOptions } from '../contracts/retry-options.js';
import type { TokenProvider } from '../contracts/token-provider.js';
import type { ReceiptStore } from '../stores/receipt-store.js';
import { checkClientOptions, zPort, zTeam } from './client-options.js';
import { zEgress } from './egress.js';
import { zToken } from './token-source.js';

/**
 * The options of {@link createPublishClient}.
 *
 * @public
 */
export interface PublishClientOptions {
  /**
   * The SaaS: an https URL, with a path prefix or without. No query, no fragment, no user info. Plain http is for
   * loopback hosts.
   */
  readonly serverUrl: string;
  /**
   * The host's memory of what it published. Required, because without it an edit may be dropped as a duplicate by a
   * server that proves nothing; `createMemoryReceiptStore()` may be passed knowingly.
   */
  readonly receipts: ReceiptStore;
  /** The SaaS's bearer token (never the tracker's), or where to get it. Blank or absent: no `Authorization` header. */
  readonly token?: string | TokenProvider | undefined;
  /** The team, sent as `X-Team-Slug`. */
  readonly team?: string | undefined;
  /** The host's say over what may leave, asked before the token is read. Default: everything may. */
  readonly egress?: EgressPort | undefined;
  /** The time for one attempt, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number | undefined;
  /** How often and how long to try one request. */
  readonly retry?: RetryOptions | undefined;
  /** Allows plain http to a host that is not loopback. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
}

const zOptions = z.strictObject({
  serverUrl: z.string(),
  receipts: zPort<ReceiptStore>(
    ['newest', 'has', 'append', 'settle'],
    'expected a receipt store; pass your own, or createMemoryReceiptStore() if forgetting on restart is all right',
  ),
  token: z.optional(zToken),
  team: z.optional(zTeam),
  egress: z.optional(zEgress),
  timeoutMs: z.optional(zCount),
  retry: z.optional(zRetryOptions),
  allowInsecureHttp: z.optional(z.boolean()),
});

/** The options, checked; `serverUrl` has lost its trailing slashes. */
export function toPublishSettings(options: PublishClientOptions): z.output<typeof zOptions> {
  return checkClientOptions(zOptions, options, 'createPublishClient');
}

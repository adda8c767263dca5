import * as z from 'zod/mini';
import { zPort } from '../contracts/port.js';
import type { ReceiptStore } from '../stores/receipt-store.js';
import { type SaasOptions, saasShape } from './saas-connection.js';

/**
 * The options of {@link createPublishClient}.
 *
 * @public
 */
export interface PublishClientOptions extends SaasOptions {
  /**
   * The host's memory of what it published. Required, because without it an edit may be dropped as a duplicate by a
   * server that proves nothing; `createMemoryReceiptStore()` may be passed knowingly.
   */
  readonly receipts: ReceiptStore;
}

/** What {@link createPublishClient} accepts. */
export const zPublishOptions = z.strictObject({
  ...saasShape,
  receipts: zPort<ReceiptStore>(
    ['newest', 'has', 'append', 'settle'],
    'expected a receipt store: your own, or createMemoryReceiptStore() if forgetting on restart is all right',
  ),
});

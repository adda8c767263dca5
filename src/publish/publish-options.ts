import { strictObject } from '../contracts/objects.js';
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
   * The host's memory of what it published. Required, because without it a server that proves nothing is sent the same
   * content twice, and what this client sent last may be taken for the newest although another has published since.
   * `createMemoryReceiptStore()` may be passed knowingly.
   */
  readonly receipts: ReceiptStore;
}

/** What {@link createPublishClient} accepts. */
export const zPublishOptions = strictObject({
  ...saasShape,
  receipts: zPort<ReceiptStore>(
    ['newest', 'has', 'append', 'settle'],
    'expected a receipt store: your own, or createMemoryReceiptStore() if forgetting on restart is all right',
  ),
});

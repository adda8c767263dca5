import type { PublishStream } from '../contracts/publish-stream.js';
import type { SnapshotSend } from '../contracts/snapshot-send.js';
import type { Version, Versioned } from '../contracts/versioned.js';
import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import type { ReceiptStore } from '../stores/receipt-store.js';

/** One stream of a {@link ReceiptStore}, whose faults are typed and say whether anything had been sent by then. */
export interface ReceiptLedger {
  newest(): Promise<Versioned<SnapshotSend> | undefined>;
  has(key: string): Promise<boolean>;
  append(send: SnapshotSend, expected: Version | 'absent'): Promise<Version | undefined>;
  settle(key: string): Promise<void>;
}

export function createReceiptLedger(store: ReceiptStore, stream: PublishStream, attempts: () => number): ReceiptLedger {
  const guard = async <Value>(doing: string, call: () => Promise<Value>): Promise<Value> => {
    try {
      return await call();
    } catch (error) {
      const sent = attempts();
      const state =
        sent === 0 ? 'nothing was sent' : `${sent} request(s) had been sent; publishing again repeats them safely`;
      throw new StoreError(`the receipt store failed to ${doing}; ${state}`, {
        context: { operation: 'publish', provider: stream.provider, attempts: sent },
        cause: toCause(error),
      });
    }
  };
  return {
    newest: () => guard('read the newest send', () => store.newest(stream)),
    has: (key) => guard('look a key up', () => store.has(stream, key)),
    append: (send, expected) => guard('record a send', () => store.append(stream, send, expected)),
    settle: (key) => guard('settle a send', () => store.settle(stream, key)),
  };
}

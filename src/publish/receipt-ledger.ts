import type { PublishStream } from '../contracts/publish-stream.js';
import type { SnapshotSend } from '../contracts/snapshot-send.js';
import type { Version, Versioned } from '../contracts/versioned.js';
import type { ReceiptStore } from '../stores/receipt-store.js';
import { untilAborted } from './in-turn.js';
import { storeCall } from './store-call.js';

/** One stream of a {@link ReceiptStore}, whose faults are typed and say whether anything had been sent by then. */
export interface ReceiptLedger {
  newest(): Promise<Versioned<SnapshotSend> | undefined>;
  has(key: string): Promise<boolean>;
  append(send: SnapshotSend, expected: Version | 'absent'): Promise<Version | undefined>;
  settle(key: string): Promise<void>;
}

/** @param attempts - How many requests have been sent. */
export function createReceiptLedger(
  store: ReceiptStore,
  stream: PublishStream,
  attempts: () => number,
  redact: (text: string) => string,
  signal: AbortSignal | undefined,
): ReceiptLedger {
  const guard = <Value>(doing: string, call: () => Promise<Value>): Promise<Value> => {
    const sent = attempts();
    const state =
      sent === 0 ? 'nothing was sent' : `${sent} request(s) were sent; publishing again repeats them safely`;
    const context = { operation: 'publish', provider: stream.provider, attempts: sent };
    return storeCall(`the receipt store failed in ${doing}(); ${state}`, context, call, redact);
  };
  const wait = <Value>(work: Promise<Value>) => untilAborted(work, signal);
  return {
    newest: () => wait(guard('newest', () => store.newest(stream))),
    has: (key) => wait(guard('has', () => store.has(stream, key))),
    append: (send, expected) => wait(guard('append', () => store.append(stream, send, expected))),
    // Not the caller's to stop any more: the snapshot has arrived.
    settle: (key) => guard('settle', () => store.settle(stream, key)),
  };
}

import type { SnapshotReceipt } from '@spec-kitty/tracker';

/** `1.5 s` for 1500. */
export function asSeconds(ms: number): string {
  return `${ms / 1000} s`;
}

/** Whether two answers are about one receipt. Two missing ones are about none. */
export function isSameReceipt(a: SnapshotReceipt | null | undefined, b: SnapshotReceipt | null | undefined): boolean {
  return a != null && a.receipt_id === b?.receipt_id;
}

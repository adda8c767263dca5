import type { KeyKind, PublishResult, Snapshot } from '@spec-kitty/tracker';
import type { Account } from './account.ts';
import type { Stage } from './stage.ts';

/** A publish and what it was made from. */
export interface Published {
  readonly snapshot: Snapshot;
  readonly result: PublishResult;
}

const KINDS: Readonly<Record<KeyKind, string>> = {
  contract: 'the contract key',
  content: 'made from the content',
  chained: 'made from the content and the key before it',
  unique: 'good for this call only',
};

/** Publishes, and says under which key and with which answer. */
export async function publishAndTell(account: Account, { host }: Stage, snapshot: Snapshot): Promise<Published> {
  const result = await host.client.publish(snapshot);
  tellResult(account, result);
  return { snapshot, result };
}

/** The key and the answer that a publish came to. */
export function tellResult(account: Account, result: PublishResult): void {
  const { httpStatus, status, receipt, idempotencyKey, keyKind } = result;
  account.fact('key', `${idempotencyKey.slice(0, 16)}…  ${KINDS[keyKind]}`);
  account.fact('answer', `${httpStatus} ${status}, receipt ${receipt?.receipt_id}`);
}

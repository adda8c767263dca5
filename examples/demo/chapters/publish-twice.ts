import { contentDigest } from '@spec-kitty/tracker';
import type { Account } from '../account.ts';
import { type Published, publishAndTell } from '../publish-and-tell.ts';
import type { Stage } from '../stage.ts';
import { isSameReceipt } from '../wording.ts';

/** A snapshot of everything is accepted; the same one again is a duplicate. */
export async function publishTwice(account: Account, stage: Stage): Promise<Published> {
  account.step('They become a snapshot, and the snapshot is published');
  const snapshot = await stage.host.takeSnapshot();
  const { issues, mappings } = snapshot.payload;
  const bytes = new TextEncoder().encode(JSON.stringify(snapshot.payload)).length;
  account.fact('snapshot', `${issues.length} issues, ${mappings.length} mappings, ${Math.round(bytes / 1000)} kB`);
  const first = await publishAndTell(account, stage, snapshot);
  const { status, receipt } = first.result;
  account.claim('The server accepted it', status === 'accepted' && receipt?.status === 'accepted');
  account.claim(
    "The receipt counts every issue and mapping, and names the host's own digest",
    receipt?.counts.issues === issues.length &&
      receipt.counts.mappings === mappings.length &&
      receipt.content_digest === contentDigest(snapshot),
  );

  account.step('The same snapshot is published again');
  const { result } = await publishAndTell(account, stage, snapshot);
  account.claim(
    'A duplicate, under the same key, with the same receipt',
    result.status === 'duplicate' &&
      result.idempotencyKey === first.result.idempotencyKey &&
      isSameReceipt(result.receipt, receipt),
  );
  account.claim('The server has stored one snapshot, not two', stage.received.stored.length === 1);
  return first;
}

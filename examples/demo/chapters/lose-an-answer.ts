import { contentDigest, type SnapshotReceipt } from '@spec-kitty/tracker';
import type { Account } from '../account.ts';
import type { SeenRequest } from '../fault-proxy.ts';
import { tellResult } from '../publish-and-tell.ts';
import type { Stage } from '../stage.ts';
import { isSameReceipt } from '../wording.ts';
import { editAndPull } from './edit-an-issue.ts';

/** A 503, then an answer that is lost after the server has stored: the worst case for sending something once. */
export async function loseAnAnswer(account: Account, stage: Stage): Promise<void> {
  const { host, proxy, received, newestOf } = stage;
  account.step('The network fails: a 503, then a cut after the server has stored');
  const title = await editAndPull(account, stage, 42);
  const seenBefore = proxy.seen.length;
  const storedBefore = received.stored.length;
  proxy.failNext('unavailable', 'cut');
  const snapshot = await host.takeSnapshot();
  const result = await host.client.publish(snapshot);
  const requests = proxy.seen.slice(seenBefore);
  for (const [at, request] of requests.entries()) account.fact(`request ${at + 1}`, fateOf(request));
  tellResult(account, result);

  const [refused, cut, repeated] = requests;
  account.claim(
    `${requests.length} requests went out, all with one key and the same bytes`,
    requests.length === 3 &&
      requests.every(({ key, body }) => key === result.idempotencyKey && body.equals(requests[0]?.body ?? body)),
  );
  const newest = await newestOf(snapshot.payload);
  account.claim(
    'The server stored the snapshot once',
    received.stored.length === storedBefore + 1 &&
      newest?.record.digest === contentDigest(snapshot) &&
      newest.payload.issues.some((issue) => issue.title === title),
  );
  account.claim(
    'The host holds the very receipt whose first answer was lost',
    refused?.fault === 'unavailable' &&
      cut?.fault === 'cut' &&
      repeated?.fault === undefined &&
      isSameReceipt(result.receipt, receiptIn(cut)),
  );
}

function fateOf(request: SeenRequest): string {
  if (request.answer === undefined) return '503 on the way, the server never saw it';
  const answer = `${request.answer.status} ${receiptIn(request)?.status}`;
  return request.fault === 'cut' ? `${answer}, but the host never saw that: cut` : answer;
}

function receiptIn({ answer }: SeenRequest): SnapshotReceipt | undefined {
  return answer && (JSON.parse(answer.body.toString()) as SnapshotReceipt);
}

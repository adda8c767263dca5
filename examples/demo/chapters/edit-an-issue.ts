import type { Account } from '../account.ts';
import { type Published, publishAndTell } from '../publish-and-tell.ts';
import { overlapMs, pullIssues } from '../pull-issues.ts';
import type { Stage } from '../stage.ts';
import { sampleIssue } from '../tracker.ts';
import { asSeconds, isSameReceipt } from '../wording.ts';

/** Neither the number of issues nor the cursor shows an edit. It arrives all the same. */
export async function editAnIssue(account: Account, stage: Stage, first: Published): Promise<void> {
  const { host, adapter, received, newestOf } = stage;
  account.step('One issue is edited at the tracker');
  const usual = asSeconds(overlapMs({ ...host.pulling, indexLagMs: adapter.traits.indexLagMs }));
  const here = asSeconds(overlapMs(host.pulling));
  account.fact('overlap', `a pull begins ${here} before the newest change it has seen; by default ${usual},`);
  account.fact('', 'because github.com may list a change late. This tracker never does.');
  const title = await editAndPull(account, stage, 17);
  const { snapshot, result } = await publishAndTell(account, stage, await host.takeSnapshot());
  account.claim(
    'Counts and cursor are those of the first snapshot, and so is the contract key',
    snapshot.keyText === first.snapshot.keyText && snapshot.idempotencyKey === first.snapshot.idempotencyKey,
  );
  account.claim(
    'Accepted all the same, under a key of its own, with a new receipt',
    result.status === 'accepted' &&
      result.idempotencyKey !== first.result.idempotencyKey &&
      !isSameReceipt(result.receipt, first.result.receipt),
  );
  const newest = await newestOf(snapshot.payload);
  account.claim(
    "The server's newest snapshot has the edit",
    received.stored.length === 2 && newest?.payload.issues.some((issue) => issue.title === title) === true,
  );
}

/** Edits the title of an old issue at the tracker and pulls what changed; resolves to the new title. */
export async function editAndPull(account: Account, { tracker, host }: Stage, number: number): Promise<string> {
  const title = `${sampleIssue(number).title}, urgent`;
  await tracker.edit(number, { title });
  account.fact('edited', `#${number} is now “${title}”`);
  let read = 0;
  let changed = 0;
  for await (const page of pullIssues(host.pulling)) {
    read += page.read;
    changed += page.changed;
  }
  account.fact('pulled', `${changed} changed, ${read - changed} unchanged ones read again for the overlap`);
  const { issues } = await host.readStores();
  account.claim(
    `The pull found the edit and read ${read} of ${issues.length} issues`,
    changed === 1 && read < issues.length && issues.some((issue) => issue.title === title),
  );
  return title;
}

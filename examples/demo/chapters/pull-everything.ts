import type { Account } from '../account.ts';
import { pullIssues } from '../pull-issues.ts';
import type { Stage } from '../stage.ts';

/** The first pull, and the host's own work packages on top. */
export async function pullEverything(account: Account, { tracker, host }: Stage): Promise<void> {
  account.step('Every issue is pulled, page by page');
  let pages = 0;
  let read = 0;
  for await (const page of pullIssues(host.pulling)) {
    pages = page.page;
    read += page.read;
    account.progress('pulling', `page ${pages}, ${read} issues, checkpoint saved`);
  }
  account.fact('pulled', `${read} issues in ${pages} pages, a checkpoint after each`);
  const { issues } = await host.readStores();
  const held = new Set(issues.map(({ ref }) => ref.id)).size;
  account.claim(`All ${held} issues of the tracker are in the host's store`, held === (await tracker.count()));
  await host.mapWorkPackages(issues.slice(0, 3));
}

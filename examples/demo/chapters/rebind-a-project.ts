import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../account.ts';
import { PROJECT, snapshotOfJiraProject } from '../host.ts';
import { publishAndTell } from '../publish-and-tell.ts';
import type { Stage } from '../stage.ts';

// What docs/contract/ gives as the check value for `jira|acme.atlassian.net|jira_project|ACME|0|0|None`.
const ACME_KEY = '0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab';

/** The same project with another Jira project behind it is other content, even when both are empty. */
export async function rebindAProject(account: Account, stage: Stage): Promise<void> {
  account.step(`The Jira project of ${PROJECT.slug} is rebound from ACME to BETA, and back`);
  const before = stage.received.stored.length;
  const keys: string[] = [];
  for (const projectKey of ['ACME', 'BETA', 'ACME']) {
    const snapshot = snapshotOfJiraProject(projectKey);
    account.fact(projectKey, snapshot.keyText);
    const { result } = await publishAndTell(account, stage, snapshot);
    keys.push(result.idempotencyKey);
  }
  account.claim("ACME's key is the check value of the contract", keys[0] === ACME_KEY);
  account.claim("BETA's key is another one, and going back has a third", new Set(keys).size === 3);
  const arrived = stage.received.stored.slice(before).map(({ key }) => key);
  const newest = await stage.newestOf(snapshotOfJiraProject('ACME').payload);
  account.claim(
    'All three arrived, in this order: the server is back at ACME',
    isDeepStrictEqual(arrived, keys) && newest?.payload.external_resource_id === 'ACME',
  );
}

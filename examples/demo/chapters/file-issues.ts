import type { Account } from '../account.ts';
import { overlapMs } from '../pull-issues.ts';
import type { Stage } from '../stage.ts';
import { sampleIssue } from '../tracker.ts';
import { asSeconds } from '../wording.ts';

const OLD_ISSUES = 248;
const FRESH_ISSUES = 8;
const AT_ONCE = 8;

/** People file a few hundred issues through GitHub's own API. */
export async function fileIssues(account: Account, { tracker, server, host, sleep }: Stage): Promise<void> {
  account.step('A tracker and a server start, and people file issues');
  account.fact('tracker', `${tracker.url}  GitHub's API, as the npm package emulate speaks it`);
  account.fact('server', `${server.url}  createIngestHandler over an in-memory store, behind a proxy`);
  const total = OLD_ISSUES + FRESH_ISSUES;
  const file = async (from: number, to: number) => {
    for (let n = from; n <= to; n += AT_ONCE) {
      const length = Math.min(AT_ONCE, to - n + 1);
      await Promise.all(Array.from({ length }, (_, at) => tracker.create(sampleIssue(n + at))));
      const filed = n + length - 1;
      if (filed % 64 === 0 && filed < total) account.progress('filing', `${filed} of ${total} issues`);
    }
  };
  await file(1, OLD_ISSUES);
  // Later, what changed shortly before the last pull is read again. For that to be a few, most must be older.
  const pauseMs = overlapMs(host.pulling) + host.pulling.adapter.traits.updatedSinceStepMs;
  account.progress('waiting', `${asSeconds(pauseMs)}, so that only the last ${FRESH_ISSUES} issues are fresh`);
  await sleep(pauseMs);
  await file(OLD_ISSUES + 1, total);
  const count = await tracker.count();
  account.fact('filed', `${count} issues, the last ${FRESH_ISSUES} of them ${asSeconds(pauseMs)} after the others`);
  account.claim(`The tracker itself counts the ${total} issues that were filed`, count === total);
}

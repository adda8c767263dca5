// The story in six chapters. Every sentence with a mark compares what the stores, the receipts and the servers hold.
import type { Account } from './account.ts';
import { editAnIssue } from './chapters/edit-an-issue.ts';
import { fileIssues } from './chapters/file-issues.ts';
import { loseAnAnswer } from './chapters/lose-an-answer.ts';
import { publishTwice } from './chapters/publish-twice.ts';
import { pullEverything } from './chapters/pull-everything.ts';
import { rebindAProject } from './chapters/rebind-a-project.ts';
import type { Stage } from './stage.ts';

/** Tells it from the first issue to the last receipt. */
export async function tellStory(account: Account, stage: Stage): Promise<void> {
  account.title('From a tracker to a receipt', 'Every figure is measured in this run, over HTTP on this machine.');
  await fileIssues(account, stage);
  await pullEverything(account, stage);
  const first = await publishTwice(account, stage);
  await editAnIssue(account, stage, first);
  await rebindAProject(account, stage);
  await loseAnAnswer(account, stage);
}

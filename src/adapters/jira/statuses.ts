import type { Words } from '../../contracts/adapter/word-map.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../contracts/issue-status.js';
import { CATEGORIES } from './map.js';
import type { JiraContext } from './options.js';
import { invalid } from './request.js';

const fold = (name: string) => name.replace(/[\s_-]/g, '').toLowerCase();

/**
 * The one of several that is meant: the one that the host named first for it, or whose name is our own word for it, or the
 * only one. Undefined when that leaves a choice, because a guess would put issues where nobody wanted them.
 *
 * @internal
 */
export function meant<Thing extends { readonly name: string }, Meaning extends string>(
  things: readonly Thing[],
  words: Words<Meaning>,
  meaning: Meaning,
): Thing | undefined {
  for (const word of [...words.wordsFor(meaning), meaning]) {
    const named = things.find(({ name }) => fold(name) === fold(word));
    if (named) return named;
  }
  return things.length === 1 ? things[0] : undefined;
}

/** Refuses a status that no category and no word of the host's stands for. @internal */
export function checkStatus({ statuses }: JiraContext, status: IssueStatus | undefined, operation: string): void {
  if (status === undefined) return;
  const known = new Set([...Object.values(CATEGORIES), ...statuses.all.map(statuses.meaningOf)]);
  if (known.has(status)) return;
  const choices = ISSUE_STATUSES.filter((each) => known.has(each)).join(', ');
  throw invalid(
    operation,
    'status',
    `no status of Jira stands for it; expected one of ${choices}, or name one in statusMap`,
  );
}

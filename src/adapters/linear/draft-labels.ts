import type { IssueDraft, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { LinearCall } from './context.js';
import { expectOneOfEachGroup, findLabels } from './labels.js';
import type { WireIssue } from './wire.js';

/** What a write does to labels. @internal */
export interface PlannedLabels {
  /** Members of the mutation's input. */
  readonly input: Readonly<Record<string, readonly string[]>>;
  /** The names that the issue has then. */
  readonly names: readonly string[];
}

/**
 * The labels of a write that names labels or a kind of work; undefined where it names neither, or changes none. A label that
 * says the kind stays where the list has none of that sort. An issue's labels are changed one by one and not replaced, so
 * that one which somebody else puts on meanwhile is not lost.
 *
 * @internal
 */
export async function planLabels(
  call: LinearCall,
  { labels, issueType, parent }: IssueDraft | IssuePatch,
  before?: WireIssue,
): Promise<PlannedLabels | undefined> {
  if (labels === undefined && issueType === undefined) return undefined;
  const { type: words } = call.words;
  const present = before?.labels.nodes ?? [];
  const saysKind = (name: string) => words.meaningOf(name) !== undefined;
  const wanted = new Set(labels ?? present.map(({ name }) => name));
  if (issueType === undefined) {
    if (![...wanted].some(saysKind)) for (const { name } of present) if (saysKind(name)) wanted.add(name);
  } else {
    const [word] = words.wordsFor(issueType);
    const isPart = parent === undefined ? Boolean(before?.parent) : parent !== null;
    // Without a label it is what an issue without one is, or nothing that Linear could hold; then the labels stay.
    if (word !== undefined || issueType === (isPart ? 'subtask' : 'task')) {
      for (const name of wanted) if (saysKind(name)) wanted.delete(name);
      if (word !== undefined) wanted.add(word);
    }
  }
  const names = [...wanted];
  const added = names.filter((name) => !present.some((label) => label.name === name));
  const pathOf = (name: string) => {
    const at = labels?.indexOf(name) ?? -1;
    return at < 0 ? 'issueType' : `labels[${at}]`;
  };
  const found = await findLabels(call, added, pathOf);
  expectOneOfEachGroup(call, found, pathOf);
  const addedIds = [...found.values()].map(({ id }) => id);
  const removedIds = present.filter(({ name }) => !wanted.has(name)).map(({ id }) => id);
  const input = before
    ? {
        ...(addedIds.length > 0 && { addedLabelIds: addedIds }),
        ...(removedIds.length > 0 && { removedLabelIds: removedIds }),
      }
    : { ...(addedIds.length > 0 && { labelIds: addedIds }) };
  return { input, names };
}

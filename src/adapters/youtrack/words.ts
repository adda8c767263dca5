import { createWords } from '../../contracts/adapter/word-map.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { YoutrackWords } from './context.js';
import type { YoutrackOptions } from './options.js';

/** YouTrack's own priorities, types and phrases of links, as every new project has them. What the host says comes first. */
const PRIORITIES = { 'Show-stopper': 0, Critical: 1, Major: 2, Normal: 3, Minor: 4 } as const;
const TYPES = {
  Bug: 'bug',
  Task: 'task',
  'User Story': 'story',
  Feature: 'story',
  Epic: 'epic',
  Subtask: 'subtask',
  Chore: 'chore',
  Exception: 'bug',
  Cosmetics: 'bug',
  'Usability Problem': 'bug',
  'Performance Problem': 'bug',
  'Auto-reported exception': 'bug',
} as const;
const LINKS = {
  'relates to': 'relates_to',
  'is required for': 'blocks',
  'depends on': 'blocked_by',
  duplicates: 'duplicates',
  'parent for': 'parent_of',
  'subtask of': 'child_of',
} as const;

/** @internal */
export function wordsOf({
  statusMap = {},
  eventMap = {},
  priorityMap,
  typeMap,
  linkMap,
}: Partial<YoutrackOptions>): YoutrackWords {
  return {
    status: createWords(statusMap),
    event: createWords(eventMap),
    priority: createWords({ ...priorityMap, ...PRIORITIES, ...priorityMap }),
    type: createWords({ ...typeMap, ...TYPES, ...typeMap }),
    link: createWords({ ...linkMap, ...LINKS, ...linkMap }),
  };
}

// The names that YouTrack gives to states; first match counts.
const RESOLVED: readonly (readonly [RegExp, IssueStatus])[] = [
  [/won['’]?t|duplicate|obsolete|incomplete|can['’]?t reproduce|cancel/i, 'canceled'],
];
const UNRESOLVED: readonly (readonly [RegExp, IssueStatus])[] = [
  [/progress|develop/i, 'in_progress'],
  [/review|verif|test|fixed/i, 'in_review'],
  [/block|wait|hold/i, 'blocked'],
];

/** Whether a status belongs to a resolved issue. @internal */
export function isResolving(status: IssueStatus): boolean {
  return status === 'done' || status === 'canceled';
}

/**
 * What a state means: resolved or not first, then by the host's words, which never contradict that, then by YouTrack's own
 * names.
 *
 * @internal
 */
export function statusOf({ status: words }: YoutrackWords, name: string | undefined, isResolved: boolean): IssueStatus {
  const said = words.meaningOf(name);
  if (said !== undefined && isResolving(said) === isResolved) return said;
  const found = (isResolved ? RESOLVED : UNRESOLVED).find(([pattern]) => name !== undefined && pattern.test(name));
  return found?.[1] ?? (isResolved ? 'done' : 'todo');
}

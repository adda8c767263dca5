import type { DirectoryIssueType, DirectoryStatus } from '../../contracts/adapter/directory-group.js';
import { createLabelCodec } from '../../contracts/adapter/label-codec.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker } from '../../digest/client-marker.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { FakeIssue, FakeTracker } from './fake-tracker.js';

/** What the operations of the fake adapter work with. */
export interface FakeContext {
  readonly tracker: FakeTracker;
  readonly provider: string;
  readonly workspace: string;
}

/** Nothing here means `blocked`: a tracker with gaps is the rule. */
export const STATUSES: readonly DirectoryStatus[] = [
  { id: 's1', name: 'Open', status: 'todo' },
  { id: 's2', name: 'Doing', status: 'in_progress' },
  { id: 's3', name: 'Review', status: 'in_review' },
  { id: 's4', name: 'Closed', status: 'done' },
  { id: 's5', name: 'Dropped', status: 'canceled' },
];

const FIELDS: DirectoryIssueType['fields'] = [
  { id: 'title', name: 'Title', required: true, custom: false },
  { id: 'points', name: 'Story points', required: false, custom: true },
];

/** Nothing here means `chore`. The first is what a draft becomes that says nothing, or something else. */
export const KINDS: readonly DirectoryIssueType[] = [
  { id: 'k1', name: 'Task', issueType: 'task', fields: FIELDS },
  { id: 'k2', name: 'Bug', issueType: 'bug', fields: FIELDS },
  { id: 'k3', name: 'Story', issueType: 'story', fields: FIELDS },
  { id: 'k4', name: 'Epic', issueType: 'epic', fields: FIELDS },
  { id: 'k5', name: 'Sub-task', issueType: 'subtask', fields: FIELDS },
];

/** The fake tracker takes no white space in labels. */
export const LABELS = createLabelCodec('\\s');

export const detailsOf = ({ provider }: FakeContext, operation: string): TrackerErrorDetails => ({
  context: { operation, provider, attempts: 1 },
});

export function notFound(context: FakeContext, operation: string, what: string): NotFoundError {
  return new NotFoundError(`${context.provider} ${operation}: no such ${what}`, detailsOf(context, operation));
}

export function invalid({ provider }: FakeContext, operation: string, path: string, message: string) {
  return new InvalidInputError([{ path, message }], { context: { operation, provider, attempts: 0 } });
}

/** The issue as the tracker keeps it. */
export function issueAt(context: FakeContext, operation: string, id: string): FakeIssue {
  const found = context.tracker.issues.get(id);
  if (!found) throw notFound(context, operation, 'issue');
  return found;
}

export function toRef({ provider, workspace }: FakeContext, id: string): ExternalRef {
  return { system: provider, workspace, id, key: `#${id}`, url: `https://fake.example/${workspace}/${id}` };
}

/** The marker of a key that is looked up. Without a key nothing could be found, which would read as "not made". */
export function soughtMarker({ provider }: FakeContext, operation: string, clientKey: string): string {
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, provider);
  return clientMarker(clientKey);
}

export const toTime = (ms: number) => new Date(ms).toISOString();
export const sorted = (names: readonly string[]) => [...new Set(names)].sort(compareUtf8);

import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import {
  type GetIssueOptions,
  type ListIssuesQuery,
  type SearchIssuesQuery,
  zListIssuesQuery,
  zSearchIssuesQuery,
} from '../../contracts/adapter/issue-query.js';
import {
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssueDraft,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import type { Page } from '../../contracts/page.js';
import { carryMarker, markBody, unmarkBody } from '../../digest/client-marker.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { walkPages } from '../../http/walk-pages.js';
import {
  detailsOf,
  type FakeContext,
  invalid,
  issueAt,
  KINDS,
  LABELS,
  STATUSES,
  sorted,
  soughtMarker,
  toRef,
  toTime,
} from './fake-context.js';
import type { FakeIssue } from './fake-tracker.js';

export const MAX_PAGE = 50;

export function toIssue(context: FakeContext, kept: FakeIssue, raw = false): Issue {
  const state = STATUSES.find(({ name }) => name === kept.state);
  return {
    ref: toRef(context, kept.id),
    title: kept.title,
    body: unmarkBody(kept.body).body,
    status: state?.status ?? 'todo',
    statusName: kept.state,
    issueType: KINDS.find(({ name }) => name === kept.kind)?.issueType ?? 'task',
    priority: kept.priority,
    assignees: sorted(kept.assignees),
    labels: sorted(kept.labels.map(LABELS.decode)),
    parent: kept.parent === null ? null : toRef(context, kept.parent),
    links: [],
    customFields: kept.fields,
    createdAt: toTime(kept.createdMs),
    updatedAt: toTime(kept.updatedMs),
    revision: String(kept.version),
    visibility: kept.restricted ? 'restricted' : 'public',
    raw: raw ? kept : null,
  };
}

/** Where an issue stands in the order of the listing. */
const positionOf = ({ id, updatedMs }: FakeIssue) => `${String(updatedMs).padStart(16, '0')} ${id.padStart(10, '0')}`;
const isClosed = ({ state }: FakeIssue) => state === 'Closed' || state === 'Dropped';

/** Issues of the tracker, least recently changed first; those the caller does not want are left out after paging. */
function walk<Item>(
  context: FakeContext,
  listing: {
    readonly operation: string;
    readonly query: unknown;
    readonly cursor: string | undefined;
    readonly pageSize: number;
    readonly signal: AbortSignal | undefined;
    readonly take: (issue: FakeIssue) => Item | undefined;
  },
): AsyncGenerator<Page<Item>, void, void> {
  const { tracker, provider, workspace } = context;
  const { operation, query, cursor, pageSize, signal, take } = listing;
  const cursors = createCursorCodec({ operation, workspace, query });
  return walkPages({
    first: cursor === undefined ? '' : cursors.open(cursor, operation, provider),
    seal: cursors.seal,
    details: detailsOf(context, operation),
    read: (position) =>
      tracker.serve(signal, () => {
        const behind = [...tracker.issues.values()]
          .filter((issue) => positionOf(issue) > position)
          .sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
        const page = behind.slice(0, pageSize);
        const last = page.at(-1);
        return {
          items: page.map(take).filter((item) => item !== undefined),
          next: last && behind.length > pageSize ? positionOf(last) : null,
        };
      }),
  });
}

export async function* listIssues(
  context: FakeContext,
  query: ListIssuesQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const operation = 'issues.list';
  const checked = checkInput(zListIssuesQuery(MAX_PAGE), query, operation, context.provider);
  const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE, raw } = checked;
  const sinceMs = updatedSince === undefined ? 0 : Date.parse(updatedSince);
  yield* walk(context, {
    operation,
    query: [sinceMs, sorted(labels), state, pageSize],
    cursor,
    pageSize,
    signal,
    take: (kept) => {
      const issue = toIssue(context, kept, raw);
      const fits =
        kept.updatedMs >= sinceMs &&
        (state === 'all' || isClosed(kept) === (state === 'closed')) &&
        labels.every((label) => issue.labels.includes(label));
      return fits ? issue : undefined;
    },
  });
}

export async function* issueIds(
  context: FakeContext,
  { cursor }: { readonly cursor?: string } = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<string>, void, void> {
  yield* walk(context, { operation: 'issues.ids', query: '', cursor, pageSize: 3, signal, take: ({ id }) => id });
}

export async function* searchIssues(
  context: FakeContext,
  query: SearchIssuesQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const operation = 'issues.search';
  const checked = checkInput(zSearchIssuesQuery(MAX_PAGE), query, operation, context.provider);
  const { text, native, cursor, pageSize = MAX_PAGE } = checked;
  // The native language is a title, and nothing else.
  const finds = ({ title, body }: Issue) =>
    native === undefined ? `${title} ${body}`.toLowerCase().includes(String(text).toLowerCase()) : title === native;
  yield* walk(context, {
    operation,
    query: [text ?? null, native ?? null, pageSize],
    cursor,
    pageSize,
    signal,
    take: (kept) => {
      const issue = toIssue(context, kept);
      return finds(issue) ? issue : undefined;
    },
  });
}

export function getIssue(context: FakeContext, id: string, options: GetIssueOptions = {}): Promise<Issue> {
  const read = () => toIssue(context, issueAt(context, 'issues.get', id), options.raw);
  return context.tracker.serve(options.signal, read);
}

/** The tracker's name of a status. */
function stateFor(context: FakeContext, operation: string, status: IssueStatus): string {
  const found = STATUSES.find((state) => state.status === status);
  if (found) return found.name;
  const choices = STATUSES.map(({ name, status: meaning }) => `${meaning} (${name})`).join(', ');
  throw invalid(context, operation, 'status', `the tracker has none for it; choose one of ${choices}`);
}

/** A draft or patch as the tracker takes it: only what it names. */
function toKept(context: FakeContext, operation: string, draft: Partial<IssueDraft>, clientKey: string | undefined) {
  const { title, body, status, issueType, priority, assignees, labels, parent, customFields, visibility } = draft;
  const { people } = context.tracker;
  const kept: Partial<FakeIssue> = {};
  if (title !== undefined) kept.title = title;
  if (body !== undefined || clientKey !== undefined) {
    kept.body = clientKey === undefined ? (body ?? null) : markBody(body ?? null, clientKey);
  }
  if (status !== undefined) kept.state = stateFor(context, operation, status);
  if (issueType !== undefined) kept.kind = KINDS.find((kind) => kind.issueType === issueType)?.name ?? 'Task';
  if (priority !== undefined) kept.priority = priority;
  if (assignees !== undefined) kept.assignees = assignees.filter((who) => people.some(({ id }) => id === who));
  if (labels !== undefined) kept.labels = labels.map(LABELS.encode);
  if (parent !== undefined) kept.parent = parent?.id ?? null;
  if (customFields !== undefined) kept.fields = customFields;
  if (visibility !== undefined) kept.restricted = visibility === 'restricted';
  return kept;
}

const REASONS = { assignees: 'not all of them are people of the tracker', issueType: 'the tracker has no such kind' };

export async function createIssue(
  context: FakeContext,
  draft: IssueDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueWriteResult> {
  const operation = 'issues.create';
  const { tracker } = context;
  const asked = checkInput(zIssueDraft, draft, operation, context.provider);
  const named = toKept(context, operation, asked, clientKey);
  const issue = await tracker.serve(signal, () => {
    const at = tracker.tick();
    const kept: FakeIssue = {
      ...{ id: tracker.nextId(), title: '', body: null, state: 'Open', kind: 'Task', priority: null },
      ...{ assignees: [], labels: [], parent: null, fields: {}, restricted: false },
      ...{ createdMs: at, updatedMs: at, version: 1 },
      ...named,
    };
    tracker.issues.set(kept.id, kept);
    return toIssue(context, kept);
  });
  return { issue, warnings: unheldFields(asked, issue, REASONS) };
}

export async function updateIssue(
  context: FakeContext,
  id: string,
  patch: IssuePatch,
  { signal }: CallOptions = {},
  operation = 'issues.update',
): Promise<IssueWriteResult> {
  const { tracker } = context;
  const { expectedRevision, ...asked } = checkInput(zIssuePatch, patch, operation, context.provider);
  const named = toKept(context, operation, asked, undefined);
  const issue = await tracker.serve(signal, () => {
    const kept = issueAt(context, operation, id);
    if (expectedRevision !== undefined && expectedRevision !== String(kept.version)) {
      throw new ConflictError(`fake ${operation}: the issue has changed`, detailsOf(context, operation));
    }
    if (Object.keys(asked).length === 0) return toIssue(context, kept);
    if (named.body !== undefined) named.body = carryMarker(kept.body, named.body);
    Object.assign(kept, named, { updatedMs: tracker.tick(), version: kept.version + 1 });
    return toIssue(context, kept);
  });
  return { issue, warnings: unheldFields(asked, issue, REASONS) };
}

export async function transitionIssue(
  context: FakeContext,
  id: string,
  status: IssueStatus,
  options: CallOptions = {},
): Promise<IssueWriteResult> {
  const operation = 'issues.transition';
  if (!zIssueStatus.safeParse(status).success) throw invalid(context, operation, 'status', 'is no status');
  return updateIssue(context, id, { status }, options, operation);
}

export async function deleteIssue(context: FakeContext, id: string, { signal }: CallOptions = {}): Promise<void> {
  const { tracker } = context;
  await tracker.serve(signal, () => {
    tracker.issues.delete(id);
    for (const comment of tracker.comments.values()) if (comment.issue === id) tracker.comments.delete(comment.id);
    for (const file of tracker.files.values()) if (file.issue === id) tracker.files.delete(file.id);
    const stays = tracker.links.filter(({ from, to }) => from !== id && to !== id);
    tracker.links.splice(0, tracker.links.length, ...stays);
  });
}

export async function findIssue(
  context: FakeContext,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<ExternalRef | undefined> {
  const marker = soughtMarker(context, 'issues.findByClientKey', clientKey);
  return context.tracker.serve(signal, () => {
    const found = [...context.tracker.issues.values()].find(({ body }) => unmarkBody(body).marker === marker);
    return found && toRef(context, found.id);
  });
}

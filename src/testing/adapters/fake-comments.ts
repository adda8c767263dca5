import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import type { Page } from '../../contracts/page.js';
import { carryMarker, markBody, unmarkBody } from '../../digest/client-marker.js';
import { type FakeContext, invalid, issueAt, notFound, soughtMarker, toTime } from './fake-context.js';
import { pagesOf } from './fake-pages.js';
import type { FakeComment } from './fake-tracker.js';

function toComment({ id, text, restricted, createdMs, updatedMs }: FakeComment): IssueComment {
  return {
    id,
    body: unmarkBody(text).body ?? '',
    author: 'ada',
    createdAt: toTime(createdMs),
    updatedAt: toTime(updatedMs),
    visibility: restricted ? 'restricted' : 'public',
  };
}

const commentsOf = ({ tracker }: FakeContext, issueId: string) =>
  [...tracker.comments.values()].filter(({ issue }) => issue === issueId);

export function listComments(
  context: FakeContext,
  issueId: string,
  { cursor }: { readonly cursor?: string } = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<IssueComment>, void, void> {
  const operation = 'comments.list';
  return pagesOf(context, { operation, query: issueId, cursor, signal }, () => {
    issueAt(context, operation, issueId);
    return commentsOf(context, issueId).map(toComment);
  });
}

function checkBody(context: FakeContext, operation: string, body: string): void {
  if (typeof body !== 'string' || body.trim() === '') {
    throw invalid(context, operation, 'body', 'must be text, not blank');
  }
}

export async function addComment(
  context: FakeContext,
  issueId: string,
  body: string,
  { clientKey, signal, visibility = 'public' }: AddCommentOptions = {},
): Promise<IssueComment> {
  const { tracker } = context;
  const operation = 'comments.add';
  checkBody(context, operation, body);
  return tracker.serve(signal, () => {
    issueAt(context, operation, issueId);
    const at = tracker.tick();
    const text = clientKey === undefined ? body : markBody(body, clientKey);
    const kept: FakeComment = {
      ...{ id: tracker.nextId(), issue: issueId, text, restricted: visibility === 'restricted' },
      ...{ createdMs: at, updatedMs: at },
    };
    tracker.comments.set(kept.id, kept);
    return toComment(kept);
  });
}

export async function updateComment(
  context: FakeContext,
  issueId: string,
  commentId: string,
  body: string,
  { signal }: CallOptions = {},
): Promise<IssueComment> {
  const { tracker } = context;
  const operation = 'comments.update';
  checkBody(context, operation, body);
  return tracker.serve(signal, () => {
    const kept = tracker.comments.get(commentId);
    if (kept?.issue !== issueId) throw notFound(context, operation, 'comment');
    Object.assign(kept, { text: carryMarker(kept.text, body), updatedMs: tracker.tick() });
    return toComment(kept);
  });
}

export async function deleteComment(
  { tracker }: FakeContext,
  issueId: string,
  commentId: string,
  { signal }: CallOptions = {},
): Promise<void> {
  await tracker.serve(signal, () => {
    if (tracker.comments.get(commentId)?.issue === issueId) tracker.comments.delete(commentId);
  });
}

export async function findComment(
  context: FakeContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueComment | undefined> {
  const marker = soughtMarker(context, 'comments.findByClientKey', clientKey);
  return context.tracker.serve(signal, () => {
    const found = commentsOf(context, issueId).find(({ text }) => unmarkBody(text).marker === marker);
    return found && toComment(found);
  });
}

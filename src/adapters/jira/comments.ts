import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import type { Page } from '../../contracts/page.js';
import { clientMarker } from '../../digest/client-marker.js';
import { editedAdf, toAdf } from './fields.js';
import { markdownOf } from './issues.js';
import { toUtc } from './map.js';
import type { JiraContext } from './options.js';
import { type Call, issuePath, numbered, read, send, unsupported, walkOffsets } from './request.js';
import { type WireComment, zCommentPage, zWireComment } from './wire.js';

/** The comment property that holds the mark of a client key; nobody sees it. */
const PROPERTY = 'spec-kitty';
/** The property that makes a comment an internal note of a service project. */
const INTERNAL = { key: 'sd.public.comment', value: { internal: true } };

function walkComments<Item>(
  context: JiraContext,
  call: Call,
  issueId: string,
  orderBy: 'created' | '-created',
  toItems: (wires: readonly WireComment[]) => Promise<readonly Item[]> | readonly Item[],
  cursor?: string,
) {
  return walkOffsets<'comments', WireComment, Item>(context, call, {
    path: issuePath(call.operation, issueId, '/comment'),
    search: { orderBy, expand: 'properties' },
    schema: zCommentPage,
    name: 'comments',
    cursor,
    toItems,
  });
}

/** Comments, oldest first. @internal */
export async function* listComments(
  context: JiraContext,
  issueId: string,
  { cursor }: { readonly cursor?: string } = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<IssueComment>, void, void> {
  const call: Call = { operation: 'comments.list', signal };
  yield* walkComments(context, call, issueId, 'created', (wires) => Promise.all(wires.map(toComment)), cursor);
}

/** @internal */
export async function addComment(
  context: JiraContext,
  issueId: string,
  body: string,
  { clientKey, visibility, signal }: AddCommentOptions = {},
): Promise<IssueComment> {
  const call: Call = { operation: 'comments.add', signal };
  const path = issuePath(call.operation, issueId, '/comment');
  // Whatever is not public is meant for few, a word that we do not know included.
  const isRestricted = (visibility ?? 'public') !== 'public';
  const audience = isRestricted ? context.restrictedTo : undefined;
  if (isRestricted && !audience)
    throw unsupported(
      call.operation,
      'a restricted comment needs readers: name a role or a group in the options (restrictedTo)',
    );
  const properties = [
    ...(clientKey === undefined ? [] : [{ key: PROPERTY, value: { marker: clientMarker(clientKey) } }]),
    ...(audience ? [INTERNAL] : []),
  ];
  const reply = await send(context, call, {
    method: 'POST',
    path,
    search: 'expand=properties',
    body: {
      body: (await toAdf(body)).adf,
      ...(audience && { visibility: audience }),
      ...(properties.length > 0 && { properties }),
    },
    schema: zWireComment,
    ...(clientKey !== undefined && { clientKey }),
  });
  return toComment(reply.body);
}

/** Replaces a body. Who may read the comment is sent again as it was, so that an edit never shows it to more. @internal */
export async function updateComment(
  context: JiraContext,
  issueId: string,
  commentId: string,
  body: string,
  { signal }: CallOptions = {},
): Promise<IssueComment> {
  const call: Call = { operation: 'comments.update', signal };
  const path = commentPath(call, issueId, commentId);
  const before = await read(context, call, path, zWireComment, { expand: 'properties' });
  const { adf } = await editedAdf(call.operation, before.body, body);
  const reply = await send(context, call, {
    method: 'PUT',
    path,
    search: 'expand=properties',
    body: { body: adf, ...(before.visibility && { visibility: before.visibility }) },
    schema: zWireComment,
  });
  return toComment(reply.body);
}

/** @internal */
export async function deleteComment(
  context: JiraContext,
  issueId: string,
  commentId: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'comments.delete', signal };
  await send(context, call, { method: 'DELETE', path: commentPath(call, issueId, commentId), answers: [404] });
}

/** The comment with the property of a client key, newest first. @internal */
export async function findComment(
  context: JiraContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueComment | undefined> {
  const call: Call = { operation: 'comments.findByClientKey', signal };
  const marker = clientMarker(clientKey);
  const isMarked = ({ properties }: WireComment) =>
    properties?.some(({ key, value }) => key === PROPERTY && (Object(value) as { marker?: unknown }).marker === marker);
  const pages = walkComments(context, call, issueId, '-created', (wires) => wires.filter(isMarked));
  for await (const { items } of pages) if (items[0]) return toComment(items[0]);
  return undefined;
}

function commentPath({ operation }: Call, issueId: string, commentId: string): string {
  return numbered(operation, issuePath(operation, issueId, '/comment'), commentId, 'commentId');
}

async function toComment(wire: WireComment): Promise<IssueComment> {
  const { id, body, author, created, updated, visibility, jsdPublic, properties } = wire;
  const isInternal = properties?.some(
    ({ key, value }) => key === INTERNAL.key && (Object(value) as { internal?: unknown }).internal === true,
  );
  return {
    id,
    body: (await markdownOf(body))(body) ?? '',
    author: author?.accountId ?? null,
    createdAt: toUtc(created),
    updatedAt: toUtc(updated),
    visibility: visibility || jsdPublic === false || isInternal ? 'restricted' : 'public',
  };
}

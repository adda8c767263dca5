import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { bodyReader, isMarkdown } from './body.js';
import { toPerson, toUtc } from './map.js';
import { unmarkComment } from './marker.js';
import type { WireComment } from './wire-site.js';

/** @internal */
export async function toComments(wires: readonly WireComment[]): Promise<IssueComment[]> {
  const there = wires.filter(({ isDeleted }) => !isDeleted);
  const held = there.map(({ text, format }) => {
    const isInMarkdown = isMarkdown(format);
    return { text: unmarkComment(text ?? '', isInMarkdown).body, isMarkdown: isInMarkdown };
  });
  const read = await bodyReader([], held);
  return there.map((wire, at) => ({
    id: commentId(wire),
    body: read(held[at] ?? { text: null, isMarkdown: true }) ?? '',
    author: toPerson(wire.createdBy)[0] ?? null,
    createdAt: toUtc(wire.createdDate),
    updatedAt: toUtc(wire.modifiedDate ?? wire.createdDate),
    visibility: 'public',
  }));
}

/** @internal */
export function commentId({ id, commentId: other }: WireComment): string {
  return String(id ?? other);
}

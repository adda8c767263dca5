import type { AdfNode } from './adf-nodes.js';

/** Stands in a new node where its id will be. No tracker sends it. @internal */
export const NEW_ID = '\u0000';

/**
 * Gives every new task its id. It follows from the task's text, so that the same Markdown always gives the same document,
 * and differs from every other id in it.
 *
 * @internal
 */
export function withLocalIds(content: readonly AdfNode[]): readonly AdfNode[] {
  const taken = new Set<unknown>();
  for (const node of content) collectIds(node, taken);
  return taken.has(NEW_ID) ? content.map((node) => named(node, taken)) : content;
}

function collectIds({ attrs, content }: AdfNode, taken: Set<unknown>): void {
  if (attrs?.localId !== undefined) taken.add(attrs.localId);
  content?.forEach((node) => void collectIds(node, taken));
}

function named(node: AdfNode, taken: Set<unknown>): AdfNode {
  const ids = new Set<unknown>();
  collectIds(node, ids);
  if (!ids.has(NEW_ID)) return node;
  const attrs = node.attrs?.localId === NEW_ID ? { ...node.attrs, localId: freeId(node, taken) } : node.attrs;
  return {
    ...node,
    ...(attrs && { attrs }),
    ...(node.content && { content: node.content.map((child) => named(child, taken)) }),
  };
}

function freeId(node: AdfNode, taken: Set<unknown>): string {
  const base = `task-${fnv1a(JSON.stringify(node.content ?? []))}`;
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  return id;
}

/** A short hash to tell texts apart; nothing rests on its strength. */
function fnv1a(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at += 1) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

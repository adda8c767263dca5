import type { ActiveNode } from '../contracts/adapter/body-group.js';
import { type ActivePatterns, activeNodesOf, matchesOf } from './active-nodes.js';
import { nodesIn, rebuild, withChildren, withoutReferences } from './nodes.js';
import { parseMarkdown } from './parse-markdown.js';
import { hasPhrasing, isSpan, joinTexts, paragraphsOf, text } from './phrasing.js';
import { printMarkdown } from './print-markdown.js';
import type { MarkdownNode, Phrasing, Root } from './tree.js';

type Kind = ActiveNode['kind'];

const ALL: readonly Kind[] = ['mention', 'reference', 'link', 'image', 'html'];
/** What a tracker may take for an address although the parser does not. */
const ADDRESS =
  /(?:[a-z][a-z\d+.-]{0,31}:\/\/|www\.|mailto:|xmpp:)[^\s<>\\|`]*[^\s<>\\|`?!.,:;*_~'")]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/gi;
const MAX_ROUNDS = 4;

/**
 * Makes what acts in a body inert, and leaves its visible text as it is: a mention, a reference or a bare address becomes
 * code, a link its text, an image its alternative text, raw HTML the text of its source.
 *
 * What comes back has been read again: nothing of the kinds asked for is left in it. A body with nothing to do comes back
 * untouched.
 *
 * @param active - What acts in plain text at the tracker.
 * @param kinds - What is to be inert. Default: everything.
 *
 * @internal
 */
export function neutralise(markdown: string, active: ActivePatterns, kinds: readonly Kind[] = ALL): string {
  const isAsked = (kind: Kind) => kinds.includes(kind);
  const patterns = [
    isAsked('mention') ? active.mention : undefined,
    isAsked('reference') ? active.reference : undefined,
    isAsked('link') ? ADDRESS : undefined,
  ].filter((pattern) => pattern !== undefined);
  const isInert = (tree: Root) =>
    activeNodesOf(tree, {}).every(({ kind }) => !isAsked(kind)) &&
    [...nodesIn(tree.children)].every((node) => node.type !== 'text' || activeIn(node.value, patterns).length === 0);

  const toInert = (node: MarkdownNode, parent: MarkdownNode | undefined): readonly MarkdownNode[] => {
    if (node.type === 'html' && isAsked('html'))
      return hasPhrasing(parent) ? [text(node.value)] : paragraphsOf(node.value);
    if (node.type === 'image' && isAsked('image')) return [text(node.alt ?? '')];
    if (!hasPhrasing(node)) return [node];
    const children = joinTexts(
      joinTexts(node.children).flatMap((child) => (child.type === 'text' ? codeWhere(child.value, patterns) : [child])),
    );
    if (node.type === 'link' && isAsked('link')) return children;
    return children.length === 0 && isSpan(node) ? [] : [withChildren(node, children)];
  };

  let inert = markdown;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const tree = parseMarkdown(inert);
    if (isInert(tree)) return inert;
    const children = isAsked('link') || isAsked('image') ? withoutReferences(tree.children) : tree.children;
    inert = printMarkdown({ type: 'root', children: rebuild(children, toInert) });
  }
  if (isInert(parseMarkdown(inert))) return inert;
  return printMarkdown({ type: 'root', children: [{ type: 'code', value: inert }] });
}

/** Text as it is and, as code, what in it must not act. */
function codeWhere(value: string, patterns: readonly RegExp[]): Phrasing[] {
  const pieces: Phrasing[] = [];
  let end = 0;
  // What stands beside code is a text of its own now, and is looked at as one.
  const addText = (piece: string) => {
    if (piece !== '') pieces.push(...(piece === value ? [text(piece)] : codeWhere(piece, patterns)));
  };
  for (const { at, code } of activeIn(value, patterns)) {
    if (at < end) continue;
    addText(value.slice(end, at));
    pieces.push({ type: 'inlineCode', value: code });
    end = at + code.length;
  }
  addText(value.slice(end));
  return pieces;
}

function activeIn(value: string, patterns: readonly RegExp[]): { readonly at: number; readonly code: string }[] {
  return patterns
    .flatMap((pattern) => matchesOf(pattern, value))
    .map(({ 0: match, index }) => ({ at: index + match.length - match.trimStart().length, code: match.trim() }))
    .filter(({ code }) => code !== '')
    .sort((a, b) => a.at - b.at);
}

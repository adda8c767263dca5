import { align } from './adf-align.js';
import { joinInline } from './adf-inline.js';
import { type AdfMark, type AdfNode, attrOf, marksOf, text } from './adf-nodes.js';
import { cardUrl, visibleText } from './adf-visible-text.js';

/** A word, a blank or a sign of a line. */
interface Token {
  readonly text: string;
  readonly node: AdfNode;
  /** How many tokens the node has, if it is one that Markdown cannot tell, and it begins here. */
  readonly span: number;
}

const WORD = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
/** Marks that Markdown has a word for. */
const TOLD = ['em', 'strong', 'strike', 'code', 'link'];

/**
 * The line after an edit, with all of the line before it that the edit does not touch: nodes that Markdown cannot tell, where
 * their text still stands, and marks of text that is still the same.
 *
 * @internal
 */
export function mergeLine(before: readonly AdfNode[], after: readonly AdfNode[]): AdfNode[] {
  const [old, edited] = [before.flatMap(tokensOf), after.flatMap(tokensOf)];
  const found = align(
    old.map(({ text }) => text),
    edited.map(({ text }) => text),
  );
  const merged: AdfNode[] = [];
  for (let at = 0; at < edited.length; at += 1) {
    const token = edited[at];
    const place = found[at] ?? -1;
    const same = old[place];
    if (token === undefined) continue;
    if (same !== undefined && same.span > 0 && isWhole(found, at, place, same.span)) {
      merged.push(same.node);
      at += same.span - 1;
    } else if (token.node.type !== 'text') merged.push(token.node);
    else merged.push(withMarksOf(token, same));
  }
  return joinInline(merged);
}

function tokensOf(node: AdfNode): Token[] {
  const isKnown = node.type === 'text' || node.type === 'hardBreak';
  const shown =
    node.type === 'hardBreak' ? '\n' : node.type === 'text' ? (node.text ?? '') : cardUrl(node) || visibleText(node);
  const words = shown.match(WORD) ?? [];
  return words.map((text, at) => ({ text, node, span: isKnown || at > 0 ? 0 : words.length }));
}

/** Whether all tokens of a node are found one behind the other. */
function isWhole(found: readonly number[], at: number, place: number, span: number): boolean {
  for (let ahead = 1; ahead < span; ahead += 1) if (found[at + ahead] !== place + ahead) return false;
  return true;
}

/** Text as it is now, with the marks it had that Markdown cannot tell. */
function withMarksOf(token: Token, same: Token | undefined): AdfNode {
  const marks = marksOf(token.node);
  const old = same?.node.type === 'text' ? marksOf(same.node) : [];
  if (lookOf(old) === lookOf(marks)) return text(token.text, old);
  const isCode = marks.some(({ type }) => type === 'code');
  const untold = old.filter(({ type }) => (isCode ? type === 'annotation' : !TOLD.includes(type)));
  return text(token.text, [...marks, ...untold]);
}

/** What Markdown tells of marks. */
function lookOf(marks: readonly AdfMark[]): string {
  const told = marks.filter(({ type }) => TOLD.includes(type));
  return JSON.stringify(told.map((mark) => [mark.type, attrOf(mark, 'href'), attrOf(mark, 'title')]).sort());
}

import { isSafeUrl } from './adf-links.js';
import { withPlainLineEnds } from './adf-markdown-signs.js';
import { type AdfNode, attrOf, marksOf } from './adf-nodes.js';
import { cardUrl, visibleText } from './adf-visible-text.js';

/** A piece of a line that looks the same all along. A line end in its text is a break. @internal */
export interface Run {
  readonly text: string;
  readonly look: Look;
}

type Growing = { -readonly [Member in keyof Run]: Run[Member] };

/** How a piece of a line looks. @internal */
export interface Look {
  readonly isCode: boolean;
  /** It stands for a node, and is no part of the text beside it. */
  readonly isAlone: boolean;
  /** {@link EM}, {@link STRONG}, {@link STRIKE}, added. */
  readonly marks: number;
  readonly href: string;
  readonly title: string;
}

/** Bits of {@link Look.marks}. @internal */
export const EM = 1;
/** @internal */
export const STRONG = 2;
/** @internal */
export const STRIKE = 4;

const BITS: Readonly<Record<string, number>> = { em: EM, strong: STRONG, strike: STRIKE };
const PLAIN: Look = { isCode: false, isAlone: false, marks: 0, href: '', title: '' };

/** What stands in a line, as Markdown can show it. @internal */
export function runsOf(content: readonly AdfNode[]): readonly Run[] {
  const runs: Growing[] = [];
  let last: Growing | undefined;
  let hasMarks = false;
  for (let at = 0, node = content[0]; node !== undefined; at += 1, node = content[at]) {
    const text = textOf(node);
    if (text === '') continue;
    const look = node.type === 'hardBreak' ? lookOfBreak(last, content, at) : lookOf(node);
    hasMarks ||= look.marks !== 0;
    if (last !== undefined && isSame(last.look, look)) {
      last.text += text;
    } else {
      last = { text, look };
      runs.push(last);
    }
  }
  return hasMarks ? inPieces(runs) : runs;
}

/** The text of a node, if it looks as plain as most do. @internal */
export function plainText(node: AdfNode): string | undefined {
  return node.type === 'text' && node.marks === undefined ? textOf(node) : undefined;
}

function textOf(node: AdfNode): string {
  if (node.type === 'hardBreak') return '\n';
  const text = node.type === 'text' && typeof node.text === 'string' ? node.text : cardUrl(node) || visibleText(node);
  return withPlainLineEnds(text);
}

function lookOf(node: AdfNode): Look {
  if (node.type === 'text' && node.marks === undefined) return PLAIN;
  let isCode = false;
  let marks = 0;
  let href = cardUrl(node);
  let title = '';
  if (!isSafeUrl(href)) href = '';
  const all = marksOf(node);
  for (let at = 0, mark = all[0]; mark !== undefined; at += 1, mark = all[at]) {
    marks |= BITS[mark.type] ?? 0;
    if (mark.type === 'code') isCode = true;
    const url = mark.type === 'link' ? attrOf(mark, 'href') : '';
    if (!isSafeUrl(url)) continue;
    href = url;
    title = attrOf(mark, 'title');
  }
  return { isCode, isAlone: node.type !== 'text', marks: isCode ? 0 : marks, href, title };
}

/** A break does not end what goes on behind it. */
function lookOfBreak(last: Run | undefined, content: readonly AdfNode[], at: number): Look {
  let next = content[at + 1];
  for (let ahead = at + 2; next?.type === 'hardBreak'; ahead += 1) next = content[ahead];
  const marks = last && next ? last.look.marks & lookOf(next).marks : 0;
  return marks === 0 ? PLAIN : { ...PLAIN, marks };
}

function isSame(a: Look, b: Look): boolean {
  if (a === b) return true;
  if (a.isAlone || b.isAlone) return false;
  return a.isCode === b.isCode && a.marks === b.marks && a.href === b.href && a.title === b.title;
}

/** Runs with blanks at their edges in pieces, because emphasis neither begins nor ends with a blank. */
function inPieces(runs: readonly Run[]): Run[] {
  const pieces: Run[] = [];
  for (const run of runs) {
    const { text, look } = run;
    const core = look.marks === 0 ? text : text.trim();
    if (core === '' || core.length === text.length) {
      pieces.push(run);
      continue;
    }
    const begin = text.indexOf(core);
    const end = begin + core.length;
    if (begin > 0) pieces.push({ text: text.slice(0, begin), look });
    pieces.push({ text: core, look });
    if (end < text.length) pieces.push({ text: text.slice(end), look });
  }
  return pieces;
}

/** Whether there is nothing to be seen of a run. @internal */
export function isBlank({ text, look }: Run): boolean {
  return !look.isCode && text.trim() === '';
}

import { joinParts, type Sign } from './adf-emphasis.js';
import {
  autolink,
  codeSpan,
  destination,
  endBefore,
  escapeLabel,
  escapeLineStart,
  escapeText,
  trimBlanks,
} from './adf-markdown-signs.js';
import type { AdfNode } from './adf-nodes.js';
import { EM, isBlank, type Look, plainText, type Run, runsOf, STRIKE, STRONG } from './adf-runs.js';

interface Scope {
  /** What is open already, as {@link Look.marks}. */
  readonly open: number;
  readonly isInLink: boolean;
}

const SIGNS = [
  { bit: STRONG, sign: '**' },
  { bit: EM, sign: '*' },
  { bit: STRIKE, sign: '~~' },
] as const;
const BREAK = '\\\n';
const OUTSIDE: Scope = { open: 0, isInLink: false };

/** The inline nodes of a paragraph as its lines. Empty where nothing is to be seen. @internal */
export function toLines(content: readonly AdfNode[]): string {
  const written = lineOf(content);
  if (!written.includes('\n')) return escapeLineStart(trimBlanks(written));
  const lines = linesOf(written).map(escapeLineStart);
  const last = lines.pop() ?? '';
  let text = '';
  for (const line of lines) text += `${endBefore(line, BREAK)}${BREAK}`;
  return text + last;
}

/** The inline nodes of a heading or a cell, which has one line only. @internal */
export function toOneLine(content: readonly AdfNode[]): string {
  const written = lineOf(content);
  return written.includes('\n')
    ? linesOf(written)
        .filter((line) => line !== '')
        .join(' ')
    : trimBlanks(written);
}

/** The lines, without blanks at their ends, and without breaks that break nothing. */
function linesOf(written: string): string[] {
  const lines = written.split('\n').map(trimBlanks);
  let end = lines.length;
  while (end > 1 && lines[end - 1] === '') end -= 1;
  let begin = 0;
  while (begin < end - 1 && lines[begin] === '') begin += 1;
  return begin === 0 && end === lines.length ? lines : lines.slice(begin, end);
}

/** The inline nodes of a line. One plain text, which most lines are, has no neighbours to look at. */
function lineOf(content: readonly AdfNode[]): string {
  const first = content[0];
  const only = content.length === 1 && first !== undefined ? plainText(first) : undefined;
  return only === undefined ? write(runsOf(content), OUTSIDE) : escapeText(only);
}

function write(runs: readonly Run[], scope: Scope): string {
  const parts: string[] = [];
  const signs: Sign[] = [];
  addParts(parts, signs, runs, scope);
  return joinParts(parts, signs);
}

function addParts(parts: string[], signs: Sign[], runs: readonly Run[], scope: Scope): void {
  let at = 0;
  for (let run = runs[at]; run !== undefined; run = runs[at]) {
    const isLink = run.look.href !== '' && !scope.isInLink;
    let end = isLink ? endOfLink(runs, at, run.look) : at + 1;
    const emphasis = longestEmphasis(runs, at, run, scope.open);
    if (emphasis !== undefined && emphasis.end >= end) {
      const { sign, bit } = emphasis;
      end = emphasis.end;
      signs.push({ at: parts.length, opens: true });
      parts.push(sign);
      addParts(parts, signs, runs.slice(at, end), { open: scope.open | bit, isInLink: scope.isInLink });
      signs.push({ at: parts.length, opens: false });
      parts.push(sign);
    } else {
      parts.push(isLink ? link(runs.slice(at, end), run.look, scope) : leaf(run, scope));
    }
    at = end;
  }
}

/** The kind of emphasis that goes on for longest from a run, the later one of two as long. */
function longestEmphasis(runs: readonly Run[], at: number, run: Run, open: number) {
  const closed = run.look.marks & ~open;
  if (closed === 0 || isBlank(run)) return undefined;
  let longest: { readonly sign: string; readonly bit: number; readonly end: number } | undefined;
  for (const { bit, sign } of SIGNS) {
    if ((closed & bit) === 0) continue;
    const end = endOfEmphasis(runs, at, bit);
    if (longest === undefined || end >= longest.end) longest = { sign, bit, end };
  }
  return longest;
}

function endOfEmphasis(runs: readonly Run[], from: number, bit: number): number {
  let end = from;
  for (let at = from, run = runs[at]; run !== undefined && (run.look.marks & bit) !== 0; run = runs[at]) {
    at += 1;
    if (!isBlank(run)) end = at;
  }
  return end;
}

function endOfLink(runs: readonly Run[], from: number, { href, title }: Look): number {
  let end = from;
  for (let run = runs[end]; run?.look.href === href && run.look.title === title; run = runs[end]) end += 1;
  return end;
}

function link(inside: readonly Run[], { href, title }: Look, scope: Scope): string {
  const only = inside.length === 1 ? inside[0] : undefined;
  const isText = only !== undefined && !only.look.isCode && (only.look.marks & ~scope.open) === 0;
  const auto = isText && title === '' ? autolink(only.text, href) : undefined;
  if (auto !== undefined) return auto;
  const label = write(inside, { open: scope.open, isInLink: true });
  // A title, even an empty one, keeps a label with `]:` from being read as the label of a definition.
  return `[${endBefore(label, ']')}]${destination(href, title, title !== '' || label.includes(']:'))}`;
}

function leaf({ text, look }: Run, { isInLink }: Scope): string {
  if (look.isCode) return codeSpan(text);
  return isInLink ? escapeLabel(text) : escapeText(text);
}

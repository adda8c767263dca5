import type { AdfNode } from './adf-nodes.js';
import { EM, isEmptySpace, type Run, runsOf, STRIKE, STRONG } from './adf-runs.js';
import {
  autolink,
  behind,
  codeSpan,
  destination,
  escapeLabel,
  escapeLineStart,
  escapeText,
} from './markdown-escape.js';

/** A piece of Markdown: text, or a sign that opens or closes emphasis. */
interface Piece {
  readonly kind: 'text' | 'open' | 'close';
  readonly text: string;
}

interface Scope {
  /** How a line ends before the end of its paragraph. */
  readonly lineBreak: string;
  /** What is open already, as {@link Run.marks}. */
  readonly open: number;
  readonly isInLink: boolean;
}

const SIGNS = [
  { bit: STRONG, sign: '**' },
  { bit: EM, sign: '*' },
  { bit: STRIKE, sign: '~~' },
] as const;

/** The inline nodes of a paragraph as its lines. Empty where nothing is to be seen. @internal */
export function toLines(content: readonly AdfNode[]): string {
  const written = write(runsOf(content), { lineBreak: '\\\n', open: 0, isInLink: false });
  return written.includes('\n') ? written.split('\n').map(escapeLineStart).join('\n') : escapeLineStart(written);
}

/** The inline nodes of a heading or a cell, which has one line only. @internal */
export function toOneLine(content: readonly AdfNode[]): string {
  return write(runsOf(content), { lineBreak: ' ', open: 0, isInLink: false });
}

function write(runs: readonly Run[], scope: Scope): string {
  const [first] = runs;
  if (runs.length === 1 && first?.marks === 0 && first.href === '') return leaf(first, scope);
  return join(piecesOf(runs, scope));
}

function piecesOf(runs: readonly Run[], scope: Scope): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (let run = runs[at]; run !== undefined; run = runs[at]) {
    const { end, sign, bit } = longestSpan(runs, at, run, scope);
    const inside = runs.slice(at, end);
    if (sign !== '') {
      pieces.push({ kind: 'open', text: sign });
      for (const piece of piecesOf(inside, { ...scope, open: scope.open | bit })) pieces.push(piece);
      pieces.push({ kind: 'close', text: sign });
    } else {
      const isLink = run.href !== '' && !scope.isInLink;
      pieces.push({ kind: 'text', text: isLink ? link(inside, run, scope) : leaf(run, scope) });
    }
    at = end;
  }
  return pieces;
}

/** The longest of what begins at a run: a link, or a kind of emphasis, the link inside. Without any, the run itself. */
function longestSpan(runs: readonly Run[], at: number, run: Run, { open, isInLink }: Scope) {
  let longest = { end: at + 1, sign: '', bit: 0 };
  if (run.href !== '' && !isInLink) {
    longest.end = endOf(runs, at, ({ href, title }) => href === run.href && title === run.title);
  }
  if (isEmptySpace(run)) return longest;
  for (const { bit, sign } of SIGNS) {
    if ((run.marks & ~open & bit) === 0) continue;
    let end = endOf(runs, at, ({ marks }) => (marks & bit) !== 0);
    for (let last = runs[end - 1]; last && isEmptySpace(last); last = runs[end - 1]) end -= 1;
    if (end >= longest.end) longest = { end, sign, bit };
  }
  return longest;
}

function endOf(runs: readonly Run[], from: number, goesOn: (run: Run) => boolean): number {
  let end = from;
  for (let run = runs[end]; run !== undefined && goesOn(run); run = runs[end]) end += 1;
  return end;
}

function link(inside: readonly Run[], { href, title }: Run, scope: Scope): string {
  const [only] = inside;
  const isPlain = inside.length === 1 && only?.kind === 'text' && (only.marks & ~scope.open) === 0 && title === '';
  const auto = isPlain ? autolink(only.text, href) : undefined;
  if (auto !== undefined) return auto;
  const label = write(inside, { ...scope, isInLink: true });
  // A title, even an empty one, keeps a label with `]:` from being read as the label of a definition.
  return `[${behind(label, ']')}${destination(href, title, title !== '' || label.includes(']:'))}`;
}

function leaf({ kind, text }: Run, { lineBreak, isInLink }: Scope): string {
  if (kind === 'break') return lineBreak;
  if (kind === 'code') return codeSpan(text);
  return isInLink ? escapeLabel(text) : escapeText(text);
}

/**
 * Writes pieces one behind the other. A sign of emphasis only counts where its neighbours let it: where they would not, the
 * letter outside is written as a character reference.
 */
function join(pieces: readonly Piece[]): string {
  let line = '';
  let at = 0;
  for (let piece = pieces[at]; piece !== undefined; piece = pieces[at]) {
    if (piece.kind === 'text') {
      line = behind(line, piece.text);
      at += 1;
      continue;
    }
    const signs: Piece[] = [];
    for (let sign = pieces[at]; sign !== undefined && sign.kind !== 'text'; sign = pieces[at]) {
      signs.push(sign);
      at += 1;
    }
    const next = pieces[at]?.text ?? '';
    at += 1;
    const { before, after } = letAct(signs, line, next);
    line = behind(before, signs.map(({ text }) => text).join('') + after);
  }
  return line;
}

function letAct(signs: readonly Piece[], line: string, next: string): { before: string; after: string } {
  let [before, after] = [line, next];
  for (let at = 0, end = 0; at < signs.length; at = end) {
    // Signs of one character that touch are one sign to a parser.
    const character = signs[at]?.text[0];
    for (end = at; signs[end]?.text[0] === character && end < signs.length; ) end += 1;
    const run = signs.slice(at, end);
    const left = at === 0 ? lastOf(before) : '*';
    const right = end === signs.length ? firstOf(after) : '*';
    const isHeld = (kind: Piece['kind'], letter: string, sign: string) =>
      run.some((piece) => piece.kind === kind) && isLetter(letter) && isPunctuation(sign);
    if (isHeld('open', left, right)) before = before.slice(0, -left.length) + reference(left);
    if (isHeld('close', right, left)) after = reference(right) + after.slice(right.length);
  }
  return { before, after };
}

function lastOf(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}

function firstOf(text: string): string {
  return [...text.slice(0, 2)][0] ?? '';
}

/** Also what some parsers take for a letter, because they look at half of it. */
function isLetter(character: string): boolean {
  return character.length === 2 || /[^\s\p{P}\p{S}]/u.test(character);
}

function isPunctuation(character: string): boolean {
  return /[\p{P}\p{S}]/u.test(character);
}

function reference(character: string): string {
  return `&#x${character.codePointAt(0)?.toString(16)};`;
}

import { joinPieces, type Piece } from './adf-emphasis.js';
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
import { EM, isBlank, type Look, type Run, runsOf, STRIKE, STRONG } from './adf-runs.js';

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
const OUTSIDE: Scope = { open: 0, isInLink: false };

/** The inline nodes of a paragraph as its lines. Empty where nothing is to be seen. @internal */
export function toLines(content: readonly AdfNode[]): string {
  const written = write(runsOf(content), OUTSIDE);
  if (!written.includes('\n')) return escapeLineStart(trimBlanks(written));
  const lines = linesOf(written).map(escapeLineStart);
  return lines.map((line, at) => (at === lines.length - 1 ? line : endBefore(line, '\\\n'))).join('\\\n');
}

/** The inline nodes of a heading or a cell, which has one line only. @internal */
export function toOneLine(content: readonly AdfNode[]): string {
  const written = write(runsOf(content), OUTSIDE);
  return written.includes('\n')
    ? linesOf(written)
        .filter((line) => line !== '')
        .join(' ')
    : trimBlanks(written);
}

/** The lines, without blanks at their ends, and without breaks that break nothing. */
function linesOf(written: string): string[] {
  const lines = written.split('\n').map(trimBlanks);
  const first = lines.findIndex((line) => line !== '');
  return first === -1 ? [''] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1);
}

function write(runs: readonly Run[], scope: Scope): string {
  const [first] = runs;
  if (runs.length === 1 && first?.look.marks === 0 && first.look.href === '') return leaf(first, scope);
  const pieces: Piece[] = [];
  addPieces(pieces, runs, scope);
  return joinPieces(pieces);
}

function addPieces(pieces: Piece[], runs: readonly Run[], scope: Scope): void {
  let at = 0;
  for (let run = runs[at]; run !== undefined; run = runs[at]) {
    const { end, sign, bit } = longestSpan(runs, at, run, scope);
    if (sign !== '') {
      pieces.push({ kind: 'open', text: sign });
      addPieces(pieces, runs.slice(at, end), { ...scope, open: scope.open | bit });
      pieces.push({ kind: 'close', text: sign });
    } else {
      const isLink = run.look.href !== '' && !scope.isInLink;
      pieces.push({ kind: 'text', text: isLink ? link(runs.slice(at, end), run.look, scope) : leaf(run, scope) });
    }
    at = end;
  }
}

/** The longest of what begins at a run: a link, or a kind of emphasis, the link inside. Without any, the run itself. */
function longestSpan(runs: readonly Run[], at: number, run: Run, { open, isInLink }: Scope) {
  const { href, title, marks } = run.look;
  let longest = { end: at + 1, sign: '', bit: 0 };
  if (href !== '' && !isInLink) {
    longest.end = endOf(runs, at, ({ look }) => look.href === href && look.title === title);
  }
  if ((marks & ~open) === 0 || isBlank(run)) return longest;
  for (const { bit, sign } of SIGNS) {
    if ((marks & ~open & bit) === 0) continue;
    let end = endOf(runs, at, ({ look }) => (look.marks & bit) !== 0);
    for (let last = runs[end - 1]; last && isBlank(last); last = runs[end - 1]) end -= 1;
    if (end >= longest.end) longest = { end, sign, bit };
  }
  return longest;
}

function endOf(runs: readonly Run[], from: number, goesOn: (run: Run) => boolean): number {
  let end = from;
  for (let run = runs[end]; run !== undefined && goesOn(run); run = runs[end]) end += 1;
  return end;
}

function link(inside: readonly Run[], { href, title }: Look, scope: Scope): string {
  const [only] = inside;
  const isPlain = inside.length === 1 && only && !only.look.isCode && (only.look.marks & ~scope.open) === 0;
  const auto = isPlain && title === '' ? autolink(only.text, href) : undefined;
  if (auto !== undefined) return auto;
  const label = write(inside, { ...scope, isInLink: true });
  // A title, even an empty one, keeps a label with `]:` from being read as the label of a definition.
  return `[${endBefore(label, ']')}]${destination(href, title, title !== '' || label.includes(']:'))}`;
}

function leaf({ text, look }: Run, { isInLink }: Scope): string {
  if (look.isCode) return codeSpan(text);
  return isInLink ? escapeLabel(text) : escapeText(text);
}

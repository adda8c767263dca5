import { joinText } from './adf-markdown-signs.js';

/** A piece of Markdown: text, or a sign that opens or closes emphasis. @internal */
export interface Piece {
  readonly kind: 'text' | 'open' | 'close';
  readonly text: string;
}

/**
 * Writes pieces one behind the other. A sign of emphasis counts only where its neighbours let it: where they would not, the
 * letter outside is written as a character reference.
 *
 * @internal
 */
export function joinPieces(pieces: readonly Piece[]): string {
  const parts = pieces.map(({ text }) => text);
  // Twice, because what is done on one side of a single letter can matter on its other side.
  letAct(pieces, parts);
  letAct(pieces, parts);
  return joinText(parts);
}

function letAct(pieces: readonly Piece[], parts: string[]): void {
  for (let at = 0, end = 0; at < pieces.length; at = end) {
    const first = pieces[at];
    end = at + 1;
    if (first === undefined || first.kind === 'text') continue;
    // Signs of one character that touch are one sign to a parser.
    while (isSign(pieces[end], first.text[0])) end += 1;
    const left = lastOf(parts[at - 1] ?? '');
    const right = firstOf(parts[end] ?? '');
    const signs = pieces.slice(at, end);
    const opens = signs.some(({ kind }) => kind === 'open');
    const closes = signs.some(({ kind }) => kind === 'close');
    if (opens && isLetter(left) && isPunctuation(right)) {
      parts[at - 1] = `${parts[at - 1]?.slice(0, -left.length)}${reference(left)}`;
    }
    if (closes && isLetter(right) && isPunctuation(left)) {
      parts[end] = `${reference(right)}${parts[end]?.slice(right.length)}`;
    }
  }
}

function isSign(piece: Piece | undefined, character: string | undefined): boolean {
  return piece !== undefined && piece.kind !== 'text' && piece.text[0] === character;
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

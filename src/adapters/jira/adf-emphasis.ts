import { joinText } from './adf-markdown-signs.js';

/** Where a sign of emphasis stands among the parts of a line. @internal */
export interface Sign {
  readonly at: number;
  readonly opens: boolean;
}

/**
 * Writes the parts of a line one behind the other. A sign of emphasis counts only where its neighbours let it: where they
 * would not, the letter outside is written as a character reference.
 *
 * @internal
 */
export function joinParts(parts: string[], signs: readonly Sign[]): string {
  // Twice, because what is done on one side of a single letter can matter on its other side.
  letAct(parts, signs);
  letAct(parts, signs);
  return joinText(parts);
}

function letAct(parts: string[], signs: readonly Sign[]): void {
  for (let at = 0; at < signs.length; ) {
    const begin = signs[at]?.at ?? 0;
    const character = parts[begin]?.[0];
    let end = begin;
    let opens = false;
    let closes = false;
    // Signs of one character that touch are one sign to a parser.
    for (let sign = signs[at]; sign?.at === end && parts[end]?.[0] === character; sign = signs[at]) {
      if (sign.opens) opens = true;
      else closes = true;
      end += 1;
      at += 1;
    }
    const left = lastOf(parts[begin - 1] ?? '');
    const right = firstOf(parts[end] ?? '');
    if (opens && isLetter(left) && isPunctuation(right)) {
      parts[begin - 1] = `${parts[begin - 1]?.slice(0, -left.length)}${reference(left)}`;
    }
    if (closes && isLetter(right) && isPunctuation(left)) {
      parts[end] = `${reference(right)}${parts[end]?.slice(right.length)}`;
    }
  }
}

function lastOf(text: string): string {
  return text.slice((text.codePointAt(text.length - 2) ?? 0) > 0xffff ? -2 : -1);
}

function firstOf(text: string): string {
  return text.slice(0, (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
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

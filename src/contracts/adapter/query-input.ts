import { optional, strictObject } from '../objects.js';
import { textThat, zText } from '../text.js';
import { checkInput } from './check-input.js';

/** One line of text, not blank. @internal */
export const zLine = textThat(
  (text) => (text.trim() === '' || /[\r\n]/.test(text)) && 'expected one line of text, not blank',
);

const zTexts = { cursor: optional(zText), project: optional(zLine) };

/**
 * The query of a listing that takes little: no key that it does not know, which would be ignored in silence.
 *
 * @param takes - The keys that it takes.
 * @param operation - For the error.
 * @param provider - For the error.
 *
 * @public
 */
export function checkQuery<Key extends 'cursor' | 'project'>(
  query: { readonly [Name in Key]?: string | undefined } | undefined,
  takes: readonly Key[],
  operation: string,
  provider: string,
): { readonly [Name in Key]?: string } {
  const known = Object.fromEntries(takes.map((key) => [key, zTexts[key]]));
  return checkInput(strictObject(known), query ?? {}, operation, provider) as {
    readonly [Name in Key]?: string;
  };
}

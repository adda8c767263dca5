import { DESCRIPTION, REPRO_STEPS } from './item-types.js';
import type { HeldBody } from './map.js';
import type { WireItem } from './wire.js';

/** The most that Azure DevOps takes for a text, in characters. @internal */
export const MAX_CHARACTERS = 1_000_000;

/** Turns a body of Azure DevOps' into canonical Markdown. @internal */
export type BodyReader = (body: Pick<HeldBody, 'text' | 'isMarkdown'>) => string | null;

/** Whether a format is Markdown; the case of the word varies. @internal */
export function isMarkdown(format: string | null | undefined): boolean {
  return format?.toLowerCase() === 'markdown';
}

/**
 * A reader for these bodies. What reads HTML is loaded only where there is some.
 *
 * @param wires - Work items whose bodies will be read.
 * @param bodies - Further bodies that will be.
 *
 * @internal
 */
export async function bodyReader(
  wires: readonly WireItem[],
  bodies: readonly Pick<HeldBody, 'text' | 'isMarkdown'>[] = [],
): Promise<BodyReader> {
  const isHtml = ({ fields, multilineFieldsFormat }: WireItem) =>
    [DESCRIPTION, REPRO_STEPS].some(
      (name) => fields[name as typeof DESCRIPTION] && !isMarkdown(multilineFieldsFormat?.[name]),
    );
  const needsReader = wires.some(isHtml) || bodies.some((body) => body.text && !body.isMarkdown);
  if (!needsReader) return ({ text }) => text || null;
  const { htmlToMarkdown } = await import('./html-to-markdown.js');
  return ({ text, isMarkdown: isRead }) => (text ? (isRead ? text : htmlToMarkdown(text)) || null : null);
}

import type { RedmineContext } from './context.js';

/** Turns a body of Redmine's, its line ends line feeds and its marker gone, into canonical Markdown. @internal */
export type BodyReader = (text: string) => string;

const asItIs: BodyReader = (text) => text;

/**
 * A reader for these bodies. What Textile takes is loaded only where there is a body.
 *
 * @internal
 */
export async function bodyReader(
  { textFormatting }: Pick<RedmineContext, 'textFormatting'>,
  bodies: readonly { readonly description?: unknown; readonly notes?: unknown }[],
): Promise<BodyReader> {
  if (textFormatting === 'common_mark' || !bodies.some(({ description, notes }) => description || notes)) return asItIs;
  return (await import('./rich-text.js')).textileToMarkdown;
}

/** Canonical Markdown in the server's language, without blanks at its end. @internal */
export async function renderBody(
  { textFormatting }: Pick<RedmineContext, 'textFormatting'>,
  markdown: string,
): Promise<string> {
  const text = markdown.replace(/\r\n?/g, '\n').trimEnd();
  if (textFormatting === 'common_mark' || text === '') return text;
  return (await import('./rich-text.js')).markdownToTextile(text);
}

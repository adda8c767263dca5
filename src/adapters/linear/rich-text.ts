import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { activeNodesOf } from '../../markdown/active-nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';

/** Canonical Markdown as it is sent: with line feeds only, and nothing blank at the end. @internal */
export function renderBody(markdown: string): string {
  return markdown.replace(/\r\n?/g, '\n').trimEnd();
}

/** What in a rendered body would act. @internal */
export function activeNodesIn(rendered: string): ActiveNode[] {
  return activeNodesOf(parseMarkdown(rendered), {
    mention: /(?<![\w/])@([\w][\w.-]*)/g,
    reference: /(?<![\w/-])([A-Z][A-Z0-9]*-[1-9]\d*)(?![\w-])/g,
  });
}

/**
 * Whether Linear holds what was asked for. It keeps a body as a document and writes the Markdown of it in its own way: other
 * signs for lists and emphasis, escapes, addresses as links. So texts are compared by their letters and digits.
 *
 * @internal
 */
export function saysTheSame(asked: string | null, held: string | null): boolean {
  return essence(asked) === essence(held);
}

function essence(markdown: string | null): string {
  return (markdown ?? '')
    .normalize('NFC')
    .replace(/\[([^\]]*)\]\(<?([^()\s<>]*)>?\)/g, (link, text: string, url: string) => (text === url ? url : link))
    .replace(/^[\s>]*\d+[.)]\s/gm, '')
    .replace(/&(?:amp|lt|gt|quot|#\d+|nbsp);/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

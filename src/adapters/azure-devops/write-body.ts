import { cutMarkdown } from '../../markdown/cut-markdown.js';
import { MAX_CHARACTERS } from './body.js';
import { markdownToHtml } from './markdown-to-html.js';

/** A body in the form that Azure DevOps keeps. @internal */
export interface RenderedBody {
  readonly text: string;
  readonly isCut: boolean;
}

/**
 * Canonical Markdown as it is written: as it is, or as HTML, and no more than fits.
 *
 * @internal
 */
export function renderBody(markdown: string, isMarkdown: boolean, limit: number = MAX_CHARACTERS): RenderedBody {
  const text = markdown.replace(/\r\n?/g, '\n').trimEnd();
  const render = (part: string) => (isMarkdown ? part : markdownToHtml(part));
  const whole = render(text);
  if (whole.length <= limit) return { text: whole, isCut: false };
  // How much HTML grows differs from part to part, and to render each part that is tried takes long: so by estimate.
  let growth = whole.length / text.length;
  for (;;) {
    const cut = render(cutMarkdown(text, limit, (part) => part.length * growth).markdown);
    if (cut.length <= limit) return { text: cut, isCut: true };
    growth *= Math.max(1.05, cut.length / limit);
  }
}

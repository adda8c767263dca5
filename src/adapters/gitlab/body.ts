/** What a description or a note may hold, in characters. */
const MAX_CHARACTERS = 1_048_576;

/** How long the marker of a client key is, with the line before it. @internal */
export const MARKER_CHARACTERS = 64;

/** A body in the form that GitLab keeps. @internal */
export interface RenderedBody {
  readonly text: string;
  readonly isCut: boolean;
}

/**
 * Canonical Markdown as GitLab will keep it: line feeds only, nothing blank at the end (GitLab strips both when it looks
 * for quick actions), no line that would act as a quick action, and no more than fits.
 *
 * @param reserved - Characters that will be added.
 *
 * @internal
 */
export async function renderBody(markdown: string, reserved = 0): Promise<RenderedBody> {
  const text = markdown.replace(/\r\n?/g, '\n').trimEnd();
  const limit = MAX_CHARACTERS - reserved;
  if (text.length <= limit && !/^\//m.test(text)) return { text, isCut: false };
  const { fitBody } = await import('./rich-text.js');
  return fitBody(text, limit);
}

/** Turns a body of GitLab's into canonical Markdown. @internal */
export type BodyReader = (text: string) => string;

/**
 * A reader for these bodies. What {@link renderBody} did against quick actions is undone, so that a body that was written
 * is read back as it was; the parser that this takes is loaded only where there is something to undo.
 *
 * @internal
 */
export async function bodyReader(bodies: Iterable<{ readonly description?: unknown; readonly body?: unknown }>) {
  for (const { description, body } of bodies) {
    if (!isHeld(String(description ?? body))) continue;
    const { releaseQuickActions } = await import('./rich-text.js');
    return (text: string) => (isHeld(text) ? releaseQuickActions(text) : text);
  }
  return (text: string) => text;
}

// From slash to slash, of which there are few: a pattern would look at every character of every issue of a list.
function isHeld(text: string): boolean {
  for (let at = text.indexOf('/', 1); at > 0; at = text.indexOf('/', at + 1)) {
    const before = text[at - 1];
    if ((before === '\\' || before === ' ') && (at === 1 || text[at - 2] === '\n')) return true;
  }
  return false;
}

import type { FieldWarning } from '../../contracts/adapter/issue-write.js';
import { unsupported } from './refusals.js';
import type { Scope } from './request.js';

/** The characters that Jira takes in a text, counted in its own form. */
const MAX_TEXT = 32_767;

const CUT: FieldWarning = { field: 'body', message: `was cut: Jira takes ${MAX_TEXT} characters` };
const LOSS: FieldWarning = {
  field: 'body',
  message:
    'is said otherwise in part, for want of a form at Jira: quotes in quotes or lists, headings in either, aligned columns, cells beyond the header, tasks among other items, images in a line, with a title or a relative address, links that are empty or run a script, raw HTML, footnotes',
};

/** Whether a warning tells what became of a body before it was sent, and not how Jira holds it. @internal */
export function isOfBody(warning: FieldWarning): boolean {
  return warning === CUT || warning === LOSS;
}

/** A body in Jira's form. */
interface WrittenBody {
  readonly adf: object;
  /** What is to be read from it. */
  readonly markdown: string | null;
  readonly isCut: boolean;
}

/**
 * A body in Jira's form, cut where it is too long.
 *
 * @param before - The document that it takes the place of: what the text does not change stays as it stands there.
 * @throws UnsupportedError when something of that document would be lost that Markdown cannot say.
 *
 * @internal
 */
export async function writeBody(scope: Scope, text: string, before?: unknown): Promise<WrittenBody> {
  const { adfToMarkdown, cutAdf, mergeAdf } = await import('./richtext.js');
  const { adf: fresh, isCut } = cutAdf(text, MAX_TEXT);
  const merged = () => {
    try {
      return mergeAdf(before, isCut ? (adfToMarkdown(fresh) ?? '') : text);
    } catch (error) {
      if (error instanceof RangeError) throw unsupported(scope, `the edit would lose something: ${error.message}`);
      throw error;
    }
  };
  const adf = before ? merged() : fresh;
  return { adf, markdown: adfToMarkdown(adf), isCut };
}

/** What became of a text on its way into Jira's form. @internal */
export async function bodyWarnings(text: string, { markdown, isCut }: WrittenBody): Promise<FieldWarning[]> {
  if (isCut) return [CUT];
  return (await isSame(text, markdown)) ? [] : [LOSS];
}

/** Whether two texts say the same; most often they are the same. @internal */
export async function isSame(one: string | null, other: string | null): Promise<boolean> {
  // Where a text begins with white space, that says what it is: code, or an item of a list.
  const plain = (text: string | null) =>
    (text ?? '')
      .replaceAll('\r\n', '\n')
      .replace(/^(?:[ \t]*\n)+/, '')
      .trimEnd();
  const [a, b] = [plain(one), plain(other)];
  return a === b || (await import('./says-the-same.js')).saysTheSame(a, b);
}

import { parseMarkdown } from '../../../src/markdown/parse-markdown.js';

const COMMAND = /^\/(?:close|reopen|label|unlabel|assign|confidential|due|title|move|shrug)(?: [^\n]*)?\s*$/i;

/** The lines, counted from 0, that stand in paragraphs of the text itself. */
function paragraphLines(text: string): Set<number> {
  const lines = new Set<number>();
  for (const { type, position } of parseMarkdown(text).children) {
    for (let at = position?.start.line ?? 1; type === 'paragraph' && at <= (position?.end.line ?? 0); at++) {
      lines.add(at - 1);
    }
  }
  return lines;
}

/** GitLab's own block quote, between two lines of `>>>`, ends whatever is open inside of it: each part stands alone. */
function paragraphLinesBetweenQuotes(text: string): Set<number> {
  const found = new Set<number>();
  let from = 0;
  let part: string[] = [];
  const end = (next: number) => {
    for (const line of paragraphLines(part.join('\n'))) found.add(from + line);
    from = next;
    part = [];
  };
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '>>>') end(at + 1);
    else part.push(line);
  }
  end(lines.length);
  return found;
}

/**
 * What GitLab does to a text before it keeps it: line feeds only, nothing blank at the end, and every line of a paragraph
 * that begins with a slash and a known word carried out and taken away. Reads as strictly as any version of GitLab did.
 */
export function extractQuickActions(given: string): { text: string; commands: string[] } {
  const text = given.replaceAll('\r', '');
  const suspects = [paragraphLines(text), paragraphLinesBetweenQuotes(text)];
  const commands: string[] = [];
  const kept = text.split('\n').filter((line, at) => {
    const acts = COMMAND.test(line) && suspects.some((lines) => lines.has(at));
    if (acts) commands.push(line.trim());
    return !acts;
  });
  return { text: kept.join('\n').trimEnd(), commands };
}

import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { activeNodesOf } from '../../markdown/active-nodes.js';
import { cutMarkdown } from '../../markdown/cut-markdown.js';
import { nodesIn } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import type { MarkdownNode } from '../../markdown/tree.js';
import type { RenderedBody } from './body.js';

// A quick action is a line of a paragraph that begins with a slash, at the first column. What GitLab takes for a paragraph
// is not always what CommonMark does (it has block quotes of its own, which can end a code block), so no line of what is
// sent begins with a slash, wherever it stands.

// Where a backslash would show, or tear a reference from its definition; a space at the start of a line does neither.
const LITERAL: ReadonlySet<string> = new Set(['inlineCode', 'html', 'definition', 'linkReference', 'imageReference']);
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

interface Lines {
  readonly lines: string[];
  /** The fenced code blocks of the body itself: first and last line, counted from 0. */
  readonly fences: readonly { readonly from: number; readonly to: number }[];
  /** Whether a line begins inside of something literal. */
  readonly isLiteral: (line: number) => boolean;
}

function linesOf(text: string): Lines {
  const tree = parseMarkdown(text);
  const lines = text.split('\n');
  const literal = new Set<number>();
  for (const node of nodesIn(tree.children)) {
    if (LITERAL.has(node.type)) for (const line of after(node)) literal.add(line);
  }
  const fences = tree.children.flatMap((node) => {
    const [from, to] = spanOf(node);
    return node.type === 'code' && FENCE.test(lines[from] ?? '') ? [{ from, to }] : [];
  });
  return { lines, fences, isLiteral: (line) => literal.has(line) };
}

function spanOf({ position }: MarkdownNode): [number, number] {
  return [(position?.start.line ?? 1) - 1, (position?.end.line ?? 1) - 1];
}

/** The lines of a node after its first. */
function after(node: MarkdownNode): number[] {
  const [from, to] = spanOf(node);
  return Array.from({ length: to - from }, (_, at) => from + 1 + at);
}

const indentOf = (line: string) => /^ */.exec(line)?.[0].length ?? 0;
const runOf = (line: string) => FENCE.exec(line)?.[1] ?? ' ';
/** Whether the last line of a block closes it. Left alone: its own indent means nothing, and three spaces are the most. */
const isClosing = (first: string, last: string) =>
  /^ {0,3}[`~]+\s*$/.test(last) && last.trim().startsWith(runOf(first)) && new Set(last.trim()).size === 1;

/** Keeps every line from acting, in a way that shows nowhere: a backslash before the slash, or a space in literal text. */
function holdQuickActions(text: string): string {
  if (!/^\//m.test(text)) return text;
  const { lines, fences, isLiteral } = linesOf(text);
  const inCode = new Set<number>();
  for (const { from, to } of fences) {
    const first = lines[from] ?? '';
    const acts = lines.slice(from, to + 1).some((line) => line.startsWith('/'));
    // Code loses as many spaces as its fence is indented by: indent both.
    const isFlat = indentOf(first) === 0;
    for (let at = from; at <= to; at++) {
      const line = lines[at] ?? '';
      inCode.add(at);
      if (at === to && isClosing(first, line)) continue;
      if (isFlat ? acts && line !== '' : line.startsWith('/')) lines[at] = ` ${line}`;
    }
  }
  const hold = (line: string, at: number) => {
    if (inCode.has(at) || !line.startsWith('/')) return line;
    return isLiteral(at) ? ` ${line}` : `\\${line}`;
  };
  return lines.map(hold).join('\n');
}

/** Undoes {@link holdQuickActions}. @internal */
export function releaseQuickActions(body: string): string {
  const { lines, fences, isLiteral } = linesOf(body.replace(/\r\n?/g, '\n'));
  const inCode = new Set<number>();
  for (const { from, to } of fences) {
    const first = lines[from] ?? '';
    const isClosed = to > from && isClosing(first, lines[to] ?? '');
    const code = lines.slice(from, isClosed ? to : to + 1);
    const wasFlat =
      indentOf(first) === 1 &&
      code.some((line) => line.startsWith(' /')) &&
      // A line of one space was made by nobody here: an empty one is left empty.
      code.every((line) => line === '' || (line.startsWith(' ') && line !== ' '));
    for (const [at, line] of code.entries()) {
      if (wasFlat ? line !== '' : indentOf(first) > 0 && line.startsWith(' /')) lines[from + at] = line.slice(1);
    }
    for (let at = from; at <= to; at++) inCode.add(at);
  }
  const release = (line: string, at: number) => {
    if (inCode.has(at)) return line;
    return line.startsWith(isLiteral(at) ? ' /' : '\\/') ? line.slice(1) : line;
  };
  return lines.map(release).join('\n');
}

/** A body that holds still and fits. @internal */
export function fitBody(markdown: string, limit: number): RenderedBody {
  const text = holdQuickActions(markdown);
  if (text.length <= limit) return { text, isCut: false };
  // Every line grows by one character at the most, and to count them is quicker than to parse them each time.
  const cut = cutMarkdown(markdown, limit, (part) => part.length + part.split('\n').length);
  return { text: holdQuickActions(cut.markdown).trimEnd(), isCut: true };
}

/** What in a rendered body would act. @internal */
export function activeNodesIn(rendered: string): ActiveNode[] {
  return activeNodesOf(parseMarkdown(rendered), {
    mention: /(?<![\w/])@([\w][\w.-]*(?:\/[\w.-]+)*)/g,
    // Issues, merge requests, epics, snippets, milestones and labels, with or without their project before.
    reference:
      /(?<![\w/#&!$%~.-])((?:[\w][\w.-]*(?:\/[\w.-]+)*)?(?:[#!&$%]\d+|[~%](?:"[^"\n]+"|[a-zA-Z][\w:.-]*))|GL-\d+)/g,
  });
}

import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { invalid, type YoutrackCall } from './context.js';

/** The canonical language is YouTrack's own; only line ends are made one. @internal */
export function renderBody(markdown: string): string {
  return markdown.replace(/\r\n?/g, '\n');
}

/** `@login`: not inside words, paths and addresses. */
const MENTION = /(?<![\w/@.`-])@([\p{L}\d](?:[\p{L}\d_.-]*[\p{L}\d_])?)/gu;
/** `DEV-7`, of whichever project: YouTrack makes a link of every key that there is. */
const REFERENCE = /(?<![\p{L}\d/#@.-])([\p{L}][\p{L}\d_]*-\d+)(?![\p{L}\d_-])/gu;

/** What in a rendered body would act. @internal */
export async function activeNodes(call: YoutrackCall, rendered: unknown): Promise<readonly ActiveNode[]> {
  if (typeof rendered !== 'string') throw invalid(call, 'rendered', 'expected string');
  const { parseMarkdown } = await import('../../markdown/parse-markdown.js');
  const { activeNodesOf } = await import('../../markdown/active-nodes.js');
  return activeNodesOf(parseMarkdown(rendered), { mention: MENTION, reference: REFERENCE });
}

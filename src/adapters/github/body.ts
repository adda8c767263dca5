import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { carryMarker, markBody } from '../../digest/client-marker.js';
import { type GithubCall, invalid } from './call.js';

/** The longest body that GitHub takes, in characters. */
const LIMIT = 65_536;

// `@login`, `@org/team`: not inside words, paths and addresses.
const MENTION = /(?<![\w/@.`-])@([a-z\d](?:[a-z\d-]{0,38})(?:\/[\w-]+)?)/gi;
// `#12`, `owner/repo#12`, `GH-12`; a commit, `a5c3785`, `owner@a5c3785`, `owner/repo@a5c3785`. Whether there is such a
// commit only GitHub knows: any word of seven or more hex digits may be one.
const REFERENCE =
  /(?<![\w/#&@.-])((?:[\w.-]+\/[\w.-]+)?#\d+|GH-\d+|(?:[\w.-]+(?:\/[\w.-]+)?@)?[\da-f]{7,40}(?![@]|[.-]\w))(?!\w)/gi;

/** A body and its end (the marker of a client key, which stays whole) in GitHub's limit. @internal */
export async function fitBody(markdown: string, end = ''): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const room = LIMIT - end.length;
  const isCut = markdown.length > room;
  let text = markdown;
  if (isCut) text = (await import('../../markdown/cut-markdown.js')).cutMarkdown(markdown, room).markdown;
  return { text: text === '' ? end.trimStart() : text + end, isCut };
}

/** The canonical language is GitHub's own. @internal */
export async function renderBody(_: GithubCall, markdown: string): Promise<string> {
  return (await fitBody(markdown)).text;
}

/** What in a rendered body would act. @internal */
export async function activeNodes(call: GithubCall, rendered: unknown): Promise<readonly ActiveNode[]> {
  if (typeof rendered !== 'string') throw invalid(call, 'rendered', 'expected string');
  const { parseMarkdown } = await import('../../markdown/parse-markdown.js');
  const { activeNodesOf } = await import('../../markdown/active-nodes.js');
  return activeNodesOf(parseMarkdown(rendered), { mention: MENTION, reference: REFERENCE });
}

/** What is added to a body so that it can be found by a client key; empty without one. @internal */
export function markerFor(clientKey: string | undefined): string {
  return clientKey === undefined ? '' : `\n\n${markBody(null, clientKey)}`;
}

/** The end of a body that carries a marker, so that a new body can carry it on. @internal */
export function markerOf(body: string | null = ''): string {
  return carryMarker(body, '.')?.slice(1) ?? '';
}

/** @internal */
export const body = { render: renderBody, activeNodes };

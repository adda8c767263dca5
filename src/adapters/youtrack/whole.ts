import type { YoutrackCall } from './context.js';
import type { WireIssue } from './wire.js';

/** How many entries YouTrack gives when nobody says a number, as nobody can within an answer: so many may not be all. @internal */
export const UNSAID_TOP = 42;

/** An issue, as far as there are lists in it. @internal */
export type Lists = Pick<WireIssue, 'id' | 'links'> & Partial<Pick<WireIssue, 'customFields' | 'tags'>>;

/** Issues with the whole of their lists: those that YouTrack may have cut are asked for by themselves. @internal */
export async function whole<Wire extends Lists>(call: YoutrackCall, wires: readonly Wire[]): Promise<readonly Wire[]> {
  const isCut = ({ links, tags = [], customFields = [] }: Lists) =>
    [tags, customFields, links, ...links.map(({ issues }) => issues)].some(({ length }) => length >= UNSAID_TOP);
  return wires.some(isCut) ? (await import('./read-whole.js')).readWhole(call, wires) : wires;
}

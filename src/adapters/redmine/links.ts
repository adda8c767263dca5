import type { IssueRelation } from '../../contracts/issue-link.js';
import type { RedmineCall } from './context.js';
import { readWire } from './issues.js';
import { toLink, toRef } from './map.js';
import type { WireIssueWith, WireRelation } from './wire.js';

/** A relation of an issue, with Redmine's own. @internal */
export interface OwnLink {
  readonly relation: IssueRelation;
  /** Absent where it is parent and child. */
  readonly wire?: WireRelation;
}

/** @internal */
export async function listLinks(call: RedmineCall, issueId: string): Promise<readonly IssueRelation[]> {
  return (await readLinks(call, issueId)).map(({ relation }) => relation);
}

/** @internal */
export async function readLinks(call: RedmineCall, issueId: string): Promise<readonly OwnLink[]> {
  return linksIn(call, await readWire(call, issueId, 'relations,children'));
}

/** Relations, the parent and the children. @internal */
export function linksIn(call: RedmineCall, { id, relations, parent, children }: WireIssueWith): readonly OwnLink[] {
  const links: OwnLink[] = (relations ?? []).flatMap((wire) => {
    const relation = toLink(call, id, wire);
    return relation ? { relation, wire } : [];
  });
  if (parent) links.push({ relation: { type: 'child_of', target: toRef(call, parent.id) } });
  for (const child of children ?? []) {
    links.push({ relation: { type: 'parent_of', target: toRef(call, child.id) } });
  }
  return links;
}

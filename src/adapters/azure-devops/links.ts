import type { IssueRelation } from '../../contracts/issue-link.js';
import type { AzureCall } from './context.js';
import { readItem } from './issues.js';
import { toRef } from './map.js';
import { LINK_TYPES, targetId } from './relations.js';
import type { WireItem } from './wire.js';

/** A relation that is a link, and where it stands. @internal */
export interface FoundLink {
  readonly relation: IssueRelation;
  /** Its place among the relations of the work item, by which it is removed. */
  readonly index: number;
}

/** @internal */
export async function listLinks(call: AzureCall, issueId: string): Promise<readonly IssueRelation[]> {
  return linksOf(call, await readItem(call, issueId)).map(({ relation }) => relation);
}

/** The links of a work item, to its parent and children too. @internal */
export function linksOf({ settings }: Pick<AzureCall, 'settings'>, { relations }: WireItem): FoundLink[] {
  return (relations ?? []).flatMap((wire, index) => {
    const type = LINK_TYPES.get(wire.rel);
    const id = targetId(wire);
    return type && id ? [{ relation: { type, target: toRef(settings, id) }, index }] : [];
  });
}

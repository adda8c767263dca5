import type { LinkType } from '../../contracts/issue-link.js';
import type { WireRelation } from './wire.js';

/**
 * Azure DevOps' relations, read from the work item that has them. By their reference names: the others are translated. A
 * successor waits for its predecessor. "Is duplicated by" has no word in the canonical model.
 *
 * @internal
 */
export const LINK_TYPES: ReadonlyMap<string, LinkType> = /* @__PURE__ */ new Map<string, LinkType>([
  ['System.LinkTypes.Hierarchy-Reverse', 'child_of'],
  ['System.LinkTypes.Hierarchy-Forward', 'parent_of'],
  ['System.LinkTypes.Related', 'relates_to'],
  ['System.LinkTypes.Dependency-Forward', 'blocks'],
  ['System.LinkTypes.Dependency-Reverse', 'blocked_by'],
  ['System.LinkTypes.Duplicate-Reverse', 'duplicates'],
]);

/** The id of the work item at the other end; undefined where there is none. @internal */
export function targetId({ url }: WireRelation): string | undefined {
  return /\/workitems\/([1-9]\d*)$/i.exec(url)?.[1];
}

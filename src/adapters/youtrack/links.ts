import type { IssueRelation } from '../../contracts/issue-link.js';
import { issuePath, type YoutrackCall } from './context.js';
import { type LinkedIssue, toRelations } from './map.js';
import { ownOf } from './own.js';
import { whole } from './whole.js';
import { LINK_FIELDS, zWireLinks } from './wire.js';

/** @internal */
export async function listLinks(call: YoutrackCall, issueId: string): Promise<readonly IssueRelation[]> {
  return (await readLinks(call, issueId)).links.map(({ relation }) => relation);
}

/** An issue of this project with its links. @internal */
export async function readLinks(
  call: YoutrackCall,
  issueId: string,
): Promise<{ readonly id: string; readonly idReadable: string; readonly links: readonly LinkedIssue[] }> {
  const own = await ownOf(
    call,
    await call.send({ path: issuePath(call, issueId), fields: LINK_FIELDS, schema: zWireLinks }),
  );
  const { id, idReadable } = own;
  const wires = await whole(call, [own]);
  return { id, idReadable, links: wires.flatMap(({ links }) => toRelations(call, links)) };
}

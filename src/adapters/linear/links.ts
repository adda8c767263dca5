import { flag, maybe, object, text } from '../../contracts/adapter/shape.js';
import type { IssueRelation } from '../../contracts/issue-link.js';
import { allOf, pagesOf, wireConnection } from './connections.js';
import type { LinearCall } from './context.js';
import { REF } from './documents.js';
import { expectOwn, readIssue } from './issues.js';
import { toLinks, toRef } from './map.js';
import { dataOf, wireTeamRef } from './wire.js';

const CHILDREN = `query Children($id:String!,$after:String){issue(id:$id){trashed team{id key}children(first:100,after:$after,includeArchived:true){nodes{${REF} trashed}pageInfo{hasNextPage endCursor}}}}`;

const wireChild = object({ id: text, identifier: text, url: text, team: wireTeamRef, trashed: maybe(flag) });
const zChildren = dataOf({
  issue: object({ trashed: maybe(flag), team: wireTeamRef, children: wireConnection(wireChild) }),
});

/** The links of an issue from its side: its relations both ways, its parent and its sub-issues. @internal */
export async function listLinks(call: LinearCall, issueId: string): Promise<readonly IssueRelation[]> {
  const wire = await readIssue(call, issueId, 'issueId');
  const { parent } = wire;
  const children = await allOf(
    pagesOf(call, () => ({
      document: CHILDREN,
      variables: { id: issueId },
      schema: zChildren,
      cursor: undefined,
      pick: (reply) => {
        expectOwn(call, reply, reply.body.data.issue);
        return reply.body.data.issue.children;
      },
      toItems: (wires) => wires.filter(({ trashed }) => !trashed),
    })),
  );
  return [
    ...toLinks(call, wire),
    ...(parent ? [{ type: 'child_of', target: toRef(call, parent) } as const] : []),
    ...children.map((child) => ({ type: 'parent_of', target: toRef(call, child) }) as const),
  ];
}

import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import { flag, list, maybe, object, text, time, type ValueOf } from '../../contracts/adapter/shape.js';
import type { Page } from '../../contracts/page.js';
import type { LinearCall } from './context.js';
import { expectOwn } from './issues.js';
import { nextOf, walk } from './pages.js';
import { dataOf, wireBackward, wireId, wireTeamRef } from './wire.js';

/** @internal */
export const COMMENT = 'id body createdAt updatedAt user{id}';

/** @internal */
export const wireComment = object({ id: text, body: text, createdAt: time, updatedAt: time, user: maybe(wireId) });

/** What holds a comment or an attachment. @internal */
export const HOLDER = 'id trashed team{id key}';
/** @internal */
export const wireHolder = object({ id: text, trashed: maybe(flag), team: wireTeamRef });

// As with issues, the newest is first, and the walk goes backward.
const LIST = `query Comments($id:String!,$before:String){issue(id:$id){${HOLDER} comments(last:100,before:$before,orderBy:createdAt){nodes{${COMMENT}}pageInfo{hasPreviousPage startCursor}}}}`;

const zComments = dataOf({
  issue: object({
    id: text,
    trashed: maybe(flag),
    team: wireTeamRef,
    comments: object({ nodes: list(wireComment), pageInfo: wireBackward }),
  }),
});

/**
 * Comments, oldest first, answers to comments among them.
 *
 * @internal
 */
export function listComments(
  call: LinearCall,
  issueId: string,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<IssueComment>, void, void> {
  return walk(call, () => {
    const id = call.uuid(issueId, 'issueId');
    const { cursor } = checkQuery(query, ['cursor'], call.operation, 'linear');
    const read = async (position: string) => {
      const variables = { id, before: position || null };
      const reply = await call.send({ document: LIST, variables, schema: zComments });
      const { issue } = reply.body.data;
      expectOwn(call, reply, issue);
      const { nodes, pageInfo } = issue.comments;
      const next = nextOf(call, reply, pageInfo.hasPreviousPage, pageInfo.startCursor);
      return { items: nodes.toReversed().map(toComment), next };
    };
    return { query: id, cursor, read };
  });
}

/** @internal */
export function toComment({ id, body, user, createdAt, updatedAt }: ValueOf<typeof wireComment>): IssueComment {
  return { id, body, author: user?.id ?? null, createdAt, updatedAt, visibility: 'public' };
}

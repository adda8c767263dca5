import { maybe, object, text, time } from '../../contracts/adapter/shape.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { COMMENT, HOLDER, wireHolder } from './comments.js';
import type { LinearCall } from './context.js';
import { about } from './context.js';
import { expectOwn } from './issues.js';
import { dataOf, wireId } from './wire.js';

const ONE = `query Comment($id:String!){comment(id:$id){${COMMENT} issue{${HOLDER}}}}`;
const zOne = dataOf({
  comment: object({
    id: text,
    body: text,
    createdAt: time,
    updatedAt: time,
    user: maybe(wireId),
    issue: maybe(wireHolder),
  }),
});

/**
 * A comment by its id, if it is one of this issue, and that one of this team.
 *
 * @throws NotFoundError when it is not.
 *
 * @internal
 */
export async function commentAt(call: LinearCall, issueId: string, id: string) {
  const reply = await call.send({ document: ONE, variables: { id }, schema: zOne });
  const { comment } = reply.body.data;
  if (comment.issue?.id !== issueId) throw about(call, reply, NotFoundError, 'it is no comment of this issue', {});
  expectOwn(call, reply, comment.issue);
  return comment;
}

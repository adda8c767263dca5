import type { GetIssueOptions } from '../../contracts/adapter/issue-query.js';
import { flag, maybe, object, text } from '../../contracts/adapter/shape.js';
import type { Issue } from '../../contracts/issue.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { type Answered, about, type LinearCall } from './context.js';
import { ISSUE } from './documents.js';
import { isOwn, toIssue } from './map.js';
import { dataOf, type WireIssue, type WireRef, wireId, wireTeamRef, zWireIssue } from './wire.js';

const GET = `query Issue($id:String!){issue(id:$id){${ISSUE}}}`;

/** @internal */
export async function getIssue(call: LinearCall, id: string, options?: GetIssueOptions): Promise<Issue> {
  return toIssue(call, await readIssue(call, id), options?.raw);
}

/** An issue of the adapter's own team, whole. @internal */
export async function readIssue(call: LinearCall, id: string, field = 'id'): Promise<WireIssue> {
  const reply = await call.send({ document: GET, variables: { id: call.uuid(id, field) }, schema: zWireIssue });
  const { issue } = reply.body.data;
  expectOwn(call, reply, issue);
  return complete(call, issue);
}

/**
 * An issue in the trash is deleted, and one of another team is none of this workspace: ids are Linear's, not the team's.
 *
 * @internal
 */
export function expectOwn(
  call: LinearCall,
  reply: Answered,
  { trashed, team }: Pick<WireRef, 'team'> & { readonly trashed?: boolean | null | undefined },
): void {
  const why = trashed ? 'the issue is in the trash' : !isOwn(call, team) && 'it is an issue of another team';
  if (why) throw about(call, reply, NotFoundError, why, {});
}

const HOLDER = 'query Holder($id:String!){issue(id:$id){id trashed team{id key}parent{id}}}';
const zHolder = dataOf({
  issue: object({ id: text, trashed: maybe(flag), team: wireTeamRef, parent: maybe(wireId) }),
});

/** What is to be known of an issue that is written to or pointed at, wherever it is. @internal */
export async function readHolder(call: LinearCall, id: string, field = 'issueId') {
  const reply = await call.send({ document: HOLDER, variables: { id: call.uuid(id, field) }, schema: zHolder });
  return { reply, issue: reply.body.data.issue };
}

/** Makes sure that an issue is there, and one of the adapter's own team. @internal */
export async function expectIssue(call: LinearCall, id: string): Promise<void> {
  const { reply, issue } = await readHolder(call, id);
  expectOwn(call, reply, issue);
}

/** An issue with the rest of its labels and relations, where it has more than came with it. @internal */
export async function complete(call: LinearCall, wire: WireIssue): Promise<WireIssue> {
  return isWhole(wire) ? wire : (await import('./rest.js')).withRest(call, wire);
}

/** Whether all labels and relations of an issue came with it. @internal */
export function isWhole({ labels, relations, inverseRelations }: WireIssue): boolean {
  return !(labels.pageInfo.hasNextPage || relations.pageInfo.hasNextPage || inverseRelations.pageInfo.hasNextPage);
}

import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkRelation } from '../../contracts/adapter/check-issue-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { flag, maybe, object, text } from '../../contracts/adapter/shape.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { allOf, pagesOf, wireConnection } from './connections.js';
import { about, invalid, type LinearCall } from './context.js';
import { expectDone } from './create-once.js';
import { expectIssue, expectOwn, readHolder } from './issues.js';
import { dataOf, wireId, wireTeamRef } from './wire.js';
import { sendUpdate } from './write-issues.js';

/** Linear's type for each of ours, and whether the target is the issue that has the relation. */
const RELATIONS: Readonly<Partial<Record<LinkType, readonly [type: string, isTargets: boolean]>>> = {
  blocks: ['blocks', false],
  blocked_by: ['blocks', true],
  relates_to: ['related', false],
  duplicates: ['duplicate', false],
};

const CREATE = 'mutation CreateRelation($input:IssueRelationCreateInput!){issueRelationCreate(input:$input){success}}';
const zCreated = dataOf({ issueRelationCreate: object({ success: flag }) });
const DELETE = 'mutation DeleteRelation($id:String!){issueRelationDelete(id:$id){success}}';
const zDeleted = dataOf({ issueRelationDelete: object({ success: flag }) });

/** @internal */
export async function addLink(
  call: LinearCall,
  issueId: string,
  given: IssueRelation,
  options?: CreateOptions,
): Promise<void> {
  const { clientKey } = checkCreateOptions(options, call.operation, 'linear');
  const { type, issue, target } = sidesOf(call, issueId, given);
  const kind = RELATIONS[type];
  if (!kind) return addParent(call, type, issue, target);
  const { relation } = await findRelation(call, type, issue, target);
  if (relation) return;
  const [name, isTargets] = kind;
  const [from, to] = isTargets ? [target, issue] : [issue, target];
  const reply = await call.send({
    document: CREATE,
    variables: { input: { issueId: from, relatedIssueId: to, type: name } },
    schema: zCreated,
    repeatability: 'write',
    ...(clientKey !== undefined && { clientKey }),
  });
  expectDone(call, reply, reply.body.data.issueRelationCreate);
}

/** @internal */
export async function removeLink(call: LinearCall, issueId: string, given: IssueRelation): Promise<void> {
  const { type, issue, target } = sidesOf(call, issueId, given);
  if (!RELATIONS[type]) return removeParent(call, type, issue, target);
  const { relation } = await findRelation(call, type, issue, target);
  if (!relation) return;
  await deleteOrGone(
    async () => {
      const variables = { id: relation };
      const reply = await call.send({ document: DELETE, variables, schema: zDeleted, repeatability: 'write' });
      expectDone(call, reply, reply.body.data.issueRelationDelete);
    },
    async () => (await findRelation(call, type, issue, target)).relation !== undefined,
    () => expectIssue(call, issue),
  );
}

function sidesOf(call: LinearCall, issueId: string, given: IssueRelation) {
  const { type, target } = checkRelation(given, call.operation, 'linear');
  if (target.system !== 'linear') {
    throw invalid(call, 'target.system', 'expected linear: a link stays within one tracker');
  }
  return { type, issue: call.uuid(issueId, 'issueId'), target: call.uuid(target.id, 'target.id') };
}

const wireRelation = object({ id: text, type: text, issue: wireId, relatedIssue: wireId });
const sideOf = (name: string) =>
  `query Side($id:String!,$after:String){issue(id:$id){trashed team{id key}side:${name}(first:100,after:$after){nodes{id type issue{id}relatedIssue{id}}pageInfo{hasNextPage endCursor}}}}`;
const zSide = dataOf({
  issue: object({ trashed: maybe(flag), team: wireTeamRef, side: wireConnection(wireRelation) }),
});

/** The id of a relation, if there is one of this type between these issues, in its direction. */
async function findRelation(call: LinearCall, type: LinkType, issue: string, target: string) {
  const [name, isTargets] = RELATIONS[type] ?? [];
  // "Related" has no direction, and its two ends may have been named either way.
  const sides =
    type === 'relates_to' ? ['relations', 'inverseRelations'] : [isTargets ? 'inverseRelations' : 'relations'];
  for (const side of sides) {
    const wires = await allOf(
      pagesOf(call, () => ({
        document: sideOf(side),
        variables: { id: issue },
        schema: zSide,
        cursor: undefined,
        pick: (reply) => {
          expectOwn(call, reply, reply.body.data.issue);
          return reply.body.data.issue.side;
        },
        toItems: (page) => page,
      })),
    );
    const found = wires.find((wire) => {
      return wire.type === name && (wire.issue.id === target || wire.relatedIssue.id === target);
    });
    if (found) return { relation: found.id };
  }
  return { relation: undefined };
}

/** Which of two issues becomes or is part of the other. */
async function childOf(call: LinearCall, type: LinkType, issue: string, target: string) {
  const isPart = type === 'child_of';
  await expectIssue(call, issue);
  const [child, parent] = isPart ? [issue, target] : [target, issue];
  const { reply, issue: wire } = await readHolder(call, child, isPart ? 'issueId' : 'target.id');
  return { child, parent, reply, present: wire.parent?.id };
}

async function addParent(call: LinearCall, type: LinkType, issue: string, target: string): Promise<void> {
  const { child, parent, reply, present } = await childOf(call, type, issue, target);
  if (present === parent) return;
  if (present !== undefined) {
    const what = 'the issue is part of another one already, and Linear keeps one parent; remove that link first';
    throw about(call, reply, ConflictError, what, {});
  }
  await sendUpdate(call, child, { parentId: parent });
}

async function removeParent(call: LinearCall, type: LinkType, issue: string, target: string): Promise<void> {
  const { child, parent, present } = await childOf(call, type, issue, target);
  if (present === parent) await sendUpdate(call, child, { parentId: null });
}

import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkRelation } from '../../contracts/adapter/check-issue-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import { afterWrite } from './after-write.js';
import { about, issuePath, type RedmineCall } from './context.js';
import { readWire } from './issues.js';
import { linksIn, type OwnLink, readLinks } from './links.js';
import { numberOf } from './own-target.js';
import { type WireIssueWith, zWireIssue } from './wire.js';

/** Ours to Redmine's. */
const TYPES: Readonly<Partial<Record<LinkType, string>>> = {
  relates_to: 'relates',
  blocks: 'blocks',
  blocked_by: 'blocked',
  duplicates: 'duplicates',
};

/** @internal */
export async function addLink(
  call: RedmineCall,
  issueId: string,
  given: IssueRelation,
  options?: CreateOptions,
): Promise<void> {
  checkCreateOptions(options, call.operation, 'redmine');
  const relation = checkRelation(given, call.operation, 'redmine');
  issuePath(call, issueId);
  const target = await numberOf(call, relation.target, 'target');
  const wire = await readWire(call, issueId, 'relations,children');
  if (linksIn(call, wire).some(isLink(relation.type, target))) return;
  const relation_type = TYPES[relation.type];
  if (relation_type === undefined) return addParent(call, wire, familyOf(wire, relation.type, target));
  try {
    const path = `/issues/${wire.id}/relations.json`;
    await call.send({ method: 'POST', path, body: { relation: { issue_to_id: target, relation_type } } });
  } catch (fault) {
    if (!isTrackerError(fault, 'rejected')) throw fault;
    const after = await readWire(call, issueId, 'relations,children');
    if (linksIn(call, after).some(isLink(relation.type, target))) return;
    if (!isRelated(after, target)) throw fault;
    const what =
      'the two are related in another way already, and Redmine keeps one relation from one to the other; remove it first';
    throw about(call, { attempts: 1, status: 422 }, ConflictError, what, {});
  }
}

/** @internal */
export async function removeLink(call: RedmineCall, issueId: string, given: IssueRelation): Promise<void> {
  const relation = checkRelation(given, call.operation, 'redmine');
  const path = issuePath(call, issueId);
  const target = await numberOf(call, relation.target, 'target');
  const wire = await readWire(call, issueId, 'relations,children');
  const found = linksIn(call, wire).find(isLink(relation.type, target));
  if (!found) return;
  if (!found.wire) return setParent(call, { ...familyOf(wire, relation.type, target), parent: null });
  const { id } = found.wire;
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path: `/relations/${id}.json` }),
    async () => (await readLinks(call, issueId)).some((link) => link.wire?.id === id),
    () => call.send({ path, schema: zWireIssue }),
  );
}

interface Family {
  readonly child: number;
  readonly parent: number | null;
}

function familyOf({ id }: WireIssueWith, type: LinkType, target: number): Family {
  return type === 'child_of' ? { child: id, parent: target } : { child: target, parent: id };
}

/** Gives an issue a parent: one that has another keeps it, because an issue has one at the most. */
async function addParent(call: RedmineCall, own: WireIssueWith, family: Family): Promise<void> {
  const path = issuePath(call, String(family.child));
  const child = family.child === own.id ? own : (await call.send({ path, schema: zWireIssue })).body.issue;
  if (child.parent?.id === family.parent) return;
  if (!child.parent) return setParent(call, family);
  const what = `#${child.id} is a child of #${child.parent.id} already, and an issue has one parent; remove that link first`;
  throw about(call, { attempts: 1, status: 200 }, ConflictError, what, {});
}

/** Sets the parent of an issue, which Redmine passes over in silence for want of a right. */
async function setParent(call: RedmineCall, { child, parent }: Family): Promise<void> {
  const path = issuePath(call, String(child));
  const reply = await call.send({ method: 'PUT', path, body: { issue: { parent_issue_id: parent } } });
  const readAgain = () => call.send({ path, schema: zWireIssue });
  const { body } = await afterWrite(call, reply, `the parent of #${child} was set`, readAgain);
  if ((body.issue.parent?.id ?? null) === parent) return;
  const what = `Redmine took the request and left the parent of #${child} as it was`;
  throw about(call, reply, PermissionError, what, { missing: ['manage_subtasks'] });
}

function isLink(type: LinkType, target: number): (link: OwnLink) => boolean {
  return ({ relation }) => relation.type === type && relation.target.id === String(target);
}

function isRelated({ relations }: WireIssueWith, target: number): boolean {
  return relations?.some(({ issue_id, issue_to_id }) => issue_id === target || issue_to_id === target) ?? false;
}

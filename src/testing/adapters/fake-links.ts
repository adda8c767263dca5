import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { clientMarker } from '../../digest/client-marker.js';
import { type FakeContext, invalid, issueAt, soughtMarker, toRef } from './fake-context.js';
import type { FakeLink } from './fake-tracker.js';

type Parent = { readonly verb: 'parent_of'; readonly from: string; readonly to: string };
type Relation = Pick<FakeLink, 'verb' | 'from' | 'to'> | Parent;

/** A relation of an issue as the tracker keeps it: each pair of opposites is one record. */
function toRecord(issueId: string, { type, target }: IssueRelation): Relation {
  if (type === 'blocked_by') return { verb: 'blocks', from: target.id, to: issueId };
  if (type === 'child_of') return { verb: 'parent_of', from: target.id, to: issueId };
  return { verb: type, from: issueId, to: target.id };
}

function isSame(a: Relation, b: Relation): boolean {
  if (a.verb !== b.verb) return false;
  return (a.from === b.from && a.to === b.to) || (a.verb === 'relates_to' && a.from === b.to && a.to === b.from);
}

/** What a record is from the side of its target. There is no word for "is duplicated by". */
const OPPOSITES: Readonly<Record<Relation['verb'], LinkType>> = {
  blocks: 'blocked_by',
  relates_to: 'relates_to',
  duplicates: 'relates_to',
  parent_of: 'child_of',
};

function relationsOf(context: FakeContext, issueId: string) {
  const { issues, links } = context.tracker;
  const parents = [...issues.values()].flatMap(({ id, parent }) =>
    parent === null ? [] : [{ verb: 'parent_of', from: parent, to: id, marker: null } as const],
  );
  return [...links, ...parents].flatMap(({ verb, from, to, marker }) => {
    if (from === issueId) return [{ type: verb, target: toRef(context, to), marker }];
    if (to === issueId) return [{ type: OPPOSITES[verb], target: toRef(context, from), marker }];
    return [];
  });
}

export function listLinks(
  context: FakeContext,
  issueId: string,
  { signal }: CallOptions = {},
): Promise<readonly IssueRelation[]> {
  return context.tracker.serve(signal, () => {
    issueAt(context, 'links.list', issueId);
    return relationsOf(context, issueId).map(({ type, target }) => ({ type, target }));
  });
}

function checkRelation(context: FakeContext, operation: string, relation: IssueRelation): IssueRelation {
  const checked = checkInput(zIssueRelation, relation, operation, context.provider);
  const { system, workspace } = checked.target;
  if (system !== context.provider || workspace !== context.workspace) {
    throw invalid(context, operation, 'target', 'is an issue of another tracker');
  }
  return checked;
}

export async function addLink(
  context: FakeContext,
  issueId: string,
  relation: IssueRelation,
  { clientKey, signal }: CreateOptions = {},
): Promise<void> {
  const operation = 'links.add';
  const { links, issues, serve } = context.tracker;
  const record = toRecord(issueId, checkRelation(context, operation, relation));
  await serve(signal, () => {
    const [from, to] = [issueAt(context, operation, record.from), issueAt(context, operation, record.to)];
    if (record.verb === 'parent_of') issues.set(to.id, { ...to, parent: from.id });
    else if (!links.some((link) => isSame(link, record))) {
      links.push({ ...record, marker: clientKey === undefined ? null : clientMarker(clientKey) });
    }
  });
}

export async function removeLink(
  context: FakeContext,
  issueId: string,
  relation: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const { links, issues, serve } = context.tracker;
  const record = toRecord(issueId, checkRelation(context, 'links.remove', relation));
  await serve(signal, () => {
    const child = issues.get(record.to);
    if (record.verb === 'parent_of' && child?.parent === record.from) issues.set(child.id, { ...child, parent: null });
    const at = links.findIndex((link) => isSame(link, record));
    if (at >= 0) links.splice(at, 1);
  });
}

export async function findLink(
  context: FakeContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueRelation | undefined> {
  const wanted = soughtMarker(context, 'links.findByClientKey', clientKey);
  return context.tracker.serve(signal, () => {
    const found = relationsOf(context, issueId).find(({ marker }) => marker === wanted);
    return found && { type: found.type, target: found.target };
  });
}

import { checkInput } from '../../contracts/adapter/check-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { type IssuePatch, type IssueWriteResult, zIssuePatch } from '../../contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { carryMarker } from '../../digest/client-marker.js';
import { PermissionError } from '../../errors/permission-error.js';
import { about, issuePath, unsupported, type YoutrackCall, type YoutrackRequest } from './context.js';
import { readIssue } from './issues.js';
import { toIssue, toRelations } from './map.js';
import { ownOf } from './own.js';
import { loadProject, reloadProject } from './project.js';
import { HOLDER_FIELDS, ISSUE_FIELDS, type WireIssue, zWireHolder, zWireIssue } from './wire.js';
import { eventFor } from './write-event.js';
import { checkTarget, linkTo, unlink } from './write-links.js';
import { planWrite } from './write-plan.js';
import { toResult } from './write-result.js';
import { createSteps } from './write-steps.js';
import { addTag, removeTag } from './write-tags.js';

/**
 * Changes an issue: its fields in one request, then its tags one by one, then its parent. It is read before and after. One
 * that is public is made for few by a request of its own before anything else is written into it.
 *
 * @internal
 */
export function updateIssue(call: YoutrackCall, id: string, patch: IssuePatch): Promise<IssueWriteResult> {
  return changeIssue(call, id, patch);
}

/** @internal */
export function transitionIssue(call: YoutrackCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return changeIssue(call, id, { status });
}

async function changeIssue(call: YoutrackCall, id: string, given: IssuePatch): Promise<IssueWriteResult> {
  const { expectedRevision, ...patch } = checkInput(zIssuePatch, given, call.operation, 'youtrack');
  issuePath(call, id, 'id');
  if (expectedRevision !== undefined) {
    throw unsupported(call, 'YouTrack takes no precondition on a write, so expectedRevision cannot be kept');
  }
  if (patch.parent) checkTarget(call, patch.parent, 'parent');
  const before = await readIssue(call, id);
  const issue = toIssue(call, before);
  const plan = await planWrite(call, patch, () => loadProject(call), issue);
  const body: Record<string, unknown> = { ...plan.body };
  if (body.description !== undefined) {
    // A client key finds the issue for as long as it lives, so its marker goes on.
    body.description = carryMarker(before.description ?? null, (body.description as string | null) || null);
  }
  const fields = [body.customFields ?? []].flat();
  if (plan.event !== undefined) body.customFields = [...fields, await eventFor(call, before.id, plan.event)];

  const { step, hasWritten, reasons } = createSteps(plan.reasons, false);
  let written: WireIssue = before;
  const request = { method: 'POST', path: `/issues/${before.id}`, fields: ISSUE_FIELDS, schema: zWireIssue } as const;
  const { labels, parent, visibility } = patch;
  const isMore = Object.keys(body).length > 1 || labels !== undefined || parent !== undefined;
  if (isMore && visibility === 'restricted' && issue.visibility === 'public') {
    await step('visibility', async () => {
      written = await hide(call, { ...request, body: { visibility: body.visibility } });
    });
    delete body.visibility;
  }
  if (Object.keys(body).length > 0) {
    await step('ref', async () => {
      written = (await call.send({ ...request, body })).body;
    });
  }
  if (labels !== undefined) {
    const missing = labels.filter((label) => !issue.labels.includes(label));
    for (const label of new Set(missing)) await step('labels', () => addTag(call, before.id, label));
    for (const tag of before.tags.filter(({ name }) => !labels.includes(name))) {
      await step('labels', () => removeTag(call, before.id, tag));
    }
  }
  if (parent !== undefined) {
    const isSame = (link: { readonly target: { readonly id: string } }) => link.target.id === parent?.id;
    const parents = toRelations(call, before.links).filter(({ relation }) => relation.type === 'child_of');
    for (const { relation, linkId } of parents.filter((link) => !isSame(link.relation))) {
      await step('parent', () => unlink(call, before.id, linkId, relation));
    }
    if (parent && !parents.some((link) => isSame(link.relation))) {
      await step('parent', () => linkTo(call, before, { type: 'child_of', target: parent }));
    }
  }
  return toResult(call, written, patch, reasons, hasWritten());
}

/**
 * Limits who sees an issue, before it says what is for few.
 *
 * @throws PermissionError where YouTrack leaves it public without a word.
 */
async function hide(call: YoutrackCall, request: YoutrackRequest<WireIssue>): Promise<WireIssue> {
  const reply = await call.send(request);
  if (toIssue(call, reply.body).visibility === 'restricted') return reply.body;
  const what = 'the issue stays public, as it does where the groups may not see it; nothing else of the patch was sent';
  throw about(call, reply, PermissionError, what, { missing: ['to restrict who sees it'] });
}

/** @internal */
export async function deleteIssue(call: YoutrackCall, id: string): Promise<void> {
  const path = issuePath(call, id, 'id');
  const holder = { path, fields: HOLDER_FIELDS, schema: zWireHolder };
  // An id may be of another project's issue. What is not there at all is seen by the deletion.
  const found = await call.send({ ...holder, answers: [404] });
  if (found.status !== 404) await ownOf(call, found);
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path }),
    () => call.send(holder),
    () => reloadProject(call),
  );
}

import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkDraft } from '../../contracts/adapter/check-issue-input.js';
import type { IssueDraft, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { markBody } from '../../digest/client-marker.js';
import type { YoutrackCall } from './context.js';
import { toIssue } from './map.js';
import { loadProject } from './project.js';
import { takeBack } from './take-back.js';
import { ISSUE_FIELDS, zWireIssue } from './wire.js';
import { eventFor } from './write-event.js';
import { checkTarget, linkTo } from './write-links.js';
import { planWrite } from './write-plan.js';
import { toResult } from './write-result.js';
import { createSteps } from './write-steps.js';
import { addTag } from './write-tags.js';

/**
 * Creates an issue: sent once. Tags, the parent, and what a state machine has to do come after it; should one of them fail,
 * the issue is there, and a warning says what it lacks. One that was to be restricted and is not is deleted again.
 *
 * @internal
 */
export async function createIssue(
  call: YoutrackCall,
  given: IssueDraft,
  options?: CreateOptions,
): Promise<IssueWriteResult> {
  const draft = checkDraft(given, 'youtrack');
  const { clientKey } = checkCreateOptions(options, call.operation, 'youtrack');
  if (draft.parent) checkTarget(call, draft.parent, 'parent');
  const plan = await planWrite(call, draft, () => loadProject(call));
  const { id } = await loadProject(call);
  const { description } = plan.body;
  const isMarked = clientKey !== undefined;
  const reply = await call.send({
    method: 'POST',
    path: '/issues',
    fields: ISSUE_FIELDS,
    body: {
      ...plan.body,
      project: { id },
      usesMarkdown: true,
      ...(isMarked && { description: markBody(typeof description === 'string' ? description : null, clientKey) }),
    },
    schema: zWireIssue,
    ...(isMarked && { clientKey }),
  });
  const made = reply.body;
  if (draft.visibility === 'restricted' && toIssue(call, made).visibility === 'public') {
    throw await takeBack(call, reply, `the issue ${made.idReadable}`, `/issues/${made.id}`);
  }
  const { step, reasons } = createSteps(plan.reasons, true);
  for (const label of new Set(draft.labels)) await step('labels', () => addTag(call, made.id, label));
  const { parent } = draft;
  if (parent) await step('parent', () => linkTo(call, made, { type: 'child_of', target: parent }));
  const { event } = plan;
  if (event !== undefined && toIssue(call, made).status !== event) {
    await step('status', async () => {
      const customFields = [await eventFor(call, made.id, event)];
      await call.send({ method: 'POST', path: `/issues/${made.id}`, fields: 'id', body: { customFields } });
    });
  }
  return toResult(call, made, draft, reasons);
}

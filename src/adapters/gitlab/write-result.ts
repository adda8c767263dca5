import type { IssueDraft, IssuePatch, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { type GitlabCall, LABELS } from './context.js';
import type { PlannedWrite } from './draft.js';
import { readIssue } from './map.js';
import type { WireIssue } from './wire.js';

const REASONS = {
  assignees: 'GitLab holds others: several take Premium, each must be a member, and the token must be allowed to',
  labels: 'GitLab holds others: these contradict what else was written, or the token may not set labels (Reporter)',
  visibility: 'GitLab left it as it was: the token may not make issues confidential (Reporter)',
};

const EARLIER = 'an earlier create under this client key made the issue, and it was left as it is';
const EARLIER_AND_PUBLIC = `${EARLIER}: it stands in public, and what was meant for few is seen by all if it is in there`;

/**
 * What a write did: the issue as GitLab holds it now, and in which fields that is not what was asked for.
 *
 * @param labels - The labels that were written, where the write named some: with those that were kept.
 *
 * @internal
 */
export async function toResult(
  call: GitlabCall,
  wire: WireIssue,
  asked: IssueDraft | IssuePatch,
  { fields, warnings }: PlannedWrite,
  labels: readonly string[],
): Promise<IssueWriteResult> {
  const issue = await readIssue(call, wire);
  const { customFields = {} } = asked;
  const wanted = {
    ...asked,
    customFields: asTexts(customFields),
    ...(asked.body !== undefined && { body: String(fields.description) }),
    ...(asked.labels && { labels: [...asked.labels, ...labels.map(LABELS.decode)] }),
    ...(asked.assignees && { assignees: (fields.assignee_ids as readonly number[]).map(String) }),
  };
  const held = {
    ...issue,
    // As it was sent: with what keeps quick actions from acting.
    body: unmarkBody(wire.description ?? null).body,
    // What is asked to be cleared is not there any more.
    customFields: {
      ...Object.fromEntries(Object.keys(customFields).map((name) => [name, null])),
      ...asTexts(issue.customFields),
    },
  };
  const said = new Set(warnings.map(({ field }) => field));
  const unheld = unheldFields(wanted, held, REASONS).filter(({ field }) => !said.has(field));
  return { issue, warnings: [...warnings, ...unheld] };
}

/** GitLab takes a number as text too, and holds it as a number. */
function asTexts(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, asText(value)]));
}

/**
 * The issue that an earlier create under the same client key made, and in which fields it is not what was asked for now.
 * Nothing was written, so no reason is GitLab's.
 *
 * @internal
 */
export async function toEarlierResult(
  call: GitlabCall,
  wire: WireIssue,
  draft: IssueDraft,
  plan: PlannedWrite,
  labels: readonly string[],
): Promise<IssueWriteResult> {
  const { issue, warnings } = await toResult(call, wire, draft, plan, labels);
  const isBared = draft.visibility === 'restricted' && issue.visibility === 'public';
  const differing = warnings.slice(plan.warnings.length).map(({ field }) => ({
    field,
    message: isBared && field === 'visibility' ? EARLIER_AND_PUBLIC : EARLIER,
  }));
  return { issue, warnings: [...plan.warnings, ...differing] };
}

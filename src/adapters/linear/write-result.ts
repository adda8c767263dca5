import type { FieldWarning, IssueDraft, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { LinearCall } from './context.js';
import { complete } from './issues.js';
import { toIssue } from './map.js';
import { saysTheSame } from './rich-text.js';
import type { WireIssue } from './wire.js';

const REASONS = {
  assignees: 'Linear assigns an issue to one person; the first was taken',
  issueType: 'Linear has no kinds of issue, and no label in typeMap stands for this one',
  labels: 'Linear holds others: an issue has one label of each group, and none that says another kind of work',
  priority: 'Linear has four priorities: what is beyond low is low',
  customFields: 'Linear has no such field, or did not take the value',
};

const EARLIER = 'an earlier create under this client key made the issue, and it was left as it is';

/**
 * What a write did: the issue as Linear holds it now, and in which fields that is not what was asked for. Never an error,
 * because the write is done.
 *
 * @param isEarlier - Whether nothing was written, because the issue was there already.
 *
 * @internal
 */
export async function toResult(
  call: LinearCall,
  wire: WireIssue,
  asked: Partial<IssueDraft>,
  isEarlier = false,
): Promise<IssueWriteResult> {
  const warnings: FieldWarning[] = [];
  let [whole, compared] = [wire, asked];
  try {
    whole = await complete(call, wire);
  } catch (error) {
    // An error would say that nothing was written, and whoever repeats the create has two issues.
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    warnings.push({ field: 'ref', message: `written, but not all its labels and links could be read: ${why}` });
    const { labels: _, issueType: __, ...others } = asked;
    compared = others;
  }
  const issue = toIssue(call, whole);
  const { body, customFields = {} } = compared;
  const wanted = { ...compared, ...(body !== undefined && saysTheSame(body, issue.body) && { body: issue.body }) };
  // What is asked to be cleared is not there any more.
  const cleared = Object.fromEntries(Object.keys(customFields).map((name) => [name, null]));
  const unheld = unheldFields(wanted, { ...issue, customFields: { ...cleared, ...issue.customFields } }, REASONS);
  warnings.push(...(isEarlier ? unheld.map(({ field }) => ({ field, message: EARLIER })) : unheld));
  return { issue, warnings };
}

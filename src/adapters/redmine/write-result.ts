import type { IssueDraft, IssuePatch, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import { unmarkBody } from '../../digest/client-marker.js';
import type { RedmineCall } from './context.js';
import type { PlannedWrite } from './draft.js';
import { readIssue } from './map.js';
import type { WireIssue } from './wire.js';

const SILENT = 'Redmine left it as it was: the workflow makes it read-only, or the account lacks the right';

const REASONS = {
  title: SILENT,
  body: SILENT,
  status: 'Redmine left it as it was: its workflow does not allow the account to move it there',
  issueType: `${SILENT}, or the project does not have the tracker`,
  priority: 'Redmine holds another: an issue always has one, and one with children may have theirs',
  assignees: SILENT,
  labels: SILENT,
  parent: `${SILENT} (manage_subtasks)`,
  customFields: `${SILENT}, the tracker does not have the field, or it follows from the children`,
  visibility: 'Redmine left it as it was: the account may not make issues private (set_issues_private)',
};

/**
 * What a write did: the issue as Redmine holds it now, and in which fields that is not what was asked for.
 *
 * @internal
 */
export async function toResult(
  call: RedmineCall,
  wire: WireIssue,
  asked: IssueDraft | IssuePatch,
  { fields, assignees, warnings }: PlannedWrite,
): Promise<IssueWriteResult> {
  const issue = await readIssue(call, wire);
  const wanted = {
    ...asked,
    // As it was sent: what the server's language cannot say otherwise is no loss.
    ...(asked.body !== undefined && { body: unmarkBody(String(fields.description)).body }),
    ...(asked.assignees && { assignees }),
    ...(asked.parent && { parent: { ...asked.parent, workspace: call.workspace } }),
    customFields: comparable(asked.customFields ?? {}),
  };
  const held = {
    ...issue,
    body: unmarkBody((wire.description ?? '').replace(/\r\n?/g, '\n')).body,
    customFields: comparable(issue.customFields),
  };
  const said = new Set(warnings.map(({ field }) => field));
  const unheld = unheldFields(wanted, held, REASONS).filter(({ field }) => !said.has(field));
  return { issue, warnings: [...warnings, ...unheld] };
}

/** Redmine takes numbers as text too and the other way round, several values in any order, and nothing as an empty text. */
function comparable(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const asText = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(String).sort();
    return value === null || value === '' ? undefined : typeof value === 'number' ? String(value) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, asText(value)]));
}

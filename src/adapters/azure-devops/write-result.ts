import type { IssueDraft, IssuePatch, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import type { AzureCall } from './context.js';
import { htmlToMarkdown } from './html-to-markdown.js';
import type { ProjectTypes } from './item-types.js';
import { readIssueAs, typesOf } from './map.js';
import type { PlannedWrite } from './plan.js';
import type { WireItem } from './wire.js';

const REASONS = {
  labels:
    'Azure DevOps holds others: it keeps a tag in the case it was first written in, and new ones take a right of their own',
  priority: 'Azure DevOps holds another: the process may give it a default, and may not let it be empty',
  body: 'Azure DevOps holds another text: it takes out what it does not allow',
};

/**
 * What a write did: the work item as Azure DevOps holds it now, and in which fields that is not what was asked for. What was
 * made is never lost sight of, so types that cannot be read again are taken as they were known.
 *
 * @internal
 */
export async function toResult(
  call: AzureCall,
  wire: WireItem,
  asked: IssueDraft | IssuePatch,
  { warnings, assignees, body }: PlannedWrite,
  known: ProjectTypes,
): Promise<IssueWriteResult> {
  const types = await typesOf(call, [wire]).catch(() => known);
  const issue = await readIssueAs(call, wire, types);
  const { customFields = {} } = asked;
  const fold = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  const wanted = {
    ...asked,
    ...(body && { body: body.isMarkdown ? body.text : htmlToMarkdown(body.text) }),
    ...(assignees && { assignees: fold(assignees.slice(0, 1)) }),
    customFields: asTexts(customFields),
  };
  const fields: Readonly<Record<string, unknown>> = wire.fields;
  const names = Object.keys(customFields);
  const held = {
    ...issue,
    assignees: fold(issue.assignees),
    customFields: asTexts(Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))),
  };
  const said = new Set(warnings.map(({ field }) => field));
  const unheld = unheldFields(wanted, held, REASONS).filter(({ field }) => !said.has(field));
  return { issue, warnings: [...warnings, ...unheld] };
}

/** Numbers may be given as text, and what is empty is not there. */
function asTexts(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value === '' ? null : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, asText(value)]));
}

import type { FieldWarning, IssueDraft, IssuePatch } from '../../contracts/adapter/issue-write.js';
import { userIds } from './ask-host.js';
import { renderBody } from './body.js';
import { labelFields, priorityFor, statusesFor, trackerFor } from './choices.js';
import { invalid, type RedmineCall } from './context.js';
import { OTHER_FIELDS } from './map.js';
import { numberOf } from './own-target.js';
import type { WireStatus } from './wire.js';

/** What a draft or a patch comes to. @internal */
export interface PlannedWrite {
  /** Members of the request's `issue`. */
  readonly fields: Record<string, unknown>;
  /** Statuses that would do, the best first; empty when the write is not about the status. */
  readonly statuses: readonly WireStatus[];
  /** Who is to be assigned. */
  readonly assignees: readonly string[];
  /** What Redmine has no place for. */
  readonly warnings: FieldWarning[];
}

/** The longest subject, in characters. */
const MAX_SUBJECT = 255;

/**
 * Plans a write, before anything is written.
 *
 * @throws InvalidInputError for what nothing at this Redmine stands for.
 *
 * @internal
 */
export async function planWrite(call: RedmineCall, asked: IssueDraft | IssuePatch): Promise<PlannedWrite> {
  const { title, body, status, issueType, priority, assignees = [], labels, visibility, parent, customFields } = asked;
  const warnings: FieldWarning[] = [];
  const fields: Record<string, unknown> = {};
  const warn = (field: string, message: string) => warnings.push({ field, message });

  if (title !== undefined) {
    if ([...title].length > MAX_SUBJECT) throw invalid(call, 'title', `expected ${MAX_SUBJECT} characters or less`);
    fields.subject = title;
  }
  const ids = await userIds(call, assignees);
  const [assignee] = ids;
  // Null would be passed over in silence.
  if (asked.assignees !== undefined) fields.assigned_to_id = assignee === undefined ? '' : Number(assignee);
  if (ids.length > 1) warn('assignees', 'Redmine has one assignee: only the first was set');
  if (body !== undefined) fields.description = await renderBody(call, body ?? '');
  if (visibility !== undefined) fields.is_private = visibility === 'restricted';
  if (parent !== undefined) fields.parent_issue_id = parent && (await numberOf(call, parent, 'parent'));
  Object.assign(fields, otherFields(call, customFields ?? {}, warn));
  if (labels !== undefined) {
    const { custom_fields, ...rest } = await labelFields(call, labels);
    Object.assign(fields, rest);
    if (custom_fields) fields.custom_fields = [fields.custom_fields ?? [], custom_fields].flat();
  }
  if (priority !== undefined && priority !== null) {
    const id = await priorityFor(call, priority);
    if (id === undefined) warn('priority', 'no active priority of this Redmine means this; name one in priorityMap');
    else fields.priority_id = id;
  }
  if (issueType !== undefined) {
    const id = await trackerFor(call, issueType);
    if (id === undefined) warn('issueType', 'no tracker of this project means this; name one in typeMap');
    else fields.tracker_id = id;
  }
  const statuses = status === undefined ? [] : await statusesFor(call, status);
  return { fields, statuses, assignees: assignee === undefined ? [] : [assignee], warnings };
}

/** Fields by Redmine's names, and custom fields as `cf_12`. */
function otherFields(
  call: RedmineCall,
  given: Readonly<Record<string, unknown>>,
  warn: (field: string, message: string) => unknown,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const custom: { readonly id: number; readonly value: unknown }[] = [];
  for (const [name, value] of Object.entries(given)) {
    const [, number] = /^cf_([1-9]\d{0,9})$/.exec(name) ?? [];
    if (number && Number(number) === call.labels?.customField) {
      throw invalid(call, `customFields.${name}`, 'carries the labels: write labels instead');
    }
    if (number) custom.push({ id: Number(number), value: value ?? '' });
    else if (OTHER_FIELDS.some((known) => known === name)) fields[name] = value;
    else warn(`customFields.${name}`, `cannot be written: there are ${OTHER_FIELDS.join(', ')} and cf_ with a number`);
  }
  return custom.length > 0 ? { ...fields, custom_fields: custom } : fields;
}

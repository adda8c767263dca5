import type { IssueDraft, IssuePatch } from '../../contracts/adapter/issue-write.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { Problem } from '../../errors/problem.js';
import { findUsers } from './assignees.js';
import { invalid, invalidAt, type LinearCall, unsupported } from './context.js';
import { planLabels } from './draft-labels.js';
import { readHolder } from './issues.js';
import { fromPriority, toStatus } from './map.js';
import { isUuid } from './options.js';
import { renderBody } from './rich-text.js';
import { stateFor } from './states.js';
import type { WireIssue } from './wire.js';

/** What a draft or a patch comes to. @internal */
export interface PlannedWrite {
  /** Members of the mutation's input. */
  readonly input: Record<string, unknown>;
  /** What was asked for, in the terms that the answer is compared by. */
  readonly asked: Partial<IssueDraft>;
}

/** How Linear takes the fields that the canonical model has no place for. */
const CUSTOM: Readonly<Record<string, readonly [fits: (value: unknown) => boolean, expected: string]>> = {
  dueDate: [(value) => /^\d{4}-\d\d-\d\d$/.test(String(value)), 'expected a day, such as 2026-03-10, or null'],
  estimate: [(value) => Number.isSafeInteger(value), 'expected a whole number, or null'],
  projectId: [isUuid, 'expected the id of a project, or null'],
};

/**
 * Plans a write, before anything is written.
 *
 * @param before - The issue as it is; absent for a new one.
 *
 * @internal
 */
export async function planWrite(
  call: LinearCall,
  given: IssueDraft | IssuePatch,
  before?: WireIssue,
): Promise<PlannedWrite> {
  const { title, body, status, priority, assignees, parent } = given;
  const input: Record<string, unknown> = { ...customFieldsOf(call, given) };
  const asked: Record<string, unknown> = { ...given };
  if (title !== undefined) input.title = title;
  if (body !== undefined) {
    const text = body === null ? '' : renderBody(body);
    if (text !== '' || before) input.description = text === '' ? null : text;
  }
  if (priority !== undefined) input.priority = fromPriority(priority);
  if (parent !== undefined && (parent || before)) input.parentId = parent && (await parentIdOf(call, parent));
  if (assignees !== undefined) {
    const ids = await findUsers(call, assignees);
    if (ids[0] !== undefined || before) input.assigneeId = ids[0] ?? null;
    asked.assignees = ids;
  }
  // Where it stands already, it stays: another state may mean the same.
  if (status !== undefined && !(before && toStatus(call, before.state) === status)) {
    input.stateId = (await stateFor(call, status)).id;
  }
  const labels = await planLabels(call, given, before);
  Object.assign(input, labels?.input);
  // What the kind adds is wanted too, and what it takes away was asked for all the same.
  if (given.labels && labels) asked.labels = [...given.labels, ...labels.names];
  return { input, asked };
}

/** What no write can hold is refused before anything is sent. @internal */
export function expectWritable(call: LinearCall, { visibility, expectedRevision }: IssuePatch): void {
  if (visibility === 'restricted') {
    throw unsupported(call, 'Linear shows an issue to everybody who sees its team; who is to see it is decided there');
  }
  if (expectedRevision !== undefined) {
    throw unsupported(call, 'Linear takes no precondition on a write, so expectedRevision cannot be kept');
  }
}

function customFieldsOf(call: LinearCall, { customFields = {} }: IssuePatch): Record<string, unknown> {
  const problems: Problem[] = [];
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(customFields)) {
    const rule = Object.hasOwn(CUSTOM, name) ? CUSTOM[name] : undefined;
    // What Linear does not have is warned of by what it holds afterwards.
    if (!rule) continue;
    const [fits, expected] = rule;
    if (value !== null && !fits(value)) problems.push({ path: `customFields.${name}`, message: expected });
    fields[name] = value;
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return fields;
}

async function parentIdOf(call: LinearCall, { system, id }: NonNullable<IssueDraft['parent']>): Promise<string> {
  if (system !== 'linear')
    throw invalid(call, 'parent.system', 'expected linear: an issue is part of one of its tracker');
  try {
    const { issue } = await readHolder(call, id, 'parent.id');
    if (!issue.trashed) return issue.id;
  } catch (error) {
    if (!isTrackerError(error, 'not_found')) throw error;
  }
  // Said of the input, because a NotFoundError would be about the issue that is written.
  throw invalid(call, 'parent.id', 'there is no such issue, or these credentials may not see it');
}

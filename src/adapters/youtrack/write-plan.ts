import type { IssueDraft, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { Problem } from '../../errors/problem.js';
import { askHost } from './ask-host.js';
import { renderBody } from './body.js';
import { invalidAt, unsupported, type YoutrackCall } from './context.js';
import { ENTITY_ID } from './options.js';
import { type ProjectField, type ProjectInfo, reloadProject } from './project.js';
import { type StateMove, stateFor } from './write-state.js';
import { wireValue } from './write-value.js';

/** A custom field as a request has it. */
interface FieldWrite {
  readonly name: string;
  readonly $type: string;
  readonly value: unknown;
}

/** What a draft or a patch comes to, before anything is sent. @internal */
export interface PlannedWrite {
  /** Members of the request, without the description's marker. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The status that an event of a state machine has to lead to. */
  readonly event: IssueStatus | undefined;
  /** Why a field is not written, for the warning that it is not held. */
  readonly reasons: Map<string, string>;
}

/**
 * Plans a write.
 *
 * @param project - Only asked where a custom field is to be written.
 * @param before - The issue as it is: a status, a type or a priority that it has already stays in the words that it has.
 * @throws InvalidInputError for a status that nothing stands for, and for people who are not known.
 *
 * @internal
 */
export async function planWrite(
  call: YoutrackCall,
  asked: IssueDraft | IssuePatch,
  project: () => Promise<ProjectInfo>,
  before?: Pick<Issue, 'issueType' | 'priority' | 'status'>,
): Promise<PlannedWrite> {
  const body: Record<string, unknown> = {};
  const reasons = new Map<string, string>();
  if (asked.title !== undefined) body.summary = asked.title;
  if (asked.body !== undefined) {
    body.description = asked.body === null ? null : renderBody(asked.body);
    body.usesMarkdown = true;
  }
  if (asked.visibility !== undefined) body.visibility = visibilityFor(call, asked.visibility);
  const isMoved = asked.status !== undefined && asked.status !== before?.status;
  const { assignees, customFields } = asked;
  const issueType = asked.issueType === before?.issueType ? undefined : asked.issueType;
  // Null is to be cleared all the same: a word without a meaning is read as null, too.
  const priority = asked.priority !== null && asked.priority === before?.priority ? undefined : asked.priority;
  const isOfFields = isMoved || [issueType, priority, assignees, customFields].some((value) => value !== undefined);
  if (!isOfFields) return { body, event: undefined, reasons };

  const people = assignees && (await userIds(call, assignees));
  const isRemembered = call.known.has(call.project);
  let info = await project();
  let move: StateMove | undefined;
  if (isMoved && asked.status !== undefined) {
    try {
      move = stateFor(call, info.roles.state, asked.status);
    } catch (error) {
      // What is remembered may be older than the state that is meant.
      if (!isRemembered) throw error;
      info = await reloadProject(call);
      move = stateFor(call, info.roles.state, asked.status);
    }
  }
  const { fields, roles } = info;
  const writes: FieldWrite[] = [];
  const write = ({ name, $type }: ProjectField, value: unknown) => writes.push({ name, $type, value });
  if (move?.field && move.name !== undefined) write(move.field, { name: move.name });
  const event = move?.isByEvent ? asked.status : undefined;
  if (issueType !== undefined) {
    const value = valueFor(roles.type, call.words.type.wordsFor(issueType));
    if (roles.type && value) write(roles.type, { name: value });
    else reasons.set('issueType', 'the project has no type that stands for this; name one in typeMap');
  }
  if (priority !== undefined) {
    const value = priority === null ? null : valueFor(roles.priority, call.words.priority.wordsFor(priority));
    if (roles.priority && value) write(roles.priority, { name: value });
    else if (roles.priority && value === null && !roles.priority.isRequired) write(roles.priority, null);
    else
      reasons.set(
        'priority',
        priority === null ? 'the project demands one' : 'the project has none that stands for this',
      );
  }
  if (people !== undefined) {
    const isForOne = roles.assignee?.$type.startsWith('Single');
    if (roles.assignee) write(roles.assignee, isForOne ? (people[0] ?? null) : people);
    reasons.set(
      'assignees',
      roles.assignee ? 'the field takes one person, or not this one' : 'the project has no such field',
    );
  }
  const taken = new Set(Object.values(roles).map((field: ProjectField | undefined) => field?.name));
  for (const [name, value] of Object.entries(customFields ?? {})) {
    const field = fields.find((one) => one.name === name && !taken.has(name));
    if (field) write(field, wireValue(call, field, value));
    else
      reasons.set(
        `customFields.${name}`,
        'the project has no such field, or it is one that has a name of its own here',
      );
  }
  if (writes.length > 0) body.customFields = writes;
  return { body, event, reasons };
}

/** Who may see what is written. @internal */
export function visibilityFor(call: YoutrackCall, visibility: 'public' | 'restricted'): unknown {
  if (visibility === 'public') return { $type: 'UnlimitedVisibility' };
  const { restrictedTo = [] } = call;
  if (restrictedTo.length === 0) {
    throw unsupported(
      call,
      'for whom, the option restrictedTo has to say: it names the groups that see what is restricted',
    );
  }
  return { $type: 'LimitedVisibility', permittedGroups: restrictedTo.map((id) => ({ id })) };
}

/** The first of these words that the project has, as it spells it. */
function valueFor(field: ProjectField | undefined, words: readonly string[]): string | undefined {
  for (const word of words) {
    const found = field?.values.find(({ name }) => name.toLowerCase() === word.trim().toLowerCase());
    if (found) return found.name;
  }
  return undefined;
}

async function userIds(call: YoutrackCall, assignees: readonly string[]): Promise<{ readonly id: string }[]> {
  const ids = new Set<string>();
  const problems: Problem[] = [];
  for (const [at, who] of assignees.entries()) {
    const path = `assignees[${at}]`;
    const id = ENTITY_ID.test(who) ? who : await askHost(call, path, () => call.resolveUser?.(who));
    if (id !== undefined && ENTITY_ID.test(id)) ids.add(id);
    else problems.push({ path, message: 'is no id of a user, such as 1-5, and resolveUser gives none for it' });
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return [...ids].map((id) => ({ id }));
}

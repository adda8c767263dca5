import { ISSUE_STATUSES, type IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import { invalid, type RedmineCall } from './context.js';
import { readCategories } from './label-filter.js';
import { toIssueType, toPriority, toStatus } from './map.js';
import { readProject } from './session.js';
import { type WireStatus, zWireCustomFields, zWirePriorities, zWireStatuses } from './wire.js';

/** The statuses of the server, in its order. @internal */
export async function readStatuses(call: RedmineCall): Promise<readonly WireStatus[]> {
  return (await call.send({ path: '/issue_statuses.json', schema: zWireStatuses })).body.issue_statuses;
}

/**
 * The statuses that stand for one of ours: first those that the host named, in its order, then the others in the server's.
 *
 * @throws InvalidInputError with the choices when there is none.
 *
 * @internal
 */
export async function statusesFor(call: RedmineCall, wanted: IssueStatus): Promise<readonly WireStatus[]> {
  const all = await readStatuses(call);
  const words = call.words.status.wordsFor(wanted).map((word) => word.trim().toLowerCase());
  const rank = ({ id, name }: WireStatus) => {
    const at = words.findIndex((word) => word === name.trim().toLowerCase() || word === String(id));
    return at < 0 ? words.length : at;
  };
  const fitting = all.filter((status) => toStatus(status, call.words) === wanted).toSorted((a, b) => rank(a) - rank(b));
  if (fitting.length > 0) return fitting;
  const isThere = (status: IssueStatus) => all.some((each) => toStatus(each, call.words) === status);
  const choices = ISSUE_STATUSES.filter(isThere).join(', ');
  throw invalid(call, 'status', `no status of this Redmine means ${wanted}; the choices are ${choices}`);
}

/** The priority that stands for one of ours; undefined where none does. @internal */
export async function priorityFor(call: RedmineCall, wanted: Priority): Promise<number | undefined> {
  const { body } = await call.send({ path: '/enumerations/issue_priorities.json', schema: zWirePriorities });
  const isMeant = (each: { readonly id: number; readonly name: string }) => toPriority(each, call.words) === wanted;
  return body.issue_priorities.find((each) => each.active !== false && isMeant(each))?.id;
}

/** The tracker of the project that stands for a kind of work; undefined where none does. @internal */
export async function trackerFor(call: RedmineCall, wanted: IssueType): Promise<number | undefined> {
  const { trackers } = await readProject(call, 'trackers');
  return trackers?.find((tracker) => toIssueType(tracker, call.words) === wanted)?.id;
}

/**
 * Labels in the form in which the issue takes them.
 *
 * @throws InvalidInputError with the choices for those that there are not, and for more than one category.
 *
 * @internal
 */
export async function labelFields(call: RedmineCall, labels: readonly string[]): Promise<Record<string, unknown>> {
  const wanted = [...new Set(labels)];
  if (call.labels) {
    const choices = wanted.length > 0 ? await labelChoices(call) : undefined;
    expectKnown(call, labels, choices);
    return { custom_fields: [{ id: call.labels.customField, value: wanted }] };
  }
  if (wanted.length === 0) return { category_id: null };
  const categories = await readCategories(call);
  const names = categories.map(({ name }) => name);
  if (wanted.length > 1) {
    const message = `labels are categories here, and an issue has one; choose one of ${names.join(', ')}, or name a custom field in the option labels`;
    throw invalid(call, 'labels', message);
  }
  expectKnown(call, labels, names);
  return { category_id: categories.find(({ name }) => name === wanted[0])?.id };
}

function expectKnown(call: RedmineCall, labels: readonly string[], choices: readonly string[] | undefined): void {
  const unknown = choices ? labels.findIndex((label) => !choices.includes(label)) : -1;
  if (unknown < 0) return;
  throw invalid(call, `labels[${unknown}]`, `there is no such label; there are ${choices?.join(', ')}`);
}

/**
 * The values that the labels' custom field may have; undefined where neither the host nor Redmine tells them.
 *
 * @internal
 */
export async function labelChoices(call: RedmineCall): Promise<readonly string[] | undefined> {
  if (!call.labels || call.labels.values) return call.labels?.values;
  const reply = await call.send({ path: '/custom_fields.json', schema: zWireCustomFields, answers: [403] });
  if (reply.status !== 200) return undefined;
  const field = reply.body.custom_fields.find(({ id }) => id === call.labels?.customField);
  return (field?.possible_values ?? []).flatMap(({ value }) => value ?? []);
}

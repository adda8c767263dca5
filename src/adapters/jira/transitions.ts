import type { IssueStatus } from '../../contracts/issue-status.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { inProject } from './jql.js';
import { toStatus } from './map.js';
import type { JiraContext } from './options.js';
import { API, type Call, detailsOf, invalid, issuePath, read, send } from './request.js';
import { meant } from './statuses.js';
import {
  type WireIssue,
  type WireStatus,
  type WireTransition,
  zIdPage,
  zIssueWith,
  zWireStatuses,
  zWireTransitions,
} from './wire.js';

/** This many moves in a row, and no further. */
const MAX_HOPS = 5;

const zMovingIssue = zIssueWith('status', 'issuetype', 'resolution');

/** Where an issue is to be, and values for fields that the screens on the way may ask for. @internal */
export interface Goal {
  readonly status: IssueStatus;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Journey extends Goal {
  readonly context: JiraContext;
  readonly call: Call;
  readonly issue: WireIssue<'status' | 'issuetype' | 'resolution'>;
  /** What is known of the workflow: the transitions out of a status, by its id. */
  readonly ways: Map<string, readonly WireTransition[]>;
}

/**
 * Moves an issue to a status. Jira knows transitions only, and shows those out of the present status; a status that none of
 * them leads to is reached over others, and the transitions are read again after every hop.
 *
 * @throws InvalidInputError when the workflow has no such status, or several and no word of the host's for one of them.
 * @throws RejectedError when there is no way, or a screen on it wants a field.
 *
 * @internal
 */
export async function moveTo(context: JiraContext, call: Call, id: string, goal: Goal): Promise<void> {
  const path = issuePath(call.operation, id);
  const issue = await read(context, call, path, zMovingIssue, { fields: 'status,issuetype,resolution' });
  const journey: Journey = { ...goal, context, call, issue, ways: new Map() };
  let at = issue.fields.status;
  let target: WireStatus | undefined;
  if (toStatus(context, at, issue.fields.resolution) === goal.status) return;
  for (let hop = 1; ; hop++) {
    const open = await transitionsOf(journey, issue.id);
    journey.ways.set(at.id, open);
    const refuse = (what: string) => {
      const where = hop === 1 ? `from '${at.name}'` : `the issue got as far as '${at.name}', and from there`;
      return new RejectedError(`jira ${call.operation}: ${where} ${what}`, detailsOf(call.operation));
    };
    if (open.length === 0) {
      throw refuse("no transition is open: the workflow ends there, or the right 'Transition issues' is missing");
    }
    let next = target ? undefined : arrival(journey, open);
    if (!next) {
      target ??= await targetOf(journey);
      next = hop > MAX_HOPS ? undefined : await stepTowards(journey, at, target, MAX_HOPS - hop + 1);
    }
    if (!next) {
      const names = [...new Set(open.map(({ to }) => `'${to.name}'`))].join(', ');
      throw refuse(`no way leads to '${target?.name}' within ${MAX_HOPS} moves; it leads to ${names}`);
    }
    await take(journey, next);
    at = next.to;
    if (!target || at.id === target.id) return;
  }
}

async function transitionsOf({ context, call }: Journey, id: string): Promise<readonly WireTransition[]> {
  const path = issuePath(call.operation, id, '/transitions');
  return (await read(context, call, path, zWireTransitions, { expand: 'transitions.fields' })).transitions;
}

/** The transition that ends where the issue is to be. */
function arrival(journey: Journey, open: readonly WireTransition[]): WireTransition | undefined {
  const { context, status } = journey;
  const exact = open.filter(({ to }) => toStatus(context, to) === status);
  const fitting = exact.length > 0 ? exact : open.filter((transition) => resolutionOf(journey, transition));
  return fitting.length > 0
    ? via(
        open,
        theOne(
          journey,
          fitting.map(({ to }) => to),
        ),
      )
    : undefined;
}

/** Of several transitions between two statuses, one that asks for nothing. */
function via(open: readonly WireTransition[], to: WireStatus): WireTransition | undefined {
  const between = open.filter((transition) => transition.to.id === to.id);
  return between.find(({ fields }) => !Object.values(fields ?? {}).some(({ required }) => required)) ?? between[0];
}

function theOne({ context, call, status }: Journey, statuses: readonly WireStatus[]): WireStatus {
  const distinct = [...new Map(statuses.map((each) => [each.id, each])).values()];
  const found = meant(distinct, context.statuses, status);
  if (found) return found;
  const names = distinct.map(({ name }) => `'${name}'`).join(', ');
  throw invalid(call.operation, 'status', `may be any of ${names}: say in statusMap which one is meant`);
}

/** The resolution that makes a done issue what it is to be, where the transition's screen offers it. */
function resolutionOf({ context, status }: Journey, { to, fields }: WireTransition) {
  if (to.statusCategory.key !== 'done') return undefined;
  return fields?.resolution?.allowedValues?.find(({ name }) => context.statuses.meaningOf(name) === status);
}

/** The status of the workflow that is meant, where no transition leads to it at once. */
async function targetOf(journey: Journey): Promise<WireStatus> {
  const { context, call, issue, status } = journey;
  const project = issue.key.replace(/-\d+$/, '');
  const types = await read(context, call, `${API}/project/${project}/statuses`, zWireStatuses);
  const all = types.find(({ id }) => id === issue.fields.issuetype.id)?.statuses ?? [];
  const fitting = all.filter((each) => toStatus(context, each) === status);
  if (fitting.length > 0) return theOne(journey, fitting);
  const names = all.map(({ name }) => `'${name}'`).join(', ');
  throw invalid(call.operation, 'status', `no status of this workflow stands for it: it has ${names}; see statusMap`);
}

/**
 * The first step of a shortest way, as far as the workflow is known without moving anything: through the transitions of this
 * issue, and of one other issue in each status between. Where nobody stands in a status, what comes after it is not known;
 * it is entered only if it is the one way that is left. No way leads through a status that is done.
 */
async function stepTowards(
  journey: Journey,
  from: WireStatus,
  target: WireStatus,
  hops: number,
): Promise<WireTransition | undefined> {
  const seen = new Set([from.id]);
  const unknown = new Set<WireTransition>();
  const queue = (journey.ways.get(from.id) ?? []).map((step) => ({ step, at: step.to, length: 1 }));
  for (const { step, at, length } of queue) {
    if (at.id === target.id) return via(journey.ways.get(from.id) ?? [], step.to);
    if (seen.has(at.id) || length >= hops || at.statusCategory.key === 'done') continue;
    seen.add(at.id);
    const onward = await waysOutOf(journey, at);
    if (!onward) unknown.add(step);
    for (const { to } of onward ?? []) queue.push({ step, at: to, length: length + 1 });
  }
  return unknown.size === 1 ? [...unknown][0] : undefined;
}

/** The transitions out of a status, as an issue of the same type sees them that stands there. */
async function waysOutOf(journey: Journey, { id }: WireStatus): Promise<readonly WireTransition[] | undefined> {
  const { context, call, issue, ways } = journey;
  if (ways.has(id)) return ways.get(id);
  const jql = inProject(context, `issuetype = ${issue.fields.issuetype.id}`, `status = ${id}`);
  const { body } = await send(context, call, {
    method: 'POST',
    path: `${API}/search/jql`,
    repeatability: 'read',
    body: { jql, fields: ['id'], maxResults: 1 },
    schema: zIdPage,
  });
  const [other] = body.issues;
  if (!other) return undefined;
  ways.set(id, await transitionsOf(journey, other.id));
  return ways.get(id);
}

async function take(journey: Journey, transition: WireTransition): Promise<void> {
  const { context, call, issue, values } = journey;
  const resolution = resolutionOf(journey, transition);
  const screen = Object.entries(transition.fields ?? {});
  const filled = new Map<string, unknown>(
    screen.filter(([name]) => name in values).map(([name]) => [name, values[name]]),
  );
  if (resolution && !filled.has('resolution')) filled.set('resolution', { name: resolution.name });
  const fields = screen
    .filter(([name, { required, hasDefaultValue }]) => required && !hasDefaultValue && !filled.has(name))
    .map(([path, { name = path }]) => ({
      path,
      message: `'${name}' is required; give it in customFields of an update`,
    }));
  if (fields.length > 0) {
    const what = `the screen of '${transition.name}' wants ${fields.map(({ path }) => path).join(', ')}`;
    throw new RejectedError(`jira ${call.operation}: ${what}`, { ...detailsOf(call.operation), fields });
  }
  await send(context, call, {
    method: 'POST',
    path: issuePath(call.operation, issue.id, '/transitions'),
    body: { transition: { id: transition.id }, ...(filled.size > 0 && { fields: Object.fromEntries(filled) }) },
  });
}

import type { IssueStatus } from '../../contracts/issue-status.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { distinct, meant } from './choice.js';
import { isHeld } from './differences.js';
import { searchPage } from './issues.js';
import { inProject } from './jql.js';
import { DONE, meaningIn, toStatus } from './map.js';
import { havingDone, namesOf, say } from './refusals.js';
import { API, detailsOf, invalid, issuePath, read, type Scope, send } from './request.js';
import { type WireIssue, type WireStatus, zIdPage, zIssueWith } from './wire.js';
import { type WireTransition, zNothing, zStatuses, zTransitions } from './wire-site.js';
import { writeBody } from './write-body.js';

/** This many moves in a row, and no further. */
const MAX_HOPS = 5;

const zMoving = zIssueWith('status', 'issuetype', 'resolution');

/** An issue on its way. */
interface Journey extends Scope {
  readonly issue: WireIssue<'status' | 'issuetype' | 'resolution'>;
  /** What it is to be. */
  readonly wanted: IssueStatus;
  /** Values for fields that the screens on the way may ask for. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What is known of the workflow: the transitions out of a status, by its id. */
  readonly ways: Map<string, readonly WireTransition[]>;
}

/**
 * Moves an issue to a status. Jira knows transitions only, and shows those out of the present status; a status that none of
 * them leads to is reached over others, and the transitions are read again after every hop.
 *
 * @returns The names of those values that went with a transition, or that the issue had already.
 * @throws InvalidInputError when the workflow has no such status, or several and no word of the host's for one of them.
 * @throws RejectedError when there is no way, or a screen on it wants a field.
 *
 * @internal
 */
export async function moveTo(
  scope: Scope,
  id: string,
  wanted: IssueStatus,
  values: Journey['values'] = {},
): Promise<readonly string[]> {
  const asked = new Set(['status', 'issuetype', 'resolution', ...Object.keys(values)]);
  const issue = await read(scope, issuePath(scope, id), zMoving, { fields: [...asked].join() });
  const journey: Journey = { ...scope, issue, wanted, values, ways: new Map() };
  let at = issue.fields.status;
  let target: WireStatus | undefined;
  if (toStatus(scope, at, issue.fields.resolution) === wanted) {
    return Object.keys(values).filter((name) => isHeld(values[name], issue.fields[name]));
  }
  const used: string[] = [];
  for (let made = 0; ; made++) {
    try {
      const open = await transitionsOf(journey, issue.id);
      journey.ways.set(at.id, open);
      let next = target ? undefined : arrival(journey, open);
      if (!next && open.length > 0) {
        target ??= await targetOf(journey);
        next = await stepTowards(journey, at, target, MAX_HOPS - made);
      }
      if (!next) {
        const onward = open.length > 0 ? `only ${namesOf(open.map(({ to }) => to))} can be reached` : NOWHERE;
        throw rejected(journey, `the issue is in '${at.name}', and from there ${onward}`);
      }
      used.push(...(await take(journey, next)));
      at = next.to;
    } catch (error) {
      throw made > 0 ? havingDone(error, `moves made before: ${made}, the last to '${at.name}'`) : error;
    }
    if (!target || at.id === target.id) return used;
  }
}

const NOWHERE = "no transition is open: the workflow ends there, or the right 'Transition issues' is missing";

function rejected(scope: Scope, what: string, fields: RejectedError['fields'] = []): RejectedError {
  return new RejectedError(say(scope, what), { ...detailsOf(scope), ...(fields.length > 0 && { fields }) });
}

async function transitionsOf(scope: Scope, id: string): Promise<readonly WireTransition[]> {
  const path = issuePath(scope, id, '/transitions');
  return (await read(scope, path, zTransitions, { expand: 'transitions.fields' })).transitions;
}

/** The transition that ends where the issue is to be. */
function arrival(journey: Journey, open: readonly WireTransition[]): WireTransition | undefined {
  const exact = open.filter(({ to }) => toStatus(journey, to) === journey.wanted);
  const fitting = exact.length > 0 ? exact : open.filter((transition) => resolutionOf(journey, transition));
  const destinations = fitting.map(({ to }) => to);
  return destinations.length > 0 ? via(fitting, theOne(journey, destinations)) : undefined;
}

/** Of several transitions to one status, one that asks for nothing. */
function via(open: readonly WireTransition[], { id }: WireStatus): WireTransition | undefined {
  const there = open.filter(({ to }) => to.id === id);
  return there.find(({ fields }) => !Object.values(fields ?? {}).some((field) => field?.required)) ?? there[0];
}

function theOne(journey: Journey, fitting: readonly WireStatus[]): WireStatus {
  const choices = distinct(fitting);
  const found = meant(choices, journey.statuses, journey.wanted);
  if (found) return found;
  throw invalid(journey, 'status', `may be any of ${namesOf(choices)}; say in statusMap which one is meant`);
}

/** The resolution that makes a done issue what it is to be, where the transition's screen offers it. */
function resolutionOf(journey: Journey, { to, fields }: WireTransition) {
  const offered = to.statusCategory.key === DONE ? fields?.resolution?.allowedValues : undefined;
  return offered?.find(({ name }) => meaningIn(journey, DONE, name) === journey.wanted);
}

/** The status of the workflow that is meant, where no transition leads to it at once. */
async function targetOf(journey: Journey): Promise<WireStatus> {
  const { issue, wanted } = journey;
  const project = issue.key.replace(/-\d+$/, '');
  const types = await read(journey, `${API}/project/${project}/statuses`, zStatuses);
  const all = types.find(({ id }) => id === issue.fields.issuetype.id)?.statuses ?? [];
  const fitting = all.filter((status) => toStatus(journey, status) === wanted);
  if (fitting.length > 0) return theOne(journey, fitting);
  throw invalid(journey, 'status', `none of the workflow's statuses (${namesOf(all)}) stands for it; see statusMap`);
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
  left: number,
): Promise<WireTransition | undefined> {
  const first = journey.ways.get(from.id) ?? [];
  const seen = new Set([from.id]);
  const unknown = new Set<WireTransition>();
  const queue = first.map((step) => ({ step, at: step.to, length: 1 }));
  for (const { step, at, length } of left > 0 ? queue : []) {
    if (at.id === target.id) return via(first, step.to);
    if (seen.has(at.id) || length >= left || at.statusCategory.key === DONE) continue;
    seen.add(at.id);
    const onward = await waysOutOf(journey, at.id);
    if (!onward) unknown.add(step);
    for (const { to } of onward ?? []) queue.push({ step, at: to, length: length + 1 });
  }
  return unknown.size === 1 ? [...unknown][0] : undefined;
}

/** The transitions out of a status, as an issue of the same type sees them that stands there. */
async function waysOutOf(journey: Journey, status: string): Promise<readonly WireTransition[] | undefined> {
  const { issue, ways } = journey;
  if (ways.has(status)) return ways.get(status);
  const jql = inProject(journey, `issuetype = ${issue.fields.issuetype.id}`, `status = ${status}`);
  const { issues } = await searchPage(journey, zIdPage, { jql, fields: ['id'], maxResults: 1 });
  if (!issues[0]) return undefined;
  const onward = await transitionsOf(journey, issues[0].id);
  ways.set(status, onward);
  return onward;
}

/** Makes a move, and tells which values went with it. */
async function take(journey: Journey, transition: WireTransition): Promise<readonly string[]> {
  const { issue, values } = journey;
  const { id, name, fields } = transition;
  const screen = Object.entries(fields ?? {});
  const resolution = resolutionOf(journey, transition);
  const known: Readonly<Record<string, unknown>> = resolution
    ? { resolution: { name: resolution.name }, ...values }
    : values;
  const missing = screen.filter(([path, field]) => field?.required && !field.hasDefaultValue && !(path in known));
  if (missing.length > 0) {
    const wants = missing.map(([path, field]) => ({ path, message: `'${field?.name ?? path}' is required` }));
    const what = `the screen of '${name}' wants ${missing.map(([path]) => path).join(', ')}; update with customFields`;
    throw rejected(journey, what, wants);
  }
  const given = screen.map(([path]) => path).filter((path) => path in known);
  const { comment, ...others } = Object.fromEntries(given.map((path) => [path, known[path]]));
  await send(journey, {
    method: 'POST',
    path: issuePath(journey, issue.id, '/transitions'),
    body: {
      transition: { id },
      ...(Object.keys(others).length > 0 && { fields: others }),
      // Jira takes a comment as an operation only, and never among the fields.
      ...(comment !== undefined && { update: { comment: [{ add: { body: await documentOf(journey, comment) } }] } }),
    },
    schema: zNothing,
  });
  return given;
}

/** A comment in Jira's form, which a host may have given already. */
async function documentOf(scope: Scope, comment: unknown): Promise<unknown> {
  return typeof comment === 'string' ? (await writeBody(scope, comment)).adf : comment;
}

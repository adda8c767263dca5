import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { AzureCall, AzureWords } from './context.js';
import { type WireState, type WireType, zWireStates, zWireTypes } from './wire.js';

/** A work item type, with its workflow. @internal */
export interface ItemType {
  readonly name: string;
  readonly issueType: IssueType;
  /** Whether it stands for its issue type without a word of the host's: what is only read as one is never written. */
  readonly isNamed: boolean;
  readonly isDisabled: boolean;
  /** The states by name, in the order of the workflow. */
  readonly states: ReadonlyMap<string, IssueStatus>;
  /** Which states can follow which; undefined where Azure DevOps does not say. */
  readonly transitions: WireType['transitions'];
  /** What its form shows as the body. */
  readonly bodyField: BodyField;
  readonly fields: NonNullable<WireType['fields']>;
}

/** @internal */
export type BodyField = 'System.Description' | 'Microsoft.VSTS.TCM.ReproSteps';

/** The work item types of the project, by name. @internal */
export type ProjectTypes = ReadonlyMap<string, ItemType>;

/** Microsoft's own types, by the last part of a reference name, which is never translated. */
const TYPES: Readonly<Record<string, IssueType>> = {
  Epic: 'epic',
  Feature: 'epic',
  UserStory: 'story',
  ProductBacklogItem: 'story',
  Requirement: 'story',
  Issue: 'story',
  Task: 'task',
  Bug: 'bug',
};

/** The five categories are fixed; what states are called is the customer's. */
const CATEGORIES: Readonly<Record<string, IssueStatus>> = {
  Proposed: 'todo',
  InProgress: 'in_progress',
  Resolved: 'in_review',
  Completed: 'done',
  Removed: 'canceled',
};

/** @internal */
export const REPRO_STEPS = 'Microsoft.VSTS.TCM.ReproSteps';
/** @internal */
export const DESCRIPTION = 'System.Description';

/**
 * The types of the project. Read once; a failure is not kept.
 *
 * @param isKnown - Whether they hold what is asked for. If not, they are read anew, because a process can change; what is
 * missing then is missing.
 *
 * @internal
 */
export async function readTypes(
  call: AzureCall,
  isKnown: (types: ProjectTypes) => boolean = () => true,
): Promise<ProjectTypes> {
  const { known } = call;
  const shared = await known.types?.catch(() => undefined);
  if (shared !== undefined && isKnown(shared)) return shared;
  const reading = fetchTypes(call);
  known.types = reading;
  reading.catch(() => {
    if (known.types === reading) known.types = undefined;
  });
  return reading;
}

async function fetchTypes(call: AzureCall): Promise<ProjectTypes> {
  const path = '/_apis/wit/workitemtypes';
  const { value } = (await call.send({ path, schema: zWireTypes })).body;
  const types = new Map<string, ItemType>();
  for (const wire of value)
    types.set(wire.name, toType(wire, wire.states ?? (await statesOf(call, path, wire)), call.words));
  return types;
}

async function statesOf(call: AzureCall, path: string, { name }: WireType): Promise<readonly WireState[]> {
  const request = { path: `${path}/${encodeURIComponent(name)}/states`, preview: { '6.0': '-preview.1' } } as const;
  return (await call.send({ ...request, schema: zWireStates })).body.value;
}

function toType(wire: WireType, states: readonly WireState[], words: AzureWords): ItemType {
  const { name, referenceName, transitions } = wire;
  const fields = wire.fields ?? [];
  const own = (referenceName ?? name).split('.').at(-1)?.replaceAll(' ', '') ?? '';
  const isOwn = referenceName === undefined || referenceName === null || referenceName.startsWith('Microsoft.');
  const named = words.type.meaningOf(name) ?? (isOwn && Object.hasOwn(TYPES, own) ? TYPES[own] : undefined);
  return {
    name,
    issueType: named ?? 'task',
    isNamed: named !== undefined,
    isDisabled: wire.isDisabled ?? false,
    states: new Map(states.map((each) => [each.name, toStatus(each, words)])),
    transitions,
    bodyField: fields.some((field) => field.referenceName === REPRO_STEPS) ? REPRO_STEPS : DESCRIPTION,
    fields,
  };
}

function toStatus({ name, category }: WireState, words: AzureWords): IssueStatus {
  const status = (category && CATEGORIES[category]) || 'todo';
  const refined = words.status.meaningOf(name);
  return refined !== undefined && isClosing(refined) === isClosing(status) ? refined : status;
}

/** Whether a status belongs to a closed work item. @internal */
export function isClosing(status: IssueStatus): boolean {
  return status === 'done' || status === 'canceled';
}

import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueRelation } from '../../contracts/issue-link.js';
import type { Priority } from '../../contracts/priority.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { type BodyReader, bodyReader, isMarkdown } from './body.js';
import { type AzureCall, type AzureContext, LABELS } from './context.js';
import { type BodyField, DESCRIPTION, type ItemType, type ProjectTypes, REPRO_STEPS, readTypes } from './item-types.js';
import { LINK_TYPES, targetId } from './relations.js';
import type { WireItem, WirePerson } from './wire.js';

/** @internal */
export const PRIORITY = 'Microsoft.VSTS.Common.Priority';

/** A tag that carries the marker of a client key. @internal */
export const MARKER_TAG = /^sk-[0-9a-f]{32}$/i;

/** Work items in the canonical form, with the types of the project, which say what states mean. @internal */
export async function toIssues(call: AzureCall, wires: readonly WireItem[], raw = false): Promise<Issue[]> {
  return toIssuesAs(call, wires, await typesOf(call, wires), raw);
}

async function toIssuesAs(
  call: AzureCall,
  wires: readonly WireItem[],
  types: ProjectTypes,
  raw: boolean,
): Promise<Issue[]> {
  const read = await bodyReader(wires);
  return wires.map((wire) => toIssue(call, wire, types.get(wire.fields['System.WorkItemType']), read, raw));
}

/** @internal */
export async function readIssue(call: AzureCall, wire: WireItem, raw?: boolean): Promise<Issue> {
  return (await toIssues(call, [wire], raw))[0] as Issue;
}

/** A work item in the canonical form, with types that are at hand. @internal */
export async function readIssueAs(call: AzureCall, wire: WireItem, types: ProjectTypes): Promise<Issue> {
  return (await toIssuesAs(call, [wire], types, false))[0] as Issue;
}

/** The types of the project, read anew where these work items have one that is not known, or a state. @internal */
export function typesOf(call: AzureCall, wires: readonly WireItem[]): Promise<ProjectTypes> {
  return readTypes(call, (types) =>
    wires.every(({ fields }) => types.get(fields['System.WorkItemType'])?.states.has(fields['System.State'])),
  );
}

function toIssue(
  { settings, words }: AzureContext,
  wire: WireItem,
  type: ItemType | undefined,
  read: BodyReader,
  raw: boolean,
): Issue {
  const { fields } = wire;
  const state = fields['System.State'];
  const { parent, links } = toLinks(settings, wire);
  return {
    ref: { ...toRef(settings, wire.id), url: webUrl(settings, wire.id, fields['System.TeamProject']) },
    // A title of white space would make the issue none of ours.
    title: fields['System.Title']?.trim() ? fields['System.Title'] : `#${wire.id}`,
    body: read(bodyOf(wire, type)),
    // A state that nobody knows is shown by its name, and never written.
    status: type?.states.get(state) ?? words.status.meaningOf(state) ?? 'todo',
    statusName: state,
    issueType: type?.issueType ?? words.type.meaningOf(fields['System.WorkItemType']) ?? 'task',
    priority: toPriority(words.priority, fields[PRIORITY]),
    assignees: toPerson(fields['System.AssignedTo']),
    labels: labelsOf(wire),
    parent,
    links,
    customFields: customFieldsOf(wire, settings.customFields),
    createdAt: toUtc(fields['System.CreatedDate']),
    updatedAt: toUtc(fields['System.ChangedDate']),
    revision: String(wire.rev),
    visibility: 'public',
    raw: raw ? wire : null,
  };
}

type Settings = AzureContext['settings'];

/** @internal */
export function toRef({ workspace, baseUrl }: Settings, id: number | string): ExternalRef {
  const url = `${baseUrl}/_workitems/edit/${id}`;
  return { system: 'azure_devops', workspace, id: String(id), key: `#${id}`, url };
}

// Not the one in the answer: lists do not have it, and `url` there is the address of the API.
function webUrl({ baseUrl }: Settings, id: number, project: string): string {
  // Most names need no code, and to see it costs less than to make one for every work item.
  const name = /^[\w.-]+$/.test(project) ? project : encodeURIComponent(project);
  return `${baseUrl}/${name}/_workitems/edit/${id}`;
}

/** What holds the body of a work item: a text and whether it is Markdown. @internal */
export interface HeldBody {
  readonly text: string | null;
  readonly field: BodyField;
  readonly isMarkdown: boolean;
}

/** The body of a work item: what its form shows, else what somebody wrote where no form shows it. @internal */
export function bodyOf({ fields, multilineFieldsFormat }: WireItem, type: ItemType | undefined): HeldBody {
  const shown = type?.bodyField ?? (fields[REPRO_STEPS] ? REPRO_STEPS : DESCRIPTION);
  const field = fields[shown] ? shown : DESCRIPTION;
  return { text: fields[field] || null, field, isMarkdown: isMarkdown(multilineFieldsFormat?.[field]) };
}

/** The tags of a work item, as Azure DevOps has them. @internal */
export function tagsOf({ fields }: WireItem): string[] {
  const text = fields['System.Tags'];
  if (!text) return [];
  const tags: string[] = [];
  for (const part of text.split(';')) {
    const tag = part.trim();
    if (tag !== '' && !tags.includes(tag)) tags.push(tag);
  }
  return tags;
}

function labelsOf(wire: WireItem): string[] {
  const labels: string[] = [];
  for (const tag of tagsOf(wire)) {
    if (tag.length === 35 && MARKER_TAG.test(tag)) continue;
    // Most tags hold no code: a glance tells, and a pattern would look at every character.
    labels.push(tag.includes('%') ? LABELS.decode(tag) : tag);
  }
  // Azure DevOps has them in an order of its own, which often is the same: to see it costs less than to sort.
  const isSorted = labels.every((label, at) => at === 0 || compareUtf8(labels[at - 1] as string, label) < 0);
  return isSorted ? labels : labels.sort(compareUtf8);
}

function toPriority(words: AzureContext['words']['priority'], value: number | null | undefined): Priority | null {
  const named = words.all.length > 0 ? words.meaningOf(String(value)) : undefined;
  if (named !== undefined) return named;
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : null;
}

/** The unique name of a person: what can be written, unlike the id. In a list, because nobody may be there. @internal */
export function toPerson(person: string | WirePerson | null | undefined): string[] {
  if (!person) return [];
  if (typeof person === 'string') return [/<([^<>]+)>\s*$/.exec(person)?.[1] ?? person];
  const name = person.uniqueName || person.id;
  return typeof name === 'string' && name !== '' ? [name] : [];
}

function toLinks(settings: Settings, { relations }: WireItem): { parent: ExternalRef | null; links: IssueRelation[] } {
  const links: IssueRelation[] = [];
  let parent: ExternalRef | null = null;
  for (const relation of relations ?? []) {
    const type = LINK_TYPES.get(relation.rel);
    const id = type && targetId(relation);
    if (!type || !id) continue;
    const target = toRef(settings, id);
    if (type === 'child_of') parent = target;
    else links.push({ type, target });
  }
  return { parent, links };
}

function customFieldsOf({ fields }: WireItem, names: readonly string[] = []): Record<string, unknown> {
  const all: Readonly<Record<string, unknown>> = fields;
  const found: Record<string, unknown> = {};
  for (const name of names) if (all[name] !== undefined && all[name] !== null) found[name] = all[name];
  return found;
}

/** @internal */
export function toUtc(time: string): string {
  return time.endsWith('Z') ? time : new Date(time).toISOString();
}

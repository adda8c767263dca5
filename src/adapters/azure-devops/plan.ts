import type { FieldWarning, IssueDraft, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { uniqueNames } from './assignee.js';
import { type AzureCall, invalid, LABELS, unsupported } from './context.js';
import { DESCRIPTION, type ItemType, REPRO_STEPS } from './item-types.js';
import { linksOf } from './links.js';
import { bodyOf, MARKER_TAG, PRIORITY, tagsOf } from './map.js';
import { type PatchOperation, setField } from './patch.js';
import type { WireItem } from './wire.js';
import { renderBody } from './write-body.js';

/** What a draft or a patch comes to. @internal */
export interface PlannedWrite {
  readonly operations: PatchOperation[];
  /** What Azure DevOps has no place for. */
  readonly warnings: FieldWarning[];
  /** The unique names that were found for the assignees. */
  readonly assignees: readonly string[] | undefined;
  /** The body as it is sent, and in which language. */
  readonly body: { readonly text: string; readonly isMarkdown: boolean } | undefined;
}

const MAX_TAG = 400;

/** What the canonical fields say, or Azure DevOps itself. */
const OWN_FIELDS = new Set([
  'System.Id',
  'System.Rev',
  'System.Title',
  DESCRIPTION,
  REPRO_STEPS,
  'System.State',
  'System.WorkItemType',
  'System.TeamProject',
  'System.Tags',
  'System.AssignedTo',
  'System.Parent',
  PRIORITY,
]);

/**
 * Plans the fields of a write, all but the state, before anything is sent.
 *
 * @param type - The type that the work item has, or will have.
 * @param before - The work item as it is; undefined for a new one.
 * @param marker - The tag of a client key.
 * @throws InvalidInputError for people who are not known, labels that are no tags, and fields that have another name here.
 *
 * @internal
 */
export async function planWrite(
  call: AzureCall,
  asked: IssueDraft | IssuePatch,
  type: Pick<ItemType, 'bodyField'>,
  before?: WireItem,
  marker?: string,
): Promise<PlannedWrite> {
  const { title, priority, labels, parent, visibility, customFields = {} } = asked;
  if (visibility === 'restricted') {
    throw unsupported(call, 'whoever may see the area of a work item sees it, so it cannot be kept for few');
  }
  const operations: PatchOperation[] = [];
  const warnings: FieldWarning[] = [];
  const warn = (field: string, message: string) => warnings.push({ field, message });
  const fields: Readonly<Record<string, unknown>> = before?.fields ?? {};
  /** Sets a field, or clears it. What is empty already is refused by some versions. */
  const write = (name: string, value: unknown) => {
    if (value !== null) operations.push(setField(name, value));
    else if (fields[name] !== undefined && fields[name] !== null)
      operations.push({ op: 'remove', path: `/fields/${name}` });
  };

  if (title !== undefined) write('System.Title', title);
  const body = planBody(call, asked, type, before, write, operations);
  if (body?.isCut) warn('body', 'cut: Azure DevOps takes no longer text');
  if (priority !== undefined) {
    const value = priority === null ? null : priorityValue(call, priority);
    if (value === undefined)
      warn('priority', 'Azure DevOps has 1 to 4, and no value in priorityMap stands for this one');
    else write(PRIORITY, value);
  }
  const assignees = asked.assignees && (await uniqueNames(call, asked.assignees));
  if (assignees) {
    const [first] = assignees;
    if (first !== undefined || fields['System.AssignedTo']) operations.push(setField('System.AssignedTo', first ?? ''));
    if (assignees.length > 1) warn('assignees', 'Azure DevOps has one assignee: it is assigned to the first');
  }
  if (labels !== undefined || marker !== undefined) planTags(call, labels ?? [], before, marker, operations);
  if (parent !== undefined) planParent(call, parent, before, operations);
  for (const [name, value] of Object.entries(customFields)) {
    const path = `customFields.${name}`;
    if (!/^\w+(?:\.\w+)+$/.test(name)) throw invalid(call, path, 'expected a reference name, such as Custom.Field');
    if (OWN_FIELDS.has(name)) throw invalid(call, path, 'has a place of its own among the other fields');
    write(name, value ?? null);
  }
  return { operations, warnings, assignees, body };
}

function planBody(
  call: AzureCall,
  { body: asked }: IssueDraft | IssuePatch,
  { bodyField }: Pick<ItemType, 'bodyField'>,
  before: WireItem | undefined,
  write: (name: string, value: unknown) => void,
  operations: PatchOperation[],
) {
  if (asked === undefined) return undefined;
  const held = before && bodyOf(before, { bodyField } as ItemType);
  const isMarkdown = held?.isMarkdown || (!held?.text && call.settings.bodyFormat === 'markdown');
  const { text, isCut } = renderBody(asked ?? '', isMarkdown);
  write(bodyField, text === '' ? null : text);
  // Where it was written to what no form shows, it would come to light when the right place is empty.
  if (text === '' && bodyField !== DESCRIPTION) write(DESCRIPTION, null);
  // The language is taken together with a text only, and there is no way back from Markdown.
  if (text !== '' && isMarkdown) {
    operations.push({ op: 'add', path: `/multilineFieldsFormat/${bodyField}`, value: 'Markdown' });
  }
  return { text, isMarkdown, isCut };
}

/** The value of the field that stands for a priority; undefined where none does. */
function priorityValue({ words }: AzureCall, priority: number): number | undefined {
  const all = words.priority.wordsFor(priority as never).map(Number);
  return all.find((value) => Number.isInteger(value)) ?? (isUnnamed(words.priority, priority) ? priority : undefined);
}

const isUnnamed = ({ meaningOf }: AzureCall['words']['priority'], priority: number) =>
  priority >= 1 && priority <= 4 && meaningOf(String(priority)) === undefined;

function planTags(
  call: AzureCall,
  labels: readonly string[],
  before: WireItem | undefined,
  marker: string | undefined,
  operations: PatchOperation[],
): void {
  const tags = labels.map((label, at) => {
    const tag = LABELS.encode(label);
    if (tag.length > MAX_TAG) throw invalid(call, `labels[${at}]`, `is longer than ${MAX_TAG} characters`);
    if (MARKER_TAG.test(tag)) throw invalid(call, `labels[${at}]`, 'is the form in which client keys are kept');
    return tag;
  });
  const present = before ? tagsOf(before) : [];
  const markers = [...present.filter((tag) => MARKER_TAG.test(tag)), ...(marker === undefined ? [] : [marker])];
  const value = [...new Set([...tags, ...markers])].join('; ');
  // To add to what is there would join both lists.
  if (present.length > 0) operations.push({ op: 'replace', path: '/fields/System.Tags', value });
  else if (value !== '') operations.push(setField('System.Tags', value));
}

function planParent(
  call: AzureCall,
  parent: ExternalRef | null,
  before: WireItem | undefined,
  operations: PatchOperation[],
): void {
  const id = parent && ownId(call, parent, 'parent');
  const present = before ? linksOf(call, before).filter(({ relation }) => relation.type === 'child_of') : [];
  if (present.some(({ relation }) => relation.target.id === id)) return;
  // From the end, because what is behind moves up.
  for (const { index } of present.toReversed()) operations.push({ op: 'remove', path: `/relations/${index}` });
  if (id) operations.push(addRelation(call, 'System.LinkTypes.Hierarchy-Reverse', id));
}

/** The id of a work item of this organisation. @internal */
export function ownId(call: AzureCall, { system, workspace, id }: ExternalRef, path: string): string {
  const { settings } = call;
  if (system !== 'azure_devops' || workspace.toLowerCase() !== settings.workspace) {
    throw invalid(call, `${path}.workspace`, `expected a work item of azure_devops, ${settings.workspace}`);
  }
  return call.number(id, `${path}.id`);
}

/** @internal */
export function addRelation({ settings }: AzureCall, rel: string, id: string): PatchOperation {
  const url = `${settings.baseUrl}/_apis/wit/workItems/${id}`;
  return { op: 'add', path: '/relations/-', value: { rel, url } };
}

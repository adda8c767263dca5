import { type Json, PEOPLE } from './fixtures.js';
import { Refusal } from './route.js';
import { type Relation, type Site, type Stored, sanitise } from './site.js';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

const LONG = new Set(['System.Description', 'Microsoft.VSTS.TCM.ReproSteps']);
/** What stands at the other end of a link. */
const OPPOSITES: Readonly<Record<string, string>> = {
  'System.LinkTypes.Related': 'System.LinkTypes.Related',
  ...Object.fromEntries(
    ['Hierarchy', 'Dependency', 'Duplicate'].flatMap((name) => [
      [`System.LinkTypes.${name}-Forward`, `System.LinkTypes.${name}-Reverse`],
      [`System.LinkTypes.${name}-Reverse`, `System.LinkTypes.${name}-Forward`],
    ]),
  ),
};

const idIn = (url: string) => Number(/\/workitems\/(\d+)$/i.exec(url)?.[1] ?? Number.NaN);

function ruleError(field: string, message: string): Refusal {
  return new Refusal(400, `TF401320: Rule Error for field ${field}. ${message}`, 'RuleValidationException', {
    RuleValidationErrors: [{ fieldReferenceName: field, errorMessage: message, fieldStatusFlags: 'invalidNotEmpty' }],
  });
}

/** Carries out a document of JSON Patch on a copy; all of it or nothing. */
export function patched(site: Site, before: Stored, operations: readonly Operation[], isNew: boolean): Stored {
  const item: Stored = {
    ...before,
    fields: { ...before.fields },
    formats: { ...before.formats },
    relations: [...before.relations],
  };
  const written = new Set<string>();
  for (const { op, path, value } of operations) {
    const [, root = '', name = ''] = path.split('/');
    if (op === 'test') {
      if (path !== '/rev') throw new Refusal(400, `VS403350: no test of ${path}`, 'VssPropertyValidationException');
      if (value !== before.rev) {
        const what = 'VS403351: Test Operation for path /rev failed. The property "/rev" has been changed.';
        throw new Refusal(412, what, 'TestPatchOperationFailedException');
      }
    } else if (root === 'fields') {
      written.add(name);
      applyField(site, item, op, name, value, isNew);
    } else if (root === 'multilineFieldsFormat') {
      if (String(value).toLowerCase() !== 'markdown')
        throw new Refusal(400, 'VS403700: no way back', 'ArgumentException');
      item.formats[name] = 'markdown';
      written.add(`format ${name}`);
    } else if (root === 'relations' && op === 'add') {
      item.relations.push(relationOf(site, item, value as Json));
    } else if (root === 'relations' && op === 'remove') {
      if (!item.relations[Number(name)])
        throw new Refusal(400, `TF401009: no relation ${name}`, 'VssPropertyValidationException');
      item.relations.splice(Number(name), 1);
    } else throw new Refusal(400, `VS402625: ${op} of ${path} is not supported`, 'VssPropertyValidationException');
  }
  for (const name of LONG) {
    if (written.has(`format ${name}`) && !written.has(name)) {
      throw new Refusal(400, 'VS403699: a change of the format must include content change', 'ArgumentException');
    }
    // It cleans Markdown as it cleans HTML.
    if (written.has(name) && item.fields[name]) item.fields[name] = sanitise(String(item.fields[name]));
  }
  return checked(site, before, item, isNew);
}

function applyField(site: Site, item: Stored, op: string, name: string, value: unknown, isNew: boolean): void {
  const { fields } = item;
  const isEmpty = fields[name] === undefined || fields[name] === '';
  if (op === 'remove') {
    if (isEmpty) throw new Refusal(400, `VS403691: ${name} is empty`, 'VssPropertyValidationException');
    fields[name] = undefined;
    return;
  }
  if (op === 'replace' && isEmpty)
    throw new Refusal(400, `VS403692: ${name} is empty`, 'VssPropertyValidationException');
  if (name === 'System.Tags') {
    const present = op === 'add' && site.addJoins ? tagsOf(fields[name]) : [];
    const tags = [...present, ...tagsOf(value)].map((tag) => {
      const known = site.tags.get(tag.toLowerCase());
      if (known === undefined) site.tags.set(tag.toLowerCase(), tag);
      return known ?? tag;
    });
    fields[name] = [...new Set(tags)].sort().join('; ');
  } else if (name === 'System.AssignedTo') {
    const found = PEOPLE.find(({ uniqueName }) => String(uniqueName).toLowerCase() === String(value).toLowerCase());
    if (value !== '' && !found) {
      throw ruleError(name, `The identity value '${value}' for field 'Assigned To' is an unknown identity.`);
    }
    fields[name] = found;
  } else if (name === 'System.WorkItemType' && !typeOf(site, String(value))) {
    throw new Refusal(
      400,
      `VS402323: Work item type ${value} does not exist in project`,
      'WorkItemTypeNotFoundException',
    );
  } else if (name === 'System.Title') {
    fields[name] = String(value).trim();
  } else fields[name] = value;
  if (isNew && name === 'System.State' && value !== 'New')
    throw ruleError(name, 'is not in the list of supported values');
}

function tagsOf(text: unknown): string[] {
  return String(text ?? '')
    .split(/[;,]/)
    .map((tag) => tag.trim())
    .filter(Boolean);
}

export function typeOf(site: Site, name: string): Json | undefined {
  return site.types.find((type) => String(type.name).toLowerCase() === name.toLowerCase());
}

function relationOf(site: Site, item: Stored, value: Json): Relation {
  const { rel, url, attributes } = value as { rel: string; url: string; attributes?: Json };
  if (rel === 'AttachedFile') {
    const id = url.split('?')[0]?.split('/').at(-1) ?? '';
    const upload = site.uploads.get(id);
    if (!upload) throw new Refusal(400, 'TF401254: the attachment does not exist', 'AttachmentNotFoundException');
    // As people see it when nobody gives attributes.
    const resourceSize = attributes ? upload.bytes.length : 0;
    return { rel, url, attributes: { id: 1, name: upload.name, resourceSize, ...attributes } };
  }
  if (!OPPOSITES[rel] && rel !== 'Hyperlink')
    throw new Refusal(400, `TF201035: no link type ${rel}`, 'WorkItemLinkException');
  const target = idIn(url);
  if (rel !== 'Hyperlink' && (!site.items.has(target) || site.items.get(target)?.isDeleted)) {
    throw new Refusal(
      400,
      `TF401232: Work item ${target} does not exist, or you do not have permissions`,
      'WorkItemLinkException',
    );
  }
  if (item.relations.some((other) => other.rel === rel && idIn(other.url) === target)) {
    throw new Refusal(400, 'TF201077: RelationAlreadyExists', 'RelationAlreadyExistsException');
  }
  const parentOf = (child: Stored | undefined) =>
    child?.relations.some((each) => each.rel === 'System.LinkTypes.Hierarchy-Reverse');
  const isTaken =
    (rel === 'System.LinkTypes.Hierarchy-Reverse' && parentOf(item)) ||
    (rel === 'System.LinkTypes.Hierarchy-Forward' && parentOf(site.items.get(target)));
  if (isTaken) {
    const what = 'TF201036: You cannot add a Child link: a work item can have only one Parent link.';
    throw new Refusal(400, what, 'WorkItemLinkException');
  }
  return { rel, url, attributes: { isLocked: false, name: '子级', ...attributes } };
}

/** The rules of the process, once everything is in place. */
function checked(site: Site, before: Stored, item: Stored, isNew: boolean): Stored {
  const { fields } = item;
  const name = String(fields['System.WorkItemType']);
  const type = typeOf(site, name);
  if (!fields['System.Title']) throw ruleError('System.Title', 'The field Title is required, and may not be empty.');
  const state = String(fields['System.State']);
  const states = (type?.states ?? []) as readonly Json[];
  if (!states.some((each) => each.name === state))
    throw ruleError('System.State', `${state} is not in the list of supported values`);
  const from = String(before.fields['System.State']);
  const isSameType = before.fields['System.WorkItemType'] === name;
  const onward = ((type?.transitions ?? {}) as Record<string, readonly Json[]>)[from];
  if (!isNew && isSameType && state !== from && !onward?.some(({ to }) => to === state)) {
    throw ruleError('System.State', `no transition from ${from} to ${state}`);
  }
  return item;
}

/** Brings the other ends of its links in line with a work item, as Azure DevOps does. */
export function mirrorLinks(site: Site, before: readonly Relation[], item: Stored): void {
  const key = ({ rel, url }: Relation) => `${rel} ${idIn(url)}`;
  const url = `${item.relations[0]?.url.replace(/[^/]+$/, '') ?? before[0]?.url.replace(/[^/]+$/, '')}${item.id}`;
  const now = new Set(item.relations.map(key));
  const then = new Set(before.map(key));
  for (const relation of [...before, ...item.relations]) {
    const rel = OPPOSITES[relation.rel];
    const other = site.items.get(idIn(relation.url));
    if (!rel || !other || now.has(key(relation)) === then.has(key(relation))) continue;
    const mirror = other.relations.findIndex((each) => each.rel === rel && idIn(each.url) === item.id);
    if (now.has(key(relation)) && mirror < 0)
      other.relations.push({ rel, url, attributes: { isLocked: false, name: '父级' } });
    if (!now.has(key(relation)) && mirror >= 0) other.relations.splice(mirror, 1);
    other.rev += 1;
    other.changed = site.clock;
  }
}

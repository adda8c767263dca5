import { type ExternalRef, refOrderText } from '../contracts/external-ref.js';
import type { Issue } from '../contracts/issue.js';
import type { IssueRelation } from '../contracts/issue-link.js';
import { canonicalJson } from '../digest/canonical-json.js';
import { compareUtf8 } from '../digest/utf8-order.js';
import { identityKey } from './identity-key.js';

/**
 * The fields of an issue that are synchronised, in the order in which they are decided and shown. The others say which issue
 * it is and where it stands: nobody owns them.
 *
 * @public
 */
export const SYNC_FIELDS = [
  'title',
  'body',
  'status',
  'issueType',
  'priority',
  'assignees',
  'labels',
  'parent',
  'links',
  'customFields',
] as const;

/**
 * One of {@link SYNC_FIELDS}.
 *
 * @public
 */
export type SyncField = (typeof SYNC_FIELDS)[number];

/**
 * What is synchronised of an issue.
 *
 * @public
 */
export type SyncedFields = Pick<Issue, SyncField>;

/**
 * A field, or one key of the custom fields: `labels`, `customFields.points`.
 *
 * @public
 */
export type FieldPath = Exclude<SyncField, 'customFields'> | `customFields.${string}`;

const PREFIX = 'customFields.';

/** What is synchronised of an issue, and nothing else. @internal */
export function syncedFieldsOf(issue: SyncedFields): SyncedFields {
  // Every member is among them.
  return Object.fromEntries(SYNC_FIELDS.map((field) => [field, issue[field]])) as unknown as SyncedFields;
}

/** The paths of some versions of an issue, in the order of {@link SYNC_FIELDS}, custom fields by name. @internal */
export function fieldPaths(versions: readonly SyncedFields[]): readonly FieldPath[] {
  const names = new Set(versions.flatMap(({ customFields }) => Object.keys(customFields)));
  const custom = [...names].sort(compareUtf8).map((name) => `${PREFIX}${name}` as const);
  return [...SYNC_FIELDS.filter((field) => field !== 'customFields'), ...custom];
}

/** The name of a custom field; undefined for any other field. @internal */
export function customFieldOf(path: FieldPath): string | undefined {
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}

/** The value at a path. A custom field that is not there is null, which is how a tracker says that it is empty. @internal */
export function valueAt(fields: SyncedFields, path: FieldPath): unknown {
  const custom = customFieldOf(path);
  if (custom === undefined) return fields[path as Exclude<SyncField, 'customFields'>];
  return Object.hasOwn(fields.customFields, custom) ? fields.customFields[custom] : null;
}

/** The fields with another value at a path. @internal */
export function withValueAt(fields: SyncedFields, path: FieldPath, value: unknown): SyncedFields {
  const custom = customFieldOf(path);
  if (custom === undefined) return { ...fields, [path]: value };
  // As entries, because assigning `__proto__` would not make a member.
  const others = Object.entries(fields.customFields).filter(([name]) => name !== custom);
  return { ...fields, customFields: Object.fromEntries([...others, [custom, value]]) };
}

/** What makes an entry of a list the same as another; only of fields that are sets. */
const ENTRIES: Readonly<Partial<Record<FieldPath, (entry: never) => string>>> = {
  assignees: (name: string) => name,
  labels: (name: string) => name,
  links: ({ type, target }: IssueRelation) => `${type} ${identityKey(target)}`,
};

/** Whether a field is a set, whose entries are decided one by one. @internal */
export function isSet(path: FieldPath): boolean {
  return path in ENTRIES;
}

/** The entries of a set by what makes them the same. @internal */
export function entriesOf(path: FieldPath, value: unknown): ReadonlyMap<string, unknown> {
  const key = ENTRIES[path] as (entry: unknown) => string;
  return new Map((value as readonly unknown[]).map((entry) => [key(entry), entry]));
}

/** The form in which values are compared: what does not matter to a reader makes no difference. @internal */
export function comparableValue(path: FieldPath, value: unknown): string {
  if (isSet(path)) return JSON.stringify([...entriesOf(path, value).keys()].sort(compareUtf8));
  if (path === 'parent') return value === null ? '' : identityKey(value as ExternalRef);
  // Trackers drop white space at the ends, and have line ends of their own.
  if (path === 'title') return (value as string).trim();
  if (path === 'body') return ((value as string | null) ?? '').replaceAll('\r\n', '\n').trimEnd();
  return canonicalJson(value ?? null);
}

/** Whether two values of a field mean the same. @internal */
export function isSameValue(path: FieldPath, a: unknown, b: unknown): boolean {
  return a === b || comparableValue(path, a) === comparableValue(path, b);
}

/** The entries of a set in the order in which an issue holds them. @internal */
export function sortedEntries(path: FieldPath, entries: readonly unknown[]): readonly unknown[] {
  const text = (entry: unknown) => {
    if (path !== 'links') return entry as string;
    const { type, target } = entry as IssueRelation;
    return `${refOrderText(target)} ${type}`;
  };
  return [...entries].sort((a, b) => compareUtf8(text(a), text(b)));
}

import type { FieldWarning, IssueDraft } from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import { toRfc3339 } from './wire.js';
import { isOfBody, isSame } from './write-body.js';

const COMPARED = ['title', 'status', 'issueType', 'priority', 'assignees', 'labels', 'parent', 'visibility'] as const;

/** What of a write Jira holds differently, field by field. @internal */
export async function differences(
  asked: Partial<IssueDraft>,
  issue: Issue,
  told: readonly FieldWarning[],
): Promise<FieldWarning[]> {
  const { body, customFields = {} } = asked;
  const held = issue.customFields;
  const fields = COMPARED.filter((field) => asked[field] !== undefined && plain(asked[field]) !== plain(issue[field]));
  const others = Object.keys(customFields).filter((name) => Object.hasOwn(held, name));
  const isBodyHeld = body === undefined || (await isSame(body, issue.body));
  return [
    ...fields.map((field) => ({ field, message: `Jira has ${plain(issue[field])}` })),
    ...(isBodyHeld ? [] : [{ field: 'body', message: 'Jira has another text' }]),
    ...others
      .filter((name) => !isHeld(customFields[name], held[name]))
      .map((name) => ({ field: `customFields.${name}`, message: 'Jira has another value' })),
  ].filter(({ field }) => !told.some((warning) => warning.field === field && !isOfBody(warning)));
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify([...new Set(value)].sort());
  return JSON.stringify(typeof value === 'string' ? value.trim() : ((value as { id?: string } | null)?.id ?? value));
}

/**
 * Whether Jira holds a value. It adds to what it was given: to `{ id: '1' }` a name, to an id the thing. Of a list that was
 * taken away it has an empty one.
 *
 * @internal
 */
export function isHeld(asked: unknown, held: unknown): boolean {
  if (asked === null && Array.isArray(held)) return held.length === 0;
  if (Array.isArray(asked)) {
    const all: readonly unknown[] = Array.isArray(held) ? held : [];
    return all.length === asked.length && asked.every((entry) => all.some((other) => isHeld(entry, other)));
  }
  if (isObject(asked)) {
    return isObject(held) && Object.entries(asked).every(([name, value]) => isHeld(value, held[name]));
  }
  if (isObject(held)) return Object.values(held).some((part) => isHeld(asked, part));
  const [a, b] = [String(asked ?? '').trim(), String(held ?? '').trim()];
  return a === b || (a.includes('T') && Date.parse(toRfc3339(a)) === Date.parse(toRfc3339(b)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

import type { ExternalRef } from '../external-ref.js';
import type { Issue } from '../issue.js';
import type { FieldWarning, IssueDraft, IssuePatch } from './issue-write.js';

/** Trackers drop white space at the ends and have line ends of their own; neither is worth a word. */
const body = (text: unknown) => (typeof text === 'string' ? text.replaceAll('\r\n', '\n').trimEnd() : '');
const names = (list: unknown) => JSON.stringify([...new Set(list as readonly string[])].sort());
const ref = (of: unknown) => {
  const { system, workspace, id } = (of ?? {}) as Partial<ExternalRef>;
  return JSON.stringify([system, workspace, id]);
};
const plain = (value: unknown) => JSON.stringify(value) ?? '';

/** How a value is compared, by field; the others are compared as they are. */
const FORMS: Readonly<Record<string, (value: unknown) => string>> = {
  title: (text) => String(text).trim(),
  body,
  labels: names,
  assignees: names,
  parent: ref,
};

/**
 * What a tracker did not hold of what it was asked for: one warning per field, for the result of a write. What was not
 * asked for is not looked at.
 *
 * @param asked - The draft or the patch.
 * @param issue - The issue as the tracker has it afterwards.
 * @param reasons - Why, by field, where the adapter knows; otherwise the warning only says that it differs.
 *
 * @public
 */
export function unheldFields(
  asked: Partial<IssueDraft>,
  issue: Issue,
  reasons: Readonly<Partial<Record<keyof IssueDraft, string>>> = {},
): FieldWarning[] {
  const { customFields = {}, ...fields } = asked;
  const { expectedRevision: _, ...named } = fields as IssuePatch;
  const differs = (field: keyof typeof named) => {
    const form = FORMS[field] ?? plain;
    return named[field] !== undefined && form(named[field]) !== form(issue[field]);
  };
  const warn = (field: string, reason = 'the tracker holds it differently, or not at all') => ({
    field,
    message: reason,
  });
  return [
    ...(Object.keys(named) as (keyof typeof named)[]).filter(differs).map((field) => warn(field, reasons[field])),
    ...Object.keys(customFields)
      .filter((name) => plain(customFields[name]) !== plain(issue.customFields[name]))
      .map((name) => warn(`customFields.${name}`, reasons.customFields)),
  ];
}

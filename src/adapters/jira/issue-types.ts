import type { DirectoryIssueType, DirectoryQuery } from '../../contracts/adapter/directory-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { collect } from './collect.js';
import { toIssueType } from './map.js';
import { API, type Scope, walkOffsets } from './request.js';
import type { WireType } from './wire.js';
import { FIELD_PAGES, TYPE_PAGES, type WireField } from './wire-site.js';

/** The types that issues of a project can be created with. @internal */
export function walkTypes<Item>(
  scope: Scope,
  { project = scope.project, cursor }: DirectoryQuery,
  toItems: (types: readonly WireType[]) => Promise<readonly Item[]> | readonly Item[],
): AsyncGenerator<Page<Item>, void, void> {
  const path = `${API}/issue/createmeta/${encodeURIComponent(project)}/issuetypes`;
  return walkOffsets(scope, { path, pages: TYPE_PAGES, cursor, toItems });
}

/** The fields that an issue of a type is created with. @internal */
export function fieldsOfType(scope: Scope, project: string, type: string): Promise<WireField[]> {
  const path = `${API}/issue/createmeta/${encodeURIComponent(project)}/issuetypes/${type}`;
  return collect(walkOffsets(scope, { path, pages: FIELD_PAGES, toItems: (fields: readonly WireField[]) => fields }));
}

/** Whether a create fails without it. @internal */
export function isRequired({ required, hasDefaultValue }: WireField): boolean {
  return required && !hasDefaultValue;
}

/** @internal */
export async function* listTypes(
  scope: Scope,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  const asked = checkQuery(query, ['project', 'cursor'], scope.operation, 'jira');
  const withFields = async (type: WireType): Promise<DirectoryIssueType> => {
    const fields = await fieldsOfType(scope, asked.project ?? scope.project, type.id);
    return {
      id: type.id,
      name: type.name,
      issueType: toIssueType(scope, type),
      fields: fields.map((field) => ({
        id: field.fieldId,
        name: field.name,
        required: isRequired(field),
        custom: field.fieldId.startsWith('customfield_'),
      })),
    };
  };
  yield* walkTypes(scope, asked, (types) => Promise.all(types.map(withFields)));
}

import type {
  DirectoryIssueType,
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { type AzureCall, invalid, LABELS } from './context.js';
import { type ProjectTypes, readTypes } from './item-types.js';
import { MARKER_TAG, toPerson } from './map.js';
import { projectPath } from './project.js';
import { walk } from './walk.js';
import { zWireMembers, zWireProjects, zWireTags, zWireTeams } from './wire-site.js';

const PAGE = 100;

/** @internal */
export function listProjects(
  call: AzureCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  return walk(call, () => {
    const { cursor } = checkQuery(query, ['cursor'], call.operation, 'azure_devops');
    const read = async (position: string) => {
      const { headers, body } = await call.send({
        at: 'collection',
        path: '/_apis/projects',
        search: { stateFilter: 'wellFormed', $top: PAGE, continuationToken: position || undefined },
        schema: zWireProjects,
      });
      const items = body.value.map(({ id, name }) => {
        return { id, name, key: null, url: `${call.settings.baseUrl}/${encodeURIComponent(name)}` };
      });
      return { items, next: headers.get('x-ms-continuationtoken') || null };
    };
    return { query: {}, cursor, read };
  });
}

/** A list that comes in one piece, of this adapter's project. */
function onePage<Item>(
  call: AzureCall,
  query: DirectoryQuery | undefined,
  read: () => Promise<readonly Item[]>,
): AsyncGenerator<Page<Item>, void, void> {
  return walk(call, () => {
    const { project } = call.settings;
    const asked = checkQuery(query, ['cursor', 'project'], call.operation, 'azure_devops');
    if (asked.project !== undefined && asked.project.toLowerCase() !== project.toLowerCase()) {
      throw invalid(call, 'project', 'expected the project of this adapter, or none');
    }
    return { query: {}, cursor: asked.cursor, read: async () => ({ items: await read(), next: null }) };
  });
}

/** Tags of the project, but those that carry client keys. @internal */
export function listLabels(call: AzureCall, query?: DirectoryQuery): AsyncGenerator<Page<string>, void, void> {
  return onePage(call, query, async () => {
    const request = { path: '/_apis/wit/tags', preview: { '6.0': '-preview.1' }, schema: zWireTags } as const;
    const { value } = (await call.send(request)).body;
    const names = value.map(({ name }) => name).filter((name) => name.trim() !== '' && !MARKER_TAG.test(name));
    return [...new Set(names.map((name) => LABELS.decode(name)))].sort(compareUtf8);
  });
}

/** The members of all teams of the project, each once. @internal */
export function listUsers(call: AzureCall, query?: DirectoryQuery): AsyncGenerator<Page<DirectoryUser>, void, void> {
  return onePage(call, query, async () => {
    const users = new Map<string, DirectoryUser>();
    const path = `${projectPath(call)}/teams`;
    for await (const { id } of skipping(call, path, zWireTeams)) {
      for await (const { identity } of skipping(call, `${path}/${encodeURIComponent(id)}/members`, zWireMembers)) {
        const [name] = toPerson(identity);
        if (identity.isContainer || name === undefined || users.has(name)) continue;
        users.set(name, { id: name, name: identity.displayName?.trim() || name, email: /@/.test(name) ? name : null });
      }
    }
    return [...users.values()];
  });
}

/** The entries of a list whose pages are counted. */
async function* skipping<Item>(
  call: AzureCall,
  path: string,
  schema: Parameters<typeof call.send<{ readonly value: readonly Item[] }>>[0]['schema'],
): AsyncGenerator<Item, void, void> {
  for (let skip = 0; ; skip += PAGE) {
    const request = { at: 'collection', path, search: { $top: PAGE, $skip: skip }, ...(schema && { schema }) } as const;
    const { value } = (await call.send<{ readonly value: readonly Item[] }>(request)).body;
    yield* value;
    if (value.length < PAGE) return;
  }
}

/** What is read anew, because somebody looks at it now. */
async function typesNow(call: AzureCall): Promise<ProjectTypes> {
  call.known.types = undefined;
  return readTypes(call);
}

/** The states of all types: those with one name are one. @internal */
export function listStatuses(
  call: AzureCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  return onePage(call, query, async () => {
    const statuses = new Map<string, DirectoryStatus>();
    for (const { isDisabled, states } of (await typesNow(call)).values()) {
      for (const [name, status] of isDisabled ? [] : states) {
        if (!statuses.has(name)) statuses.set(name, { id: name, name, status });
      }
    }
    return [...statuses.values()];
  });
}

/** @internal */
export function listIssueTypes(
  call: AzureCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  return onePage(call, query, async () =>
    [...(await typesNow(call)).values()]
      .filter(({ isDisabled }) => !isDisabled)
      .map(({ name, issueType, fields }) => ({
        id: name,
        name,
        issueType,
        fields: [...new Map(fields.map((field) => [field.referenceName, field])).values()].map((field) => ({
          id: field.referenceName,
          name: field.name?.trim() || field.referenceName,
          required: field.alwaysRequired ?? false,
          custom: !/^(?:System|Microsoft)\./.test(field.referenceName),
        })),
      })),
  );
}

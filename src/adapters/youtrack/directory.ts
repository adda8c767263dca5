import type {
  DirectoryField,
  DirectoryIssueType,
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { YoutrackCall } from './context.js';
import { pagesOf, readAll, readPage, walk } from './pages.js';
import { loadProject, type ProjectInfo } from './project.js';
import { PROJECT_FIELDS, TAG_FIELDS, USER_FIELDS, zWireProjects, zWireTags, zWireUsers } from './wire-on-demand.js';
import { statusOf } from './words.js';

/** The projects that the token's user sees. @internal */
export async function* listProjects(
  call: YoutrackCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  const { server } = call;
  yield* pagesOf(call, {
    path: '/admin/projects',
    fields: PROJECT_FIELDS,
    schema: zWireProjects,
    toItems: (wires) =>
      wires.map(({ id, shortName, name }) => {
        return {
          id,
          name: name ?? shortName,
          key: shortName,
          url: `${server}/projects/${encodeURIComponent(shortName)}`,
        };
      }),
    cursor: checkQuery(query, ['cursor'], call.operation, 'youtrack').cursor,
  });
}

/** The names of the tags that the token's user sees: they are of no project. Several tags may have one name. @internal */
export async function* listLabels(
  call: YoutrackCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<string>, void, void> {
  checkQuery(query, ['project'], call.operation, 'youtrack');
  const tags = await readAll(call, { path: '/tags', fields: TAG_FIELDS, schema: zWireTags });
  yield { items: [...new Set(tags.map(({ name }) => name))], cursor: null };
}

/**
 * Whom the project's field for assignees takes; where it has none, or these credentials may not see whom, everybody whom the
 * token's user sees.
 *
 * @internal
 */
export function listUsers(call: YoutrackCall, query?: DirectoryQuery): AsyncGenerator<Page<DirectoryUser>, void, void> {
  return walk(call, () => {
    const { project, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'youtrack');
    const readAt = (path: string, skip: number) =>
      readPage(call, { path, fields: USER_FIELDS, schema: zWireUsers }, skip);
    const readUsers = async (skip: number) => {
      const bundleId = (await loadProject(call, project)).roles.assignee?.bundleId;
      if (bundleId === undefined) return readAt('/users', skip);
      const bundle = `/admin/customFieldSettings/bundles/user/${encodeURIComponent(bundleId)}`;
      try {
        return await readAt(`${bundle}/aggregatedUsers`, skip);
      } catch (error) {
        if (isTrackerError(error, 'permission') || isTrackerError(error, 'not_found')) return readAt('/users', skip);
        throw error;
      }
    };
    const read = async (position: string) => {
      const skip = Number(position);
      const { wires, isLast } = await readUsers(skip);
      const items = wires
        .filter(({ banned, guest }) => !banned && !guest)
        .map(({ id, login, fullName, email }) => ({ id, name: fullName || login || id, email: email || null }));
      return { items, next: isLast ? null : String(skip + wires.length) };
    };
    return { query: { project: project ?? null }, cursor, read };
  });
}

/** @internal */
export async function* listStatuses(
  call: YoutrackCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  const { roles } = await projectOf(call, query);
  const items = (roles.state?.values ?? []).map(({ id, name, isResolved }) => {
    return { id, name, status: statusOf(call.words, name, isResolved === true) };
  });
  yield { items, cursor: null };
}

const OWN_FIELDS: readonly DirectoryField[] = [
  { id: 'summary', name: 'Summary', required: true, custom: false },
  { id: 'description', name: 'Description', required: false, custom: false },
];

/** The values of the project's type field, each with the fields of the project, which all types share. @internal */
export async function* listIssueTypes(
  call: YoutrackCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  const { fields, roles } = await projectOf(call, query);
  const all = [
    ...OWN_FIELDS,
    ...fields.map(({ name, isRequired }) => ({ id: name, name, required: isRequired, custom: true })),
  ];
  const items = (roles.type?.values ?? []).map(({ id, name }) => {
    return { id, name, issueType: call.words.type.meaningOf(name) ?? 'task', fields: all };
  });
  yield { items, cursor: null };
}

/** What is known of a project comes in one page. */
function projectOf(call: YoutrackCall, query: DirectoryQuery | undefined): Promise<ProjectInfo> {
  call.signal?.throwIfAborted();
  return loadProject(call, checkQuery(query, ['project'], call.operation, 'youtrack').project);
}

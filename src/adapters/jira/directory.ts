import type {
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { distinct } from './choice.js';
import { toLabels, toStatus } from './map.js';
import { unsupported } from './refusals.js';
import { API, read, type Scope, walk, walkOffsets } from './request.js';
import { LABEL_PAGES, PROJECT_PAGES, zStatuses, zUsers } from './wire-site.js';

/** No user beyond it can be reached. */
const MAX_USERS = 1000;
/** Where a listing stands that Jira does not go on with: in place of an end that it is not. */
const BEYOND = 'beyond';
const USERS_PER_PAGE = 100;

/** @internal */
export async function* listProjects(
  scope: Scope,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  const { cursor } = checkQuery(query, ['cursor'], scope.operation, 'jira');
  yield* walkOffsets(scope, {
    path: `${API}/project/search`,
    search: { orderBy: 'key' },
    pages: PROJECT_PAGES,
    cursor,
    toItems: (found) => found.map(({ id, key, name }) => ({ id, key, name, url: `${scope.siteUrl}/browse/${key}` })),
  });
}

/** Labels are the site's, not a project's. @internal */
export async function* listLabels(scope: Scope, query?: DirectoryQuery): AsyncGenerator<Page<string>, void, void> {
  const { cursor } = checkQuery(query, ['cursor'], scope.operation, 'jira');
  yield* walkOffsets(scope, { path: `${API}/label`, pages: LABEL_PAGES, pageSize: 1000, cursor, toItems: toLabels });
}

/** Jira filters a window of users after it was cut out: a page may be empty without being the last. @internal */
export async function* listUsers(
  scope: Scope,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryUser>, void, void> {
  const { project = scope.project, cursor } = checkQuery(query, ['project', 'cursor'], scope.operation, 'jira');
  const readPage = async (startAt: string) => {
    if (startAt === BEYOND) throw unsupported(scope, `Jira shows the first ${MAX_USERS} users of a site only`);
    const search = { project, query: '', startAt, maxResults: String(USERS_PER_PAGE) };
    const users = await read(scope, `${API}/user/assignable/search`, zUsers, search);
    const next = Number(startAt) + USERS_PER_PAGE;
    return {
      items: users.map(({ accountId: id, displayName, emailAddress }) => {
        return { id, name: displayName ?? id, email: emailAddress || null };
      }),
      // Nobody in the last window that can be seen: then probably nobody behind it either.
      next: next < MAX_USERS ? String(next) : users.length > 0 ? BEYOND : null,
    };
  };
  yield* walk(scope, () => ({ query: { project }, cursor, first: '0', read: readPage }));
}

/** The statuses of all workflows of a project, on one page: there is no cursor. @internal */
export async function* listStatuses(
  scope: Scope,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  const { project = scope.project } = checkQuery(query, ['project'], scope.operation, 'jira');
  const types = await read(scope, `${API}/project/${encodeURIComponent(project)}/statuses`, zStatuses);
  const items = distinct(types.flatMap(({ statuses }) => statuses)).map((status) => {
    return { id: status.id, name: status.name, status: toStatus(scope, status) };
  });
  yield { items, cursor: null };
}

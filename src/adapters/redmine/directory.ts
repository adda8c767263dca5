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
import { PermissionError } from '../../errors/permission-error.js';
import { labelChoices, readStatuses } from './choices.js';
import { about, invalid, projectPath, type RedmineCall } from './context.js';
import { toIssueType, toStatus } from './map.js';
import { pagesOf, walk } from './pages.js';
import {
  zWireCategories,
  zWireCustomFields,
  zWireMembers,
  zWireProject,
  zWireProjects,
  zWireTrackers,
} from './wire.js';

/** @internal */
export async function* listProjects(
  call: RedmineCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  const { cursor } = checkQuery(query, ['cursor'], call.operation, 'redmine');
  yield* pagesOf(call, {
    path: '/projects.json',
    schema: zWireProjects,
    entriesOf: ({ projects }) => projects,
    toItems: ({ projects }) =>
      projects.map(({ id, name, identifier }) => {
        return { id: String(id), name, key: identifier, url: `${call.server}/projects/${identifier}` };
      }),
    cursor,
  });
}

/** The categories of a project, or the values of the custom field that carries the labels. @internal */
export async function* listLabels(call: RedmineCall, query?: DirectoryQuery): AsyncGenerator<Page<string>, void, void> {
  yield* inOnePage(call, query, async (project) => {
    if (!call.labels) {
      const path = `${projectPath(project)}/issue_categories.json`;
      const { body } = await call.send({ path, schema: zWireCategories });
      return body.issue_categories.map(({ name }) => name);
    }
    const choices = await labelChoices(call);
    if (choices) return choices;
    const what = 'only administrators may read the values of a custom field; name them in the option labels.values';
    throw about(call, { attempts: 1, status: 403 }, PermissionError, what, { missing: ['administrator'] });
  });
}

/** Members, without groups. @internal */
export async function* listUsers(
  call: RedmineCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryUser>, void, void> {
  const { project = call.workspace, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'redmine');
  yield* pagesOf(call, {
    path: `${projectPath(project)}/memberships.json`,
    schema: zWireMembers,
    entriesOf: ({ memberships }) => memberships,
    toItems: ({ memberships }) =>
      memberships.flatMap(({ user }) => (user ? { id: String(user.id), name: user.name, email: null } : [])),
    cursor,
  });
}

/** The statuses of the server; which of them a project uses is told by none. @internal */
export async function* listStatuses(
  call: RedmineCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  yield* inOnePage(call, query, async () =>
    (await readStatuses(call)).map((status) => {
      return { id: String(status.id), name: status.name, status: toStatus(status, call.words) };
    }),
  );
}

const ALWAYS = ['subject', 'priority_id', 'status_id', 'is_private'];

/**
 * The trackers of a project with their fields. Which custom fields a tracker has and which of them are required Redmine tells
 * administrators only; others get the project's, none of them called required.
 *
 * @internal
 */
export async function* listIssueTypes(
  call: RedmineCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  yield* inOnePage(call, query, async (project) => {
    const search = 'include=trackers,issue_custom_fields';
    const { body } = await call.send({ path: `${projectPath(project)}.json`, search, schema: zWireProject });
    const { trackers } = (await call.send({ path: '/trackers.json', schema: zWireTrackers })).body;
    const custom = await call.send({ path: '/custom_fields.json', schema: zWireCustomFields, answers: [403] });
    const details = custom.status === 200 ? custom.body.custom_fields : [];
    return (body.project.trackers ?? []).map((tracker) => {
      const { enabled_standard_fields } = trackers.find(({ id }) => id === tracker.id) ?? {};
      const fields = [...ALWAYS, ...(enabled_standard_fields ?? [])].map((id): DirectoryField => {
        return { id, name: id.replace(/_id$/, ''), required: id === 'subject', custom: false };
      });
      for (const { id, name } of body.project.issue_custom_fields ?? []) {
        const known = details.find((field) => field.id === id);
        if (known?.trackers && !known.trackers.some((each) => each.id === tracker.id)) continue;
        fields.push({ id: `cf_${id}`, name, required: known?.is_required === true, custom: true });
      }
      return { id: String(tracker.id), name: tracker.name, issueType: toIssueType(tracker, call.words), fields };
    });
  });
}

/** What Redmine gives as a whole. */
function inOnePage<Item>(
  call: RedmineCall,
  query: DirectoryQuery | undefined,
  read: (project: string) => Promise<readonly Item[]>,
): AsyncGenerator<Page<Item>, void, void> {
  return walk(call, () => {
    const { project = call.workspace, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'redmine');
    if (!/^[\w-]{1,100}$/.test(project)) throw invalid(call, 'project', 'expected an identifier or a number');
    return { query: { project }, cursor, read: async () => ({ items: await read(project), next: null }) };
  });
}

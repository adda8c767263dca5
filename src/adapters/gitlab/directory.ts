import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type {
  DirectoryField,
  DirectoryIssueType,
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import type { Page } from '../../contracts/page.js';
import { type GitlabContext, LABELS, projectPath } from './context.js';
import { ISSUE_TYPES, toIssueType } from './map.js';
import { pagesOf } from './pages.js';
import { zWireLabels, zWireProjects, zWireUsers } from './wire.js';

/** @internal */
export async function* listProjects(
  context: GitlabContext,
  { cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  yield* pagesOf(context, {
    operation: 'directory.projects',
    path: '/projects',
    search: 'membership=true&simple=true&with_issues_enabled=true&pagination=keyset&order_by=id&sort=asc&per_page=100',
    schema: zWireProjects,
    toItems: (wires) =>
      wires.map(({ id, name_with_namespace, path_with_namespace, web_url }) => {
        const name = name_with_namespace ?? path_with_namespace;
        return { id: String(id), name, key: path_with_namespace, url: web_url ?? null };
      }),
    cursor,
    signal,
  });
}

/** @internal */
export async function* listLabels(
  context: GitlabContext,
  { project = context.workspace, cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<string>, void, void> {
  yield* pagesOf(context, {
    operation: 'directory.labels',
    path: `${projectPath(project)}/labels`,
    search: 'include_ancestor_groups=true&with_counts=false&per_page=100',
    schema: zWireLabels,
    toItems: (wires) => wires.map(({ name }) => LABELS.decode(name)),
    cursor,
    signal,
  });
}

/** Members, those of the groups above included. @internal */
export async function* listUsers(
  context: GitlabContext,
  { project = context.workspace, cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryUser>, void, void> {
  yield* pagesOf(context, {
    operation: 'directory.users',
    path: `${projectPath(project)}/members/all`,
    search: 'per_page=100',
    schema: zWireUsers,
    toItems: (wires) =>
      wires.map(({ id, name, username, public_email }) => {
        return { id: String(id), name: name ?? username, email: public_email || null };
      }),
    cursor,
    signal,
  });
}

/** Opened, closed, and the labels that the configuration says are statuses. @internal */
export async function* listStatuses({
  words: { status: words },
}: GitlabContext): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  const items: DirectoryStatus[] = [
    { id: 'opened', name: 'opened', status: 'todo' },
    { id: 'closed', name: 'closed', status: 'done' },
  ];
  for (const name of words.all) items.push({ id: name, name, status: words.meaningOf(name) ?? 'todo' });
  yield { items, cursor: null };
}

const field = (id: string, name: string): DirectoryField => ({ id, name, required: id === 'title', custom: false });
const FIELDS: readonly DirectoryField[] = /* @__PURE__ */ [
  ['title', 'Title'],
  ['description', 'Description'],
  ['labels', 'Labels'],
  ['assignee_ids', 'Assignees'],
  ['milestone_id', 'Milestone'],
  ['due_date', 'Due date'],
  ['weight', 'Weight'],
  ['confidential', 'Confidential'],
].map(([id = '', name = '']) => field(id, name));

/** GitLab's own types that an issue can be created as; which of them a project has depends on its plan. @internal */
export async function* listIssueTypes({ words }: GitlabContext): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  const items = [...ISSUE_TYPES.keys()]
    .filter((name) => name !== 'epic')
    .map((name) => ({ id: name, name, issueType: toIssueType({ issue_type: name }, [], words), fields: FIELDS }));
  yield { items, cursor: null };
}

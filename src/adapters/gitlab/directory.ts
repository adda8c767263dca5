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
import { begin, type GitlabContext, LABELS, projectPath } from './context.js';
import { ISSUE_TYPES, toIssueType } from './map.js';
import { pagesOf } from './pages.js';
import { zWireLabels, zWireProjects, zWireUsers } from './wire.js';

/** @internal */
export async function* listProjects(
  context: GitlabContext,
  { cursor }: DirectoryQuery = {},
  options?: CallOptions,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  yield* pagesOf(begin(context, 'directory.projects', options), {
    path: '/projects',
    search: 'membership=true&simple=true&with_issues_enabled=true&pagination=keyset&order_by=id&sort=asc&per_page=100',
    schema: zWireProjects,
    toItems: (wires) =>
      wires.map(({ id, name_with_namespace, path_with_namespace, web_url }) => {
        const name = name_with_namespace ?? path_with_namespace;
        return { id: String(id), name, key: path_with_namespace, url: web_url ?? null };
      }),
    cursor,
  });
}

/** @internal */
export async function* listLabels(
  context: GitlabContext,
  { project = context.workspace, cursor }: DirectoryQuery = {},
  options?: CallOptions,
): AsyncGenerator<Page<string>, void, void> {
  yield* pagesOf(begin(context, 'directory.labels', options), {
    path: `${projectPath(project)}/labels`,
    search: 'include_ancestor_groups=true&with_counts=false&per_page=100',
    schema: zWireLabels,
    toItems: (wires) => wires.map(({ name }) => LABELS.decode(name)),
    cursor,
  });
}

/** Members, those of the groups above included. @internal */
export async function* listUsers(
  context: GitlabContext,
  { project = context.workspace, cursor }: DirectoryQuery = {},
  options?: CallOptions,
): AsyncGenerator<Page<DirectoryUser>, void, void> {
  yield* pagesOf(begin(context, 'directory.users', options), {
    path: `${projectPath(project)}/members/all`,
    search: 'per_page=100',
    schema: zWireUsers,
    toItems: (wires) =>
      wires.map(({ id, name, username, public_email }) => {
        return { id: String(id), name: name ?? username, email: public_email || null };
      }),
    cursor,
  });
}

/** Opened, closed, and the labels that the configuration says are statuses. @internal */
export async function* listStatuses(
  { words: { status: words } }: GitlabContext,
  _?: DirectoryQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  signal?.throwIfAborted();
  const items: DirectoryStatus[] = [
    { id: 'opened', name: 'opened', status: 'todo' },
    { id: 'closed', name: 'closed', status: 'done' },
  ];
  for (const name of words.all) items.push({ id: name, name, status: words.meaningOf(name) ?? 'todo' });
  yield { items, cursor: null };
}

const FIELDS = /* @__PURE__ */ 'title description labels assignee_ids milestone_id due_date weight confidential'
  .split(' ')
  .map((id): DirectoryField => ({ id, name: id.replace(/_ids?$/, ''), required: id === 'title', custom: false }));

/** GitLab's own types that an issue can be created as; which of them a project has depends on its plan. @internal */
export async function* listIssueTypes(
  { words }: GitlabContext,
  _?: DirectoryQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  signal?.throwIfAborted();
  const items = [...ISSUE_TYPES.keys()]
    .filter((name) => name !== 'epic')
    .map((name) => ({ id: name, name, issueType: toIssueType({ issue_type: name }, [], words), fields: FIELDS }));
  yield { items, cursor: null };
}

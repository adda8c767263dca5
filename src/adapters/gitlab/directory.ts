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
import { type GitlabCall, invalid, LABELS, projectPath } from './context.js';
import { ISSUE_TYPES, toIssueType } from './map.js';
import { pagesOf } from './pages.js';
import { zWireLabels, zWireProjects, zWireUsers } from './wire.js';

/** @internal */
export async function* listProjects(
  call: GitlabCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  const { cursor } = checkQuery(query, ['cursor'], call.operation, 'gitlab');
  yield* pagesOf(call, {
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
export async function* listLabels(call: GitlabCall, query?: DirectoryQuery): AsyncGenerator<Page<string>, void, void> {
  const { project = call.workspace, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'gitlab');
  yield* pagesOf(call, {
    path: `${projectPath(project)}/labels`,
    search: 'include_ancestor_groups=true&with_counts=false&per_page=100',
    schema: zWireLabels,
    toItems: (wires) => wires.map(({ name }) => LABELS.decode(name)),
    cursor,
  });
}

/** Members, those of the groups above included. @internal */
export async function* listUsers(
  call: GitlabCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryUser>, void, void> {
  const { project = call.workspace, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'gitlab');
  yield* pagesOf(call, {
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
  call: GitlabCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  checkOwn(call, query);
  const words = call.words.status;
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
  call: GitlabCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  checkOwn(call, query);
  const items = [...ISSUE_TYPES.keys()]
    .filter((name) => name !== 'epic')
    .map((name) => ({ id: name, name, issueType: toIssueType({ issue_type: name }, [], call.words), fields: FIELDS }));
  yield { items, cursor: null };
}

/** What is known without asking is known of this adapter's project only, and there is one page of it. */
function checkOwn(call: GitlabCall, query: DirectoryQuery | undefined): void {
  call.signal?.throwIfAborted();
  const { project = call.workspace } = checkQuery(query, ['project'], call.operation, 'gitlab');
  if (project !== call.workspace) throw invalid(call, 'project', 'expected the project of this adapter, or none');
}

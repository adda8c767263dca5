import type {
  DirectoryIssueType,
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type GithubCall, invalid, isRepository } from './call.js';
import { toIssueType } from './map.js';
import { type Pages, pagesOf } from './pages.js';
import { zWireRepository } from './wire.js';
import {
  type WireProject,
  zWireInstalled,
  zWireLabels,
  zWireProjects,
  zWireTypes,
  zWireUsers,
} from './wire-repository.js';

/** Repositories with issues that the token can see: a person's, or those an app is installed on. @internal */
export async function* listProjects(call: GithubCall, query?: DirectoryQuery): Pages<DirectoryProject> {
  const { cursor } = checkQuery(query, ['cursor'], call.operation, 'github');
  let isStarted = false;
  try {
    const list = { path: '/user/repos', schema: zWireProjects, toItems: toProjects, cursor };
    for await (const page of pagesOf(call, list)) {
      isStarted = true;
      yield page;
    }
    return;
  } catch (error) {
    // An installation's token has no user; and a cursor of one list is none of the other.
    const isOther = (['permission', 'not_found', 'invalid_input'] as const).some((code) => isTrackerError(error, code));
    if (isStarted || !isOther) throw error;
  }
  yield* pagesOf(call, {
    path: '/installation/repositories',
    schema: zWireInstalled,
    toItems: ({ repositories }) => toProjects(repositories),
    cursor,
  });
}

/** Label names. @internal */
export async function* listLabels(call: GithubCall, query?: DirectoryQuery): Pages<string> {
  const toItems = (labels: readonly { readonly name: string }[]) => labels.map(({ name }) => name);
  yield* pagesOf(call, { ...listAt(call, 'labels', query), schema: zWireLabels, toItems });
}

/** People whom issues can be assigned to. GitHub tells neither their names nor their addresses here. @internal */
export async function* listUsers(call: GithubCall, query?: DirectoryQuery): Pages<DirectoryUser> {
  const toItems = (users: readonly { readonly login: string }[]) =>
    users.map(({ login }) => ({ id: login, name: login, email: null }));
  yield* pagesOf(call, { ...listAt(call, 'assignees', query), schema: zWireUsers, toItems });
}

/** What an issue can be: GitHub's own words, and the labels that the options name. Asks nobody. @internal */
export async function* listStatuses(call: GithubCall, query?: DirectoryQuery): Pages<DirectoryStatus> {
  refuseCursor(call, listAt(call, '', query));
  call.signal?.throwIfAborted();
  const { statuses } = call.words;
  const named = statuses.all.map((word) => [word, statuses.meaningOf(word) ?? 'todo'] as const);
  const own: readonly (readonly [string, IssueStatus])[] = [
    ['open', 'todo'],
    ['completed', 'done'],
    ['not_planned', 'canceled'],
  ];
  yield { items: [...own, ...named].map(([name, status]) => ({ id: name, name, status })), cursor: null };
}

/** The issue types of the repository's organisation; a person's repository has none. @internal */
export async function* listIssueTypes(call: GithubCall, query?: DirectoryQuery): Pages<DirectoryIssueType> {
  const fields = ['title', 'body', 'labels', 'assignees'].map((name) => {
    return { id: name, name, required: name === 'title', custom: false };
  });
  const list = listAt(call, 'issue-types', query);
  refuseCursor(call, list);
  const types = await readTypes(call, list.path);
  const toType = ({ id, name }: (typeof types)[number]) => {
    return { id: String(id), name, issueType: toIssueType(name, [], call.words), fields };
  };
  yield { items: types.map(toType), cursor: null };
}

/** @internal */
export async function readTypes(call: GithubCall, path = `${call.path}/issue-types`) {
  const reply = await call.send({ path, schema: zWireTypes, answers: [404] });
  if (reply.status !== 404) return reply.body.filter(({ is_enabled }) => is_enabled !== false);
  // Where there are no types, or no repository.
  await call.send({ path: path.replace(/\/[^/]+$/, ''), schema: zWireRepository });
  return [];
}

function toProjects(repositories: readonly WireProject[]): DirectoryProject[] {
  return repositories
    .filter(({ has_issues }) => has_issues !== false)
    .map(({ full_name, html_url = null }) => {
      return { id: full_name, name: full_name.replace(/^.*\//, ''), key: null, url: html_url };
    });
}

function listAt(call: GithubCall, list: string, query: DirectoryQuery | undefined) {
  const { project, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'github');
  if (project !== undefined && !isRepository(project)) throw invalid(call, 'project', 'expected owner/repo');
  return { path: `${project === undefined ? call.path : `/repos/${project}`}/${list}`, cursor };
}

/** What comes in one page has given no cursor to go on from. */
function refuseCursor(call: GithubCall, { cursor }: { readonly cursor: string | undefined }): void {
  if (cursor !== undefined) throw invalid(call, 'cursor', 'is of another listing; this one has a single page');
}

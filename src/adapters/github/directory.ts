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
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { Call } from './issues.js';
import { toIssueType } from './map.js';
import type { GithubContext } from './options.js';
import { pagesOf } from './pages.js';
import { invalid } from './refusals.js';
import {
  type WireRepository,
  zWireInstalled,
  zWireLabels,
  zWireRepositories,
  zWireRepository,
  zWireTypes,
  zWireUsers,
} from './wire.js';

type Pages<Item> = AsyncGenerator<Page<Item>, void, void>;

/** Repositories with issues that the token can see: a person's, or those an app is installed on. @internal */
export async function* listProjects(
  context: GithubContext,
  { cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): Pages<DirectoryProject> {
  const call = { operation: 'directory.projects', cursor, signal };
  let isStarted = false;
  try {
    const path = '/user/repos';
    for await (const page of pagesOf(context, { ...call, path, schema: zWireRepositories, toItems: toProjects })) {
      isStarted = true;
      yield page;
    }
    return;
  } catch (error) {
    // An installation's token has no user; and a cursor of one list is none of the other.
    const isOther = (['permission', 'not_found', 'invalid_input'] as const).some((code) => isTrackerError(error, code));
    if (isStarted || !isOther) throw error;
  }
  yield* pagesOf(context, {
    ...call,
    path: '/installation/repositories',
    schema: zWireInstalled,
    toItems: ({ repositories }) => toProjects(repositories),
  });
}

/** Label names. @internal */
export async function* listLabels(
  context: GithubContext,
  query: DirectoryQuery = {},
  { signal }: CallOptions = {},
): Pages<string> {
  const list = { ...listAt(context, query, 'labels'), schema: zWireLabels, signal };
  yield* pagesOf(context, { ...list, toItems: (labels) => labels.map(({ name }) => name) });
}

/** People whom issues can be assigned to. GitHub tells neither their names nor their addresses here. @internal */
export async function* listUsers(
  context: GithubContext,
  query: DirectoryQuery = {},
  { signal }: CallOptions = {},
): Pages<DirectoryUser> {
  const list = { ...listAt(context, query, 'assignees', 'users'), schema: zWireUsers, signal };
  const toItems = (users: readonly { readonly login: string }[]) =>
    users.map(({ login }) => ({ id: login, name: login, email: null }));
  yield* pagesOf(context, { ...list, toItems });
}

/** What an issue can be: GitHub's own words, and the labels that the options name. Asks nobody. @internal */
export async function* listStatuses({ words }: GithubContext): Pages<DirectoryStatus> {
  const toStatus = (word: string, status: DirectoryStatus['status'] = 'todo') => ({ id: word, name: word, status });
  const { statuses } = words;
  const own = [toStatus('open'), toStatus('completed', 'done'), toStatus('not_planned', 'canceled')];
  yield { items: [...own, ...statuses.all.map((word) => toStatus(word, statuses.meaningOf(word)))], cursor: null };
}

/** The issue types of the repository's organisation; a person's repository has none. @internal */
export async function* listIssueTypes(
  context: GithubContext,
  query: DirectoryQuery = {},
  { signal }: CallOptions = {},
): Pages<DirectoryIssueType> {
  const { operation, path } = listAt(context, query, 'issue-types', 'issueTypes');
  const call: Call = { operation, signal };
  const items = (await readTypes({ ...context, path: path.replace(/\/issue-types$/, '') }, call)).map(
    ({ id, name }) => ({ id: String(id), name, issueType: toIssueType(name, [], context.words), fields: FIELDS }),
  );
  yield { items, cursor: null };
}

/** @internal */
export async function readTypes({ http, path }: Pick<GithubContext, 'http' | 'path'>, call: Call) {
  const reply = await http.send({ ...call, path: `${path}/issue-types`, schema: zWireTypes, answers: [404] });
  if (reply.status !== 404) return reply.body.filter(({ is_enabled }) => is_enabled !== false);
  // Where there are no types, or no repository.
  await http.send({ ...call, path, schema: zWireRepository });
  return [];
}

const FIELDS: readonly DirectoryField[] = ['title', 'body', 'labels', 'assignees'].map((id) => ({
  id,
  name: id,
  required: id === 'title',
  custom: false,
}));

function toProjects(repositories: readonly WireRepository[]): DirectoryProject[] {
  return repositories.flatMap(({ full_name, has_issues, html_url }) =>
    has_issues === false
      ? []
      : [{ id: full_name, name: full_name.replace(/^.*\//, ''), key: null, url: html_url ?? null }],
  );
}

function listAt({ path }: GithubContext, { project, cursor }: DirectoryQuery, list: string, name = list) {
  const operation = `directory.${name}`;
  if (project !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(project)) {
    throw invalid(operation, 'project', 'expected owner/repo');
  }
  return { operation, path: `${project === undefined ? path : `/repos/${project}`}/${list}`, cursor };
}

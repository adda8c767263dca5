import type { BodyGroup } from '../../contracts/adapter/body-group.js';
import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { CommentsGroup } from '../../contracts/adapter/comments-group.js';
import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import type { IssuesGroup } from '../../contracts/adapter/issues-group.js';
import type { LimitReport } from '../../contracts/adapter/limit-report.js';
import type { LinksGroup } from '../../contracts/adapter/links-group.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { AdapterTraits } from '../../contracts/adapter/traits.js';
import type { WebhooksGroup } from '../../contracts/adapter/webhooks-group.js';
import { createHttpClient } from '../../http/http-client.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { activeNodes, renderBody } from './body.js';
import { type GithubCall, startCall } from './call.js';
import { addComment, deleteComment, findComment, listComments, updateComment } from './comments.js';
import { testConnection } from './connection.js';
import { listIssueTypes, listLabels, listProjects, listStatuses, listUsers } from './directory.js';
import { githubFaults } from './faults.js';
import { findIssue } from './find.js';
import { createIssue, transitionIssue, updateIssue } from './issue-write.js';
import { getIssue, listIds, listIssues } from './issues.js';
import { githubLimiter } from './limits.js';
import { addLink, listLinks, removeLink } from './links.js';
import { type GithubContext, type GithubOptions, MAX_PAGE_SIZE, parseOptions } from './options.js';
import { searchIssues } from './search.js';
import { listHooks, registerHook, unregisterHook } from './webhooks.js';

/**
 * Issues of one GitHub repository, without the methods that write. `ref.id` is the issue's number, `ref.workspace` is
 * `owner/repo`.
 *
 * @public
 */
export interface GithubReader extends TrackerAdapter {
  /** Always `github`. */
  readonly provider: 'github';
  /** The hourly budgets, one per resource (`core`, `search`), as the newest answers told them. Sends nothing. */
  limits(): LimitReport;
  /** Issues. */
  readonly issues: Required<Pick<IssuesGroup, 'list' | 'get' | 'ids' | 'search' | 'findByClientKey'>>;
  /** Repositories, labels, people, statuses, issue types. */
  readonly directory: Required<DirectoryGroup>;
  /** Comments. */
  readonly comments: Required<Pick<CommentsGroup, 'list' | 'findByClientKey'>>;
  /** Sub-issues and dependencies. */
  readonly links: Required<Pick<LinksGroup, 'list'>>;
  /** GitHub's Markdown. */
  readonly body: BodyGroup;
  /** Hooks of the repository. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'list'>>;
}

/**
 * Issues of one GitHub repository. `ref.id` is the issue's number, `ref.workspace` is `owner/repo`.
 *
 * GitHub has no interface for deleting issues or attaching files, and no place for backlinks: those are absent.
 *
 * @public
 */
export interface GithubAdapter extends GithubReader {
  /** Issues. */
  readonly issues: Required<Omit<IssuesGroup, 'delete'>>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Sub-issues and dependencies. */
  readonly links: Required<Omit<LinksGroup, 'findByClientKey'>>;
  /** Hooks of the repository. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'list' | 'register' | 'unregister'>>;
}

type Operations = Readonly<Record<string, (call: GithubCall, ...args: never[]) => unknown>>;
type Bound<Group extends Operations> = {
  readonly [Name in keyof Group]: Group[Name] extends (call: GithubCall, ...args: infer Args) => infer Result
    ? (...args: [...Args, options?: CallOptions]) => Result
    : never;
};

const TRAITS: AdapterTraits = {
  maxPageSize: MAX_PAGE_SIZE,
  updatedSinceStepMs: 1000,
  // Lists are read from replicas, and GitHub promises no bound; a minute is what others re-read.
  indexLagMs: 60_000,
  createIsIdempotent: false,
  bodyFormat: 'markdown',
};

/**
 * Makes an adapter for the issues of one GitHub repository, on github.com or an Enterprise Server. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which repository, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const github = createGithubAdapter({ owner: 'acme', repo: 'widgets', token: () => vault.read('github') });
 * for await (const { items, cursor } of github.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * const { issue, warnings } = await github.issues.create({ title: 'It wobbles' }, { clientKey: 'WP01' });
 * ```
 *
 * @public
 */
export function createGithubAdapter(
  options: GithubOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): GithubAdapter;
/**
 * Makes one that may or may not write: where `readOnly` is true, the methods that write are absent.
 *
 * @param options - Which repository, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
export function createGithubAdapter(options: GithubOptions, runtime?: Partial<Runtime>): GithubReader;
export function createGithubAdapter(options: GithubOptions, runtime: Partial<Runtime> = {}): GithubReader {
  const ports = createRuntime(runtime);
  const { now } = ports;
  const { client, ...settings } = parseOptions(options);
  const limiter = githubLimiter(ports);
  const http = createHttpClient({ ...client, faults: githubFaults(now), limiter }, ports);
  const context: GithubContext = { ...settings, http, now };
  /** Operations as a host calls them: without the call that is made for each, and its options last. */
  const bind = <Group extends Operations>(group: string, operations: Group) =>
    Object.fromEntries(
      Object.entries(operations).map(([name, perform]) => [
        name,
        (...args: never[]) => perform(startCall(context, group + name, args), ...args),
      ]),
    ) as Bound<Group>;
  const reader: GithubReader = {
    provider: 'github',
    workspace: settings.workspace,
    traits: TRAITS,
    limits: limiter.report,
    ...bind('', { testConnection }),
    issues: bind('issues.', {
      list: listIssues,
      get: getIssue,
      ids: listIds,
      search: searchIssues,
      findByClientKey: findIssue,
    }),
    directory: bind('directory.', {
      projects: listProjects,
      labels: listLabels,
      users: listUsers,
      statuses: listStatuses,
      issueTypes: listIssueTypes,
    }),
    comments: bind('comments.', { list: listComments, findByClientKey: findComment }),
    links: bind('links.', { list: listLinks }),
    body: bind('body.', { render: renderBody, activeNodes }),
    webhooks: bind('webhooks.', { list: listHooks }),
  };
  if (settings.isReadOnly) return reader;
  const adapter: GithubAdapter = {
    ...reader,
    issues: {
      ...reader.issues,
      ...bind('issues.', { create: createIssue, update: updateIssue, transition: transitionIssue }),
    },
    comments: {
      ...reader.comments,
      ...bind('comments.', { add: addComment, update: updateComment, delete: deleteComment }),
    },
    links: { ...reader.links, ...bind('links.', { add: addLink, remove: removeLink }) },
    webhooks: { ...reader.webhooks, ...bind('webhooks.', { register: registerHook, unregister: unregisterHook }) },
  };
  return adapter;
}

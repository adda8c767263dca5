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
  /** An operation as a host calls it: its call options come last. */
  const bind =
    <Args extends unknown[], Result>(operation: string, perform: (call: GithubCall, ...args: Args) => Result) =>
    (...args: [...Args, options?: CallOptions]): Result =>
      perform(startCall(context, operation, args), ...(args as unknown as Args));
  const reader: GithubReader = {
    provider: 'github',
    workspace: settings.workspace,
    traits: TRAITS,
    testConnection: bind('testConnection', testConnection),
    limits: limiter.report,
    issues: {
      list: bind('issues.list', listIssues),
      get: bind('issues.get', getIssue),
      ids: bind('issues.ids', listIds),
      search: bind('issues.search', searchIssues),
      findByClientKey: bind('issues.findByClientKey', findIssue),
    },
    directory: {
      projects: bind('directory.projects', listProjects),
      labels: bind('directory.labels', listLabels),
      users: bind('directory.users', listUsers),
      statuses: bind('directory.statuses', listStatuses),
      issueTypes: bind('directory.issueTypes', listIssueTypes),
    },
    comments: {
      list: bind('comments.list', listComments),
      findByClientKey: bind('comments.findByClientKey', findComment),
    },
    links: { list: bind('links.list', listLinks) },
    body: { render: renderBody, activeNodes: bind('body.activeNodes', activeNodes) },
    webhooks: { list: bind('webhooks.list', listHooks) },
  };
  if (settings.isReadOnly) return reader;
  const adapter: GithubAdapter = {
    ...reader,
    issues: {
      ...reader.issues,
      create: bind('issues.create', createIssue),
      update: bind('issues.update', updateIssue),
      transition: bind('issues.transition', transitionIssue),
    },
    comments: {
      ...reader.comments,
      add: bind('comments.add', addComment),
      update: bind('comments.update', updateComment),
      delete: bind('comments.delete', deleteComment),
    },
    links: { ...reader.links, add: bind('links.add', addLink), remove: bind('links.remove', removeLink) },
    webhooks: {
      ...reader.webhooks,
      register: bind('webhooks.register', registerHook),
      unregister: bind('webhooks.unregister', unregisterHook),
    },
  };
  return adapter;
}

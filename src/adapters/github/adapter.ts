import type { BodyGroup } from '../../contracts/adapter/body-group.js';
import type { CommentsGroup } from '../../contracts/adapter/comments-group.js';
import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import type { IssuesGroup } from '../../contracts/adapter/issues-group.js';
import type { LimitReport } from '../../contracts/adapter/limit-report.js';
import type { LinksGroup } from '../../contracts/adapter/links-group.js';
import { methodsOf } from '../../contracts/adapter/methods.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { AdapterTraits } from '../../contracts/adapter/traits.js';
import type { WebhooksGroup } from '../../contracts/adapter/webhooks-group.js';
import { createHttpClient } from '../../http/http-client.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { startCall } from './call.js';
import { githubFaults } from './faults.js';
import { getIssue, listIds, listIssues } from './issues.js';
import { githubLimiter } from './limits.js';
import { type GithubContext, type GithubOptions, MAX_PAGE_SIZE, parseOptions } from './options.js';

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
  /** Sub-issues and dependencies. `issue.links` is always empty, because GitHub's issues do not carry them: ask here. */
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
  const reader = readerOf(context, limiter.report);
  return settings.isReadOnly ? reader : writerOf(context, reader);
}

function callsOf(context: GithubContext) {
  return methodsOf((operation, signal) => startCall(context, operation, signal));
}

function readerOf(context: GithubContext, limits: () => LimitReport): GithubReader {
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
  const reading = methods({ issues: { list: listIssues, get: getIssue, ids: listIds } });
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setUp = () => import('./setup.js');
  const lookingUp = methodsIn(() => import('./looking-up.js'), {
    issues: ['search', 'findByClientKey'],
    comments: ['list', 'findByClientKey'],
    links: ['list'],
  });
  return {
    provider: 'github',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: testConnectionIn(setUp),
    limits,
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
      webhooks: ['list'],
    }),
    ...methodsIn(() => import('./body.js'), { body: ['render', 'activeNodes'] }),
    issues: { ...reading.issues, ...lookingUp.issues },
  };
}

function writerOf(context: GithubContext, reader: GithubReader): GithubAdapter {
  const writing = callsOf(context).methodsIn(() => import('./writing.js'), {
    issues: ['create', 'update', 'transition'],
    comments: ['add', 'update', 'delete'],
    links: ['add', 'remove'],
    webhooks: ['register', 'unregister'],
  });
  return {
    ...reader,
    ...writing,
    issues: { ...reader.issues, ...writing.issues },
    comments: { ...reader.comments, ...writing.comments },
    links: { ...reader.links, ...writing.links },
    webhooks: { ...reader.webhooks, ...writing.webhooks },
  };
}

import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BacklinksGroup } from '../../contracts/adapter/backlinks-group.js';
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
import type { Page } from '../../contracts/page.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { listAttachments } from './attachments.js';
import { findComment, listComments } from './comments.js';
import { jiraFaults } from './faults.js';
import { findIssue, getIssue, issueIds, listIssues, STEP_MS, searchIssues } from './issues.js';
import { LIMITS } from './limits.js';
import { listLinks } from './links.js';
import { type JiraContext, type JiraOptions, MAX_PAGE_SIZE, parseOptions } from './options.js';
import type { Scope } from './request.js';

/**
 * The issues of one Jira Cloud project, to be read. `ref.id` is Jira's numeric id, which a move to another project does not
 * change; `ref.workspace` is the site's host.
 *
 * @public
 */
export interface JiraReader extends TrackerAdapter {
  /** Always `jira`. */
  readonly provider: 'jira';
  /** What is known of the remaining budget. */
  limits(): LimitReport;
  /** Issues. */
  readonly issues: Required<Pick<IssuesGroup, 'list' | 'get' | 'ids' | 'search' | 'findByClientKey'>>;
  /** Projects, labels, users, statuses, issue types. */
  readonly directory: Required<DirectoryGroup>;
  /** Comments. */
  readonly comments: Required<Pick<CommentsGroup, 'list' | 'findByClientKey'>>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list'>>;
  /** Files. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list'>>;
  /** The Atlassian Document Format. */
  readonly body: BodyGroup;
  /** Webhooks. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'list'>>;
}

/**
 * The issues of one Jira Cloud project.
 *
 * @public
 */
export interface JiraAdapter extends JiraReader {
  /** Issues. */
  readonly issues: Required<IssuesGroup>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list' | 'add' | 'remove'>>;
  /** Files. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list' | 'add'>>;
  /** Remote links. */
  readonly backlinks: BacklinksGroup;
  /** Webhooks: an administrator's with an API token, an app's with OAuth. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'register' | 'unregister' | 'list' | 'renew'>>;
}

const TRAITS: AdapterTraits = {
  maxPageSize: MAX_PAGE_SIZE,
  updatedSinceStepMs: STEP_MS,
  // Searches are eventually consistent: minutes as a rule.
  indexLagMs: 600_000,
  createIsIdempotent: false,
  bodyFormat: 'adf',
};

/**
 * Makes an adapter for the issues of one Jira Cloud project. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which project, and how to reach it. With `readOnly: true` the writing methods are absent.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const jira = createJiraAdapter({
 *   siteUrl: 'https://acme.atlassian.net',
 *   project: 'ACME',
 *   auth: { email: 'bot@acme.example', apiToken: () => vault.read('jira') },
 * });
 * for await (const { items, cursor } of jira.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createJiraAdapter(
  options: JiraOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): JiraAdapter;
/**
 * Makes an adapter that only reads.
 *
 * @public
 */
export function createJiraAdapter(options: JiraOptions, runtime?: Partial<Runtime>): JiraReader;
export function createJiraAdapter(options: JiraOptions, runtime: Partial<Runtime> = {}): JiraReader {
  const ports = createRuntime(runtime);
  const { client, ...settings } = parseOptions(options);
  const limiter = createLimiter(LIMITS, ports);
  const http = createHttpClient({ ...client, faults: jiraFaults(ports.now), limiter }, ports);
  const context: JiraContext = { ...settings, http, now: ports.now };
  const reader = readerOf(context, limiter.report);
  return settings.readOnly ? reader : writerOf(context, reader);
}

type Operation<Args extends readonly unknown[], Result> = (scope: Scope, ...args: Args) => Result;
type Pages<Item> = AsyncGenerator<Page<Item>, void, void>;
type Writing = typeof import('./writing.js');
type Setup = typeof import('./setup.js');

/**
 * Makes methods of operations: each has a name, for errors, and finds its call's options behind so many arguments. What a
 * pull does not need is loaded with its first use.
 */
function methodsOf(context: JiraContext) {
  const scopeFor = (operation: string, args: readonly unknown[], optionsAt: number): Scope => {
    const { signal } = (args[optionsAt] ?? {}) as CallOptions;
    return { ...context, operation, signal };
  };
  return {
    reads:
      <Args extends readonly unknown[], Result>(name: string, optionsAt: number, run: Operation<Args, Result>) =>
      (...args: Args) =>
        run(scopeFor(name, args, optionsAt), ...args),
    asks:
      <Args extends readonly unknown[], Result>(
        name: string,
        optionsAt: number,
        run: (setup: Setup) => Operation<Args, Promise<Result>>,
      ) =>
      async (...args: Args) =>
        run(await import('./setup.js'))(scopeFor(name, args, optionsAt), ...args),
    looksUp: <Args extends readonly unknown[], Item>(
      name: string,
      run: (setup: Setup) => Operation<Args, Pages<Item>>,
    ) =>
      async function* (...args: Args): Pages<Item> {
        yield* run(await import('./setup.js'))(scopeFor(name, args, 1), ...args);
      },
    writes:
      <Args extends readonly unknown[], Result>(
        name: string,
        optionsAt: number,
        run: (writing: Writing) => Operation<Args, Promise<Result>>,
      ) =>
      async (...args: Args) =>
        run(await import('./writing.js'))(scopeFor(name, args, optionsAt), ...args),
  };
}

function readerOf(context: JiraContext, limits: () => LimitReport): JiraReader {
  const { asks, looksUp, reads } = methodsOf(context);
  return {
    provider: 'jira',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: asks('testConnection', 0, (setup) => setup.testConnection),
    limits,
    issues: {
      list: reads('issues.list', 1, listIssues),
      get: reads('issues.get', 1, getIssue),
      ids: reads('issues.ids', 1, issueIds),
      search: reads('issues.search', 1, searchIssues),
      findByClientKey: reads('issues.findByClientKey', 1, findIssue),
    },
    directory: {
      projects: looksUp('directory.projects', (setup) => setup.listProjects),
      labels: looksUp('directory.labels', (setup) => setup.listLabels),
      users: looksUp('directory.users', (setup) => setup.listUsers),
      statuses: looksUp('directory.statuses', (setup) => setup.listStatuses),
      issueTypes: looksUp('directory.issueTypes', (setup) => setup.listTypes),
    },
    comments: {
      list: reads('comments.list', 2, listComments),
      findByClientKey: reads('comments.findByClientKey', 2, findComment),
    },
    links: { list: reads('links.list', 1, listLinks) },
    attachments: { list: reads('attachments.list', 1, listAttachments) },
    body: {
      render: async (markdown) => (await import('./richtext.js')).markdownToAdf(markdown),
      activeNodes: async (rendered) => (await import('./richtext.js')).activeNodesOfAdf(rendered),
    },
    webhooks: { list: asks('webhooks.list', 0, (setup) => setup.listWebhooks) },
  };
}

function writerOf(context: JiraContext, reader: JiraReader): JiraAdapter {
  const { writes } = methodsOf(context);
  const { issues, comments, links, attachments, webhooks } = reader;
  return {
    ...reader,
    issues: {
      ...issues,
      create: writes('issues.create', 1, (writing) => writing.createIssue),
      update: writes('issues.update', 2, (writing) => writing.updateIssue),
      transition: writes('issues.transition', 2, (writing) => writing.transitionIssue),
      delete: writes('issues.delete', 1, (writing) => writing.deleteIssue),
    },
    comments: {
      ...comments,
      add: writes('comments.add', 2, (writing) => writing.addComment),
      update: writes('comments.update', 3, (writing) => writing.updateComment),
      delete: writes('comments.delete', 2, (writing) => writing.deleteComment),
    },
    links: {
      ...links,
      add: writes('links.add', 2, (writing) => writing.addLink),
      remove: writes('links.remove', 2, (writing) => writing.removeLink),
    },
    attachments: { ...attachments, add: writes('attachments.add', 2, (writing) => writing.addAttachment) },
    backlinks: {
      upsert: writes('backlinks.upsert', 2, (writing) => writing.upsertBacklink),
      remove: writes('backlinks.remove', 2, (writing) => writing.removeBacklink),
    },
    webhooks: {
      ...webhooks,
      register: writes('webhooks.register', 1, (writing) => writing.registerWebhook),
      unregister: writes('webhooks.unregister', 1, (writing) => writing.unregisterWebhook),
      renew: writes('webhooks.renew', 1, (writing) => writing.renewWebhook),
    },
  };
}

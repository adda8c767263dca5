import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BacklinksGroup } from '../../contracts/adapter/backlinks-group.js';
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
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { jiraFaults } from './faults.js';
import { getIssue, issueIds } from './issues.js';
import { LIMITS } from './limits.js';
import { INDEX_LAG_MS, listIssues, STEP_MS } from './list-issues.js';
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
  indexLagMs: INDEX_LAG_MS,
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

function callsOf(context: JiraContext) {
  return methodsOf((operation, signal): Scope => ({ ...context, operation, signal }));
}

function readerOf(context: JiraContext, limits: () => LimitReport): JiraReader {
  const { method, methodsIn } = callsOf(context);
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setup = methodsIn(() => import('./setup.js'));
  const lookingUp = methodsIn(() => import('./looking-up.js'));
  return {
    provider: 'jira',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: setup.later('testConnection', 0, (module) => module.testConnection),
    limits,
    issues: {
      list: method('issues.list', 1, listIssues),
      get: method('issues.get', 1, getIssue),
      ids: method('issues.ids', 1, issueIds),
      search: lookingUp.pagesLater('issues.search', 1, (module) => module.searchIssues),
      findByClientKey: lookingUp.later('issues.findByClientKey', 1, (module) => module.findIssue),
    },
    directory: {
      projects: setup.pagesLater('directory.projects', 1, (module) => module.listProjects),
      labels: setup.pagesLater('directory.labels', 1, (module) => module.listLabels),
      users: setup.pagesLater('directory.users', 1, (module) => module.listUsers),
      statuses: setup.pagesLater('directory.statuses', 1, (module) => module.listStatuses),
      issueTypes: setup.pagesLater('directory.issueTypes', 1, (module) => module.listTypes),
    },
    comments: {
      list: lookingUp.pagesLater('comments.list', 2, (module) => module.listComments),
      findByClientKey: lookingUp.later('comments.findByClientKey', 2, (module) => module.findComment),
    },
    links: { list: lookingUp.later('links.list', 1, (module) => module.listLinks) },
    attachments: { list: lookingUp.later('attachments.list', 1, (module) => module.listAttachments) },
    body: {
      render: async (markdown) => (await import('./richtext.js')).markdownToAdf(markdown),
      activeNodes: async (rendered) => (await import('./richtext.js')).activeNodesOfAdf(rendered),
    },
    webhooks: { list: setup.later('webhooks.list', 0, (module) => module.listWebhooks) },
  };
}

function writerOf(context: JiraContext, reader: JiraReader): JiraAdapter {
  const { later } = callsOf(context).methodsIn(() => import('./writing.js'));
  const { issues, comments, links, attachments, webhooks } = reader;
  return {
    ...reader,
    issues: {
      ...issues,
      create: later('issues.create', 1, (writing) => writing.createIssue),
      update: later('issues.update', 2, (writing) => writing.updateIssue),
      transition: later('issues.transition', 2, (writing) => writing.transitionIssue),
      delete: later('issues.delete', 1, (writing) => writing.deleteIssue),
    },
    comments: {
      ...comments,
      add: later('comments.add', 2, (writing) => writing.addComment),
      update: later('comments.update', 3, (writing) => writing.updateComment),
      delete: later('comments.delete', 2, (writing) => writing.deleteComment),
    },
    links: {
      ...links,
      add: later('links.add', 2, (writing) => writing.addLink),
      remove: later('links.remove', 2, (writing) => writing.removeLink),
    },
    attachments: { ...attachments, add: later('attachments.add', 2, (writing) => writing.addAttachment) },
    backlinks: {
      upsert: later('backlinks.upsert', 2, (writing) => writing.upsertBacklink),
      remove: later('backlinks.remove', 2, (writing) => writing.removeBacklink),
    },
    webhooks: {
      ...webhooks,
      register: later('webhooks.register', 1, (writing) => writing.registerWebhook),
      unregister: later('webhooks.unregister', 1, (writing) => writing.unregisterWebhook),
      renew: later('webhooks.renew', 1, (writing) => writing.renewWebhook),
    },
  };
}

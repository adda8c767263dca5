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
import type { WebhooksGroup } from '../../contracts/adapter/webhooks-group.js';
import { createWords } from '../../contracts/adapter/word-map.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { type AzureContext, begin } from './context.js';
import { azureFaults } from './faults.js';
import { getIssue } from './issues.js';
import { AZURE_LIMITS } from './limits.js';
import { issueIds, listIssues } from './list-issues.js';
import { type AzureDevopsOptions, parseOptions } from './options.js';
import { refuseSignIn } from './sign-in.js';
import { MAX_PAGE_SIZE } from './wiql.js';

/**
 * Work items of one project at Azure DevOps, read side. `ref.id` is the number of the work item in its organisation.
 *
 * @public
 */
export interface AzureDevopsReader extends TrackerAdapter {
  /** Always `azure_devops`. */
  readonly provider: 'azure_devops';
  /** What is known of the remaining budget. */
  limits(): LimitReport;
  /** Work items. */
  readonly issues: Required<Pick<IssuesGroup, 'list' | 'get' | 'ids' | 'search' | 'findByClientKey'>>;
  /** Projects, tags, members of teams, states, work item types. */
  readonly directory: Required<DirectoryGroup>;
  /** Comments. */
  readonly comments: Required<Pick<CommentsGroup, 'list' | 'findByClientKey'>>;
  /** Links between work items. */
  readonly links: Required<Pick<LinksGroup, 'list'>>;
  /** Files. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list' | 'findByClientKey'>>;
  /** HTML, or Markdown where the options say so. */
  readonly body: BodyGroup;
  /** Service hooks that this package made. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'list' | 'health'>>;
}

/**
 * Work items of one project at Azure DevOps. `ref.id` is the number of the work item in its organisation.
 *
 * @public
 */
export interface AzureDevopsAdapter extends AzureDevopsReader {
  /** Work items. */
  readonly issues: Required<IssuesGroup>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Links between work items. */
  readonly links: Required<Pick<LinksGroup, 'list' | 'add' | 'remove'>>;
  /** Files. */
  readonly attachments: Required<AttachmentsGroup>;
  /** Hyperlinks that point back to the host's object. */
  readonly backlinks: BacklinksGroup;
  /** Service hooks. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'register' | 'unregister' | 'list' | 'health'>>;
}

/**
 * Makes an adapter for the work items of one project, at Azure DevOps Services or a server of your own. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which project, and how to reach it. With `readOnly: true` the writing methods are absent.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const azure = createAzureDevopsAdapter({
 *   baseUrl: 'https://dev.azure.com/acme',
 *   project: 'Widgets',
 *   auth: { personalAccessToken: () => vault.read('azure') },
 * });
 * for await (const { items, cursor } of azure.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createAzureDevopsAdapter(
  options: AzureDevopsOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): AzureDevopsAdapter;
/**
 * Makes an adapter that only reads.
 *
 * @param options - Which project, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
export function createAzureDevopsAdapter(options: AzureDevopsOptions, runtime?: Partial<Runtime>): AzureDevopsReader;
export function createAzureDevopsAdapter(
  options: AzureDevopsOptions,
  runtime: Partial<Runtime> = {},
): AzureDevopsReader {
  const ports = createRuntime(runtime);
  const { client, ...settings } = parseOptions(options);
  const { statusMap = {}, priorityMap = {}, typeMap = {} } = settings;
  const limiter = createLimiter(AZURE_LIMITS, ports);
  const http = createHttpClient(
    { ...client, faults: azureFaults(ports.now), limiter },
    { ...ports, fetch: refuseSignIn(ports.fetch) },
  );
  const context: AzureContext = {
    settings,
    http,
    words: { status: createWords(statusMap), priority: createWords(priorityMap), type: createWords(typeMap) },
    known: {},
  };
  const reader = readerOf(context, limiter.report);
  return settings.readOnly ? reader : writerOf(context, reader);
}

function callsOf(context: AzureContext) {
  return methodsOf((operation, signal) => begin(context, operation, signal));
}

function readerOf(context: AzureContext, limits: () => LimitReport): AzureDevopsReader {
  const { method, methodsIn } = callsOf(context);
  const { bodyFormat, workspace } = context.settings;
  const isMarkdown = bodyFormat === 'markdown';
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setup = methodsIn(() => import('./setup.js'));
  const lookingUp = methodsIn(() => import('./looking-up.js'));
  return {
    provider: 'azure_devops',
    workspace,
    traits: {
      maxPageSize: MAX_PAGE_SIZE,
      updatedSinceStepMs: 1,
      // The time of a change is set before it can be seen, and queries may go to a replica.
      indexLagMs: 120_000,
      createIsIdempotent: false,
      bodyFormat,
    },
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
      issueTypes: setup.pagesLater('directory.issueTypes', 1, (module) => module.listIssueTypes),
    },
    comments: {
      list: lookingUp.pagesLater('comments.list', 2, (module) => module.listComments),
      findByClientKey: lookingUp.later('comments.findByClientKey', 2, (module) => module.findComment),
    },
    links: { list: lookingUp.later('links.list', 1, (module) => module.listLinks) },
    attachments: {
      list: lookingUp.later('attachments.list', 1, (module) => module.listAttachments),
      findByClientKey: lookingUp.later('attachments.findByClientKey', 2, (module) => module.findAttachment),
    },
    body: {
      render: async (markdown) => (await import('./rich-text.js')).render(markdown, isMarkdown),
      activeNodes: async (rendered) => (await import('./rich-text.js')).activeNodesIn(String(rendered), isMarkdown),
    },
    webhooks: {
      list: setup.later('webhooks.list', 0, (module) => module.listWebhooks),
      health: setup.later('webhooks.health', 1, (module) => module.webhookHealth),
    },
  };
}

function writerOf(context: AzureContext, reader: AzureDevopsReader): AzureDevopsAdapter {
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
    },
  };
}

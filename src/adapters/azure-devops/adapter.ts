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
import { listIssues } from './list-issues.js';
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
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
  const { bodyFormat, workspace } = context.settings;
  const isMarkdown = bodyFormat === 'markdown';
  const reading = methods({ issues: { list: listIssues, get: getIssue } });
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setUp = () => import('./setup.js');
  const lookingUp = methodsIn(() => import('./looking-up.js'), {
    issues: ['ids', 'search', 'findByClientKey'],
    comments: ['list', 'findByClientKey'],
    links: ['list'],
    attachments: ['list', 'findByClientKey'],
  });
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
    testConnection: testConnectionIn(setUp),
    limits,
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
      webhooks: ['list', 'health'],
    }),
    issues: { ...reading.issues, ...lookingUp.issues },
    body: {
      render: async (markdown) => (await import('./rich-text.js')).render(markdown, isMarkdown),
      activeNodes: async (rendered) => (await import('./rich-text.js')).activeNodesIn(String(rendered), isMarkdown),
    },
  };
}

function writerOf(context: AzureContext, reader: AzureDevopsReader): AzureDevopsAdapter {
  const writing = callsOf(context).methodsIn(() => import('./writing.js'), {
    issues: ['create', 'update', 'transition', 'delete'],
    comments: ['add', 'update', 'delete'],
    links: ['add', 'remove'],
    attachments: ['add'],
    backlinks: ['upsert', 'remove'],
    webhooks: ['register', 'unregister'],
  });
  return {
    ...reader,
    ...writing,
    issues: { ...reader.issues, ...writing.issues },
    comments: { ...reader.comments, ...writing.comments },
    links: { ...reader.links, ...writing.links },
    attachments: { ...reader.attachments, ...writing.attachments },
    webhooks: { ...reader.webhooks, ...writing.webhooks },
  };
}

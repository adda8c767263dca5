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
import { getIssue } from './issues.js';
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
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
  const reading = methods({ issues: { list: listIssues, get: getIssue } });
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setUp = () => import('./setup.js');
  const lookingUp = methodsIn(() => import('./looking-up.js'), {
    issues: ['ids', 'search', 'findByClientKey'],
    comments: ['list', 'findByClientKey'],
    links: ['list'],
    attachments: ['list'],
  });
  return {
    provider: 'jira',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: testConnectionIn(setUp),
    limits,
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
      webhooks: ['list'],
    }),
    issues: { ...reading.issues, ...lookingUp.issues },
    body: {
      render: async (markdown) => (await import('./richtext.js')).markdownToAdf(markdown),
      activeNodes: async (rendered) => (await import('./richtext.js')).activeNodesOfAdf(rendered),
    },
  };
}

function writerOf(context: JiraContext, reader: JiraReader): JiraAdapter {
  const writing = callsOf(context).methodsIn(() => import('./writing.js'), {
    issues: ['create', 'update', 'transition', 'delete'],
    comments: ['add', 'update', 'delete'],
    links: ['add', 'remove'],
    attachments: ['add'],
    backlinks: ['upsert', 'remove'],
    webhooks: ['register', 'unregister', 'renew'],
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

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
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { listAttachments } from './attachments.js';
import { findComment, listComments } from './comments.js';
import { testConnection } from './connection.js';
import { listLabels, listProjects, listStatuses, listUsers } from './directory.js';
import { jiraFaults } from './faults.js';
import { findIssue, issueIds, listIssues, readIssue, STEP_MS, searchIssues } from './issues.js';
import { LIMITS } from './limits.js';
import { listLinks } from './links.js';
import { type JiraContext, type JiraOptions, MAX_PAGE_SIZE, parseOptions } from './options.js';
import { type Scope, scopeOf } from './request.js';
import { listTypes } from './types.js';
import { listWebhooks } from './webhooks.js';

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

function readerOf(context: JiraContext, limits: () => LimitReport): JiraReader {
  const at = (operation: string, call?: CallOptions): Scope => scopeOf(context, operation, call);
  return {
    provider: 'jira',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: (call) => testConnection(at('testConnection', call)),
    limits,
    issues: {
      list: (query, call) => listIssues(at('issues.list', call), query),
      get: async (id, call) => readIssue(at('issues.get', call), id, call?.raw),
      ids: (query, call) => issueIds(at('issues.ids', call), query),
      search: (query, call) => searchIssues(at('issues.search', call), query),
      findByClientKey: (clientKey, call) => findIssue(at('issues.findByClientKey', call), clientKey),
    },
    directory: {
      projects: (query, call) => listProjects(at('directory.projects', call), query),
      labels: (query, call) => listLabels(at('directory.labels', call), query),
      users: (query, call) => listUsers(at('directory.users', call), query),
      statuses: (query, call) => listStatuses(at('directory.statuses', call), query),
      issueTypes: (query, call) => listTypes(at('directory.issueTypes', call), query),
    },
    comments: {
      list: (id, query, call) => listComments(at('comments.list', call), id, query),
      findByClientKey: (id, clientKey, call) => findComment(at('comments.findByClientKey', call), id, clientKey),
    },
    links: { list: (id, call) => listLinks(at('links.list', call), id) },
    attachments: { list: (id, call) => listAttachments(at('attachments.list', call), id) },
    body: {
      render: async (markdown) => (await import('./richtext.js')).markdownToAdf(markdown),
      activeNodes: async (rendered) => (await import('./richtext.js')).activeNodesOfAdf(rendered),
    },
    webhooks: { list: (call) => listWebhooks(at('webhooks.list', call)) },
  };
}

function writerOf(context: JiraContext, reader: JiraReader): JiraAdapter {
  const at = (operation: string, call?: CallOptions): Scope => scopeOf(context, operation, call);
  // Loaded with the first write.
  const writing = () => import('./writing.js');
  return {
    ...reader,
    issues: {
      ...reader.issues,
      create: async (draft, call) => (await writing()).createIssue(at('issues.create', call), draft, call?.clientKey),
      update: async (id, patch, call) => (await writing()).updateIssue(at('issues.update', call), id, patch),
      transition: async (id, status, call) =>
        (await writing()).transitionIssue(at('issues.transition', call), id, status),
      delete: async (id, call) => (await writing()).deleteIssue(at('issues.delete', call), id),
    },
    comments: {
      ...reader.comments,
      add: async (id, body, call) => (await writing()).addComment(at('comments.add', call), id, body, call),
      update: async (id, commentId, body, call) =>
        (await writing()).updateComment(at('comments.update', call), id, commentId, body),
      delete: async (id, commentId, call) =>
        (await writing()).deleteComment(at('comments.delete', call), id, commentId),
    },
    links: {
      ...reader.links,
      add: async (id, relation, call) => (await writing()).addLink(at('links.add', call), id, relation),
      remove: async (id, relation, call) => (await writing()).removeLink(at('links.remove', call), id, relation),
    },
    attachments: {
      ...reader.attachments,
      add: async (id, draft, call) =>
        (await writing()).addAttachment(at('attachments.add', call), id, draft, call?.clientKey),
    },
    backlinks: {
      upsert: async (id, backlink, call) =>
        (await writing()).upsertBacklink(at('backlinks.upsert', call), id, backlink),
      remove: async (id, key, call) => (await writing()).removeBacklink(at('backlinks.remove', call), id, key),
    },
    webhooks: {
      ...reader.webhooks,
      register: async (hook, call) => (await writing()).registerWebhook(at('webhooks.register', call), hook),
      unregister: async (id, call) => (await writing()).unregisterWebhook(at('webhooks.unregister', call), id),
      renew: async (id, call) => (await writing()).renewWebhook(at('webhooks.renew', call), id),
    },
  };
}

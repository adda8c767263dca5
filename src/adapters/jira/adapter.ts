import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BacklinksGroup } from '../../contracts/adapter/backlinks-group.js';
import type { BodyGroup } from '../../contracts/adapter/body-group.js';
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
import { addAttachment, listAttachments } from './attachments.js';
import { removeBacklink, upsertBacklink } from './backlinks.js';
import { addComment, deleteComment, findComment, listComments, updateComment } from './comments.js';
import { testConnection } from './connection.js';
import { createIssue } from './create.js';
import { directoryOf } from './directory.js';
import { jiraFaults } from './faults.js';
import { findIssue, getIssue, issueIds, listIssues, STEP_MS, searchIssues } from './issues.js';
import { LIMITS } from './limits.js';
import { addLink, listLinks, removeLink } from './links.js';
import { type JiraContext, type JiraOptions, MAX_PAGE_SIZE, parseOptions } from './options.js';
import { deleteIssue, transitionIssue, updateIssue } from './update.js';
import { listWebhooks, registerWebhook, renewWebhook, unregisterWebhook } from './webhooks.js';

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
  return {
    provider: 'jira',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: (call) => testConnection(context, call),
    limits,
    issues: {
      list: (query, call) => listIssues(context, query, call),
      get: (id, call) => getIssue(context, id, call),
      ids: (query, call) => issueIds(context, query, call),
      search: (query, call) => searchIssues(context, query, call),
      findByClientKey: (clientKey, call) => findIssue(context, clientKey, call),
    },
    directory: directoryOf(context),
    comments: {
      list: (id, query, call) => listComments(context, id, query, call),
      findByClientKey: (id, clientKey, call) => findComment(context, id, clientKey, call),
    },
    links: { list: (id, call) => listLinks(context, id, call) },
    attachments: { list: (id, call) => listAttachments(context, id, call) },
    body: {
      render: async (markdown) => (await import('./richtext.js')).markdownToAdf(markdown),
      activeNodes: async (rendered) => (await import('./richtext.js')).activeNodesOfAdf(rendered),
    },
    webhooks: { list: (call) => listWebhooks(context, call) },
  };
}

function writerOf(context: JiraContext, reader: JiraReader): JiraAdapter {
  return {
    ...reader,
    issues: {
      ...reader.issues,
      create: (draft, call) => createIssue(context, draft, call),
      update: (id, patch, call) => updateIssue(context, id, patch, call),
      transition: (id, status, call) => transitionIssue(context, id, status, call),
      delete: (id, call) => deleteIssue(context, id, call),
    },
    comments: {
      ...reader.comments,
      add: (id, body, call) => addComment(context, id, body, call),
      update: (id, commentId, body, call) => updateComment(context, id, commentId, body, call),
      delete: (id, commentId, call) => deleteComment(context, id, commentId, call),
    },
    links: {
      ...reader.links,
      add: (id, relation, call) => addLink(context, id, relation, call),
      remove: (id, relation, call) => removeLink(context, id, relation, call),
    },
    attachments: { ...reader.attachments, add: (id, draft, call) => addAttachment(context, id, draft, call) },
    backlinks: {
      upsert: (id, backlink, call) => upsertBacklink(context, id, backlink, call),
      remove: (id, key, call) => removeBacklink(context, id, key, call),
    },
    webhooks: {
      ...reader.webhooks,
      register: (hook, call) => registerWebhook(context, hook, call),
      unregister: (id, call) => unregisterWebhook(context, id, call),
      renew: (id, call) => renewWebhook(context, id, call),
    },
  };
}

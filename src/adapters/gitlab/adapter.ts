import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BodyGroup } from '../../contracts/adapter/body-group.js';
import type { CommentsGroup } from '../../contracts/adapter/comments-group.js';
import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import type { IssuesGroup } from '../../contracts/adapter/issues-group.js';
import type { LimitReport } from '../../contracts/adapter/limit-report.js';
import type { LinksGroup } from '../../contracts/adapter/links-group.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { AdapterTraits } from '../../contracts/adapter/traits.js';
import type { WebhooksGroup } from '../../contracts/adapter/webhooks-group.js';
import { createWords } from '../../contracts/adapter/word-map.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { addAttachment, findAttachment } from './attachments.js';
import { renderBody } from './body.js';
import { addComment, deleteComment, findComment, listComments, updateComment } from './comments.js';
import { testConnection } from './connection.js';
import { type GitlabContext, projectPath } from './context.js';
import { listIssueTypes, listLabels, listProjects, listStatuses, listUsers } from './directory.js';
import { gitlabFaults } from './faults.js';
import { findIssue, getIssue, searchIssues } from './issues.js';
import { gitlabLimits } from './limits.js';
import { addLink, listLinks, removeLink } from './links.js';
import { issueIds, listIssues, MAX_PAGE_SIZE } from './list-issues.js';
import { type GitlabOptions, parseOptions } from './options.js';
import { listWebhooks, registerWebhook, unregisterWebhook, webhookHealth } from './webhooks.js';
import { createIssue, deleteIssue, transitionIssue, updateIssue } from './write-issues.js';

/**
 * GitLab issues of one project, read side. `ref.id` is the issue's number in the project (`iid`).
 *
 * @public
 */
export interface GitlabReader extends TrackerAdapter {
  /** Always `gitlab`. */
  readonly provider: 'gitlab';
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
  /** Files that were attached under a client key. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'findByClientKey'>>;
  /** GitLab's Markdown. */
  readonly body: BodyGroup;
  /** Webhooks, which only a Maintainer may see. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'list' | 'health'>>;
}

/**
 * GitLab issues of one project. `ref.id` is the issue's number in the project (`iid`).
 *
 * @public
 */
export interface GitlabAdapter extends GitlabReader {
  /** Issues. */
  readonly issues: Required<IssuesGroup>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list' | 'add' | 'remove'>>;
  /** Files: uploads that a comment shows. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'add' | 'findByClientKey'>>;
  /** Webhooks. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'register' | 'unregister' | 'list' | 'health'>>;
}

const TRAITS: AdapterTraits = {
  maxPageSize: MAX_PAGE_SIZE,
  updatedSinceStepMs: 1,
  // Lists may be read from a replica; GitLab keeps those within seconds.
  indexLagMs: 5_000,
  createIsIdempotent: false,
  bodyFormat: 'markdown',
};

/**
 * Makes an adapter for the issues of one GitLab project, on gitlab.com or a server of your own. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which project, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const gitlab = createGitlabAdapter({ project: 'acme/widgets', token: () => vault.read('gitlab') });
 * for await (const { items, cursor } of gitlab.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createGitlabAdapter(
  options: GitlabOptions & { readonly readOnly: true },
  runtime?: Partial<Runtime>,
): GitlabReader;
/** @public */
export function createGitlabAdapter(options: GitlabOptions, runtime?: Partial<Runtime>): GitlabAdapter;
export function createGitlabAdapter(options: GitlabOptions, runtime: Partial<Runtime> = {}): GitlabReader {
  const ports = createRuntime(runtime);
  const settings = parseOptions(options);
  const { client, workspace, server, statusMap = {}, priorityMap = {}, typeMap = {}, readOnly = false } = settings;
  const limiter = createLimiter(gitlabLimits(settings.issuesPerMinute, settings.notesPerMinute), ports);
  const http = createHttpClient({ ...client, faults: gitlabFaults(ports.now), limiter }, ports);
  const context: GitlabContext = {
    http,
    workspace,
    server,
    readOnly,
    path: projectPath(workspace),
    words: { status: createWords(statusMap), priority: createWords(priorityMap), type: createWords(typeMap) },
    resolveUser: settings.resolveUser,
  };
  const reader: GitlabReader = {
    provider: 'gitlab',
    workspace,
    traits: TRAITS,
    testConnection: (call) => testConnection(context, call),
    limits: () => limiter.report(),
    issues: {
      list: (query, call) => listIssues(context, query, call),
      get: (id, call) => getIssue(context, id, call),
      ids: (query, call) => issueIds(context, query, call),
      search: (query, call) => searchIssues(context, query, call),
      findByClientKey: (key, call) => findIssue(context, key, call),
    },
    directory: {
      projects: (query, call) => listProjects(context, query, call),
      labels: (query, call) => listLabels(context, query, call),
      users: (query, call) => listUsers(context, query, call),
      statuses: () => listStatuses(context),
      issueTypes: () => listIssueTypes(context),
    },
    comments: {
      list: (issue, query, call) => listComments(context, issue, query, call),
      findByClientKey: (issue, key, call) => findComment(context, issue, key, call),
    },
    links: { list: (issue, call) => listLinks(context, issue, call) },
    attachments: { findByClientKey: (issue, key, call) => findAttachment(context, issue, key, call) },
    body: {
      render: async (markdown) => (await renderBody(markdown)).text,
      activeNodes: async (rendered) => (await import('./rich-text.js')).activeNodesIn(String(rendered)),
    },
    webhooks: {
      list: (call) => listWebhooks(context, call),
      health: (id, call) => webhookHealth(context, id, call),
    },
  };
  return readOnly ? reader : withWrites(context, reader);
}

function withWrites(context: GitlabContext, reader: GitlabReader): GitlabAdapter {
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
      add: (issue, body, call) => addComment(context, issue, body, call),
      update: (issue, id, body, call) => updateComment(context, issue, id, body, call),
      delete: (issue, id, call) => deleteComment(context, issue, id, call),
    },
    links: {
      ...reader.links,
      add: (issue, relation, call) => addLink(context, issue, relation, call),
      remove: (issue, relation, call) => removeLink(context, issue, relation, call),
    },
    attachments: {
      ...reader.attachments,
      add: (issue, draft, call) => addAttachment(context, issue, draft, call),
    },
    webhooks: {
      ...reader.webhooks,
      register: (hook, call) => registerWebhook(context, hook, call),
      unregister: (id, call) => unregisterWebhook(context, id, call),
    },
  };
}

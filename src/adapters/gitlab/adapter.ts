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
/**
 * The same with everything that writes.
 *
 * @param options - Which project, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
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
  const { reader, writes } = bind(context);
  const base: GitlabReader = {
    provider: 'gitlab',
    workspace,
    traits: TRAITS,
    limits: () => limiter.report(),
    ...reader,
  };
  if (readOnly) return base;
  const adapter: GitlabAdapter = {
    ...base,
    issues: { ...base.issues, ...writes.issues },
    comments: { ...base.comments, ...writes.comments },
    links: { ...base.links, ...writes.links },
    attachments: { ...base.attachments, ...writes.attachments },
    webhooks: { ...base.webhooks, ...writes.webhooks },
  };
  return adapter;
}

/** The operations, each with its context. */
function bind(context: GitlabContext) {
  const of =
    <Args extends unknown[], Result>(operation: (context: GitlabContext, ...args: Args) => Result) =>
    (...args: Args) =>
      operation(context, ...args);
  return {
    reader: {
      testConnection: of(testConnection),
      issues: {
        list: of(listIssues),
        get: of(getIssue),
        ids: of(issueIds),
        search: of(searchIssues),
        findByClientKey: of(findIssue),
      },
      directory: {
        projects: of(listProjects),
        labels: of(listLabels),
        users: of(listUsers),
        statuses: of(listStatuses),
        issueTypes: of(listIssueTypes),
      },
      comments: { list: of(listComments), findByClientKey: of(findComment) },
      links: { list: of(listLinks) },
      attachments: { findByClientKey: of(findAttachment) },
      body: {
        render: async (markdown: string) => (await renderBody(markdown)).text,
        activeNodes: async (rendered: unknown) => (await import('./rich-text.js')).activeNodesIn(String(rendered)),
      },
      webhooks: { list: of(listWebhooks), health: of(webhookHealth) },
    },
    writes: {
      issues: {
        create: of(createIssue),
        update: of(updateIssue),
        transition: of(transitionIssue),
        delete: of(deleteIssue),
      },
      comments: { add: of(addComment), update: of(updateComment), delete: of(deleteComment) },
      links: { add: of(addLink), remove: of(removeLink) },
      attachments: { add: of(addAttachment) },
      webhooks: { register: of(registerWebhook), unregister: of(unregisterWebhook) },
    },
  };
}

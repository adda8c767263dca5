import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
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
import { createWords } from '../../contracts/adapter/word-map.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { renderBody } from './body.js';
import { begin, type GitlabContext, projectPath } from './context.js';
import { gitlabFaults } from './faults.js';
import { getIssue } from './issues.js';
import { gitlabLimits } from './limits.js';
import { issueIds, listIssues, MAX_PAGE_SIZE } from './list-issues.js';
import { type GitlabOptions, parseOptions } from './options.js';

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
 * @param options - Which project, and how to reach it. With `readOnly: true` the writing methods are absent.
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
  options: GitlabOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): GitlabAdapter;
/**
 * Makes an adapter that only reads.
 *
 * @param options - Which project, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
export function createGitlabAdapter(options: GitlabOptions, runtime?: Partial<Runtime>): GitlabReader;
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
    iidOf: settings.iidOf,
  };
  const reader = readerOf(context, limiter.report);
  return readOnly ? reader : writerOf(context, reader);
}

function callsOf(context: GitlabContext) {
  return methodsOf((operation, signal) => begin(context, operation, signal));
}

function readerOf(context: GitlabContext, limits: () => LimitReport): GitlabReader {
  const { method, methodsIn } = callsOf(context);
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setup = methodsIn(() => import('./setup.js'));
  const lookingUp = methodsIn(() => import('./looking-up.js'));
  return {
    provider: 'gitlab',
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
      issueTypes: setup.pagesLater('directory.issueTypes', 1, (module) => module.listIssueTypes),
    },
    comments: {
      list: lookingUp.pagesLater('comments.list', 2, (module) => module.listComments),
      findByClientKey: lookingUp.later('comments.findByClientKey', 2, (module) => module.findComment),
    },
    links: { list: lookingUp.later('links.list', 1, (module) => module.listLinks) },
    attachments: {
      findByClientKey: lookingUp.later('attachments.findByClientKey', 2, (module) => module.findAttachment),
    },
    body: {
      render: async (markdown) => (await renderBody(markdown)).text,
      activeNodes: async (rendered) => (await import('./rich-text.js')).activeNodesIn(String(rendered)),
    },
    webhooks: {
      list: setup.later('webhooks.list', 0, (module) => module.listWebhooks),
      health: setup.later('webhooks.health', 1, (module) => module.webhookHealth),
    },
  };
}

function writerOf(context: GitlabContext, reader: GitlabReader): GitlabAdapter {
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
    webhooks: {
      ...webhooks,
      register: later('webhooks.register', 1, (writing) => writing.registerWebhook),
      unregister: later('webhooks.unregister', 1, (writing) => writing.unregisterWebhook),
    },
  };
}

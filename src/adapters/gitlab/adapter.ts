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
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
  const reading = methods({ issues: { list: listIssues, get: getIssue, ids: issueIds } });
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setUp = () => import('./setup.js');
  const lookingUp = methodsIn(() => import('./looking-up.js'), {
    issues: ['search', 'findByClientKey'],
    comments: ['list', 'findByClientKey'],
    links: ['list'],
    attachments: ['findByClientKey'],
  });
  return {
    provider: 'gitlab',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: testConnectionIn(setUp),
    limits,
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
      webhooks: ['list', 'health'],
    }),
    issues: { ...reading.issues, ...lookingUp.issues },
    body: {
      render: async (markdown) => (await renderBody(markdown)).text,
      activeNodes: async (rendered) => (await import('./rich-text.js')).activeNodesIn(String(rendered)),
    },
  };
}

function writerOf(context: GitlabContext, reader: GitlabReader): GitlabAdapter {
  const writing = callsOf(context).methodsIn(() => import('./writing.js'), {
    issues: ['create', 'update', 'transition', 'delete'],
    comments: ['add', 'update', 'delete'],
    links: ['add', 'remove'],
    attachments: ['add'],
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

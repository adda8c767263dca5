import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BodyGroup } from '../../contracts/adapter/body-group.js';
import type { CommentsGroup } from '../../contracts/adapter/comments-group.js';
import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import type { IssuesGroup } from '../../contracts/adapter/issues-group.js';
import type { LinksGroup } from '../../contracts/adapter/links-group.js';
import { methodsOf } from '../../contracts/adapter/methods.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import { createWords } from '../../contracts/adapter/word-map.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { renderBody } from './body.js';
import { begin, type RedmineContext } from './context.js';
import { redmineFaults } from './faults.js';
import { getIssue } from './issues.js';
import { listIssues } from './list-issues.js';
import { PRIORITIES, TYPES } from './map.js';
import { parseOptions, type RedmineOptions } from './options.js';
import { MAX_PAGE_SIZE } from './pages.js';

/**
 * Redmine issues of one project, read side. `ref.id` is the issue's number on the server.
 *
 * @public
 */
export interface RedmineReader extends TrackerAdapter {
  /** Always `redmine`. */
  readonly provider: 'redmine';
  /** Issues. */
  readonly issues: Required<Pick<IssuesGroup, 'list' | 'get' | 'ids' | 'search' | 'findByClientKey'>>;
  /** Projects, labels, users, statuses, issue types. */
  readonly directory: Required<DirectoryGroup>;
  /** Comments: notes of the issue's journal. */
  readonly comments: Required<Pick<CommentsGroup, 'list' | 'findByClientKey'>>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list'>>;
  /** Files. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list' | 'findByClientKey'>>;
  /** Textile or Redmine's CommonMark, as configured. */
  readonly body: BodyGroup;
}

/**
 * Redmine issues of one project. `ref.id` is the issue's number on the server.
 *
 * @public
 */
export interface RedmineAdapter extends RedmineReader {
  /** Issues. */
  readonly issues: Required<IssuesGroup>;
  /** Comments: notes of the issue's journal. */
  readonly comments: Required<CommentsGroup>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list' | 'add' | 'remove'>>;
  /** Files. */
  readonly attachments: Required<AttachmentsGroup>;
}

/**
 * Makes an adapter for the issues of one Redmine project. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which server and project, and how to reach it. With `readOnly: true` the writing methods are absent.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const redmine = createRedmineAdapter({
 *   baseUrl: 'https://acme.example/redmine',
 *   project: 'widgets',
 *   token: () => vault.read('redmine'),
 *   textFormatting: 'textile',
 * });
 * for await (const { items, cursor } of redmine.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createRedmineAdapter(
  options: RedmineOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): RedmineAdapter;
/**
 * Makes an adapter that only reads.
 *
 * @param options - Which server and project, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
export function createRedmineAdapter(options: RedmineOptions, runtime?: Partial<Runtime>): RedmineReader;
export function createRedmineAdapter(options: RedmineOptions, runtime: Partial<Runtime> = {}): RedmineReader {
  const ports = createRuntime(runtime);
  const settings = parseOptions(options);
  const { workspace, server, textFormatting, labels, resolveUser, readOnly = false } = settings;
  // No limits are published; what a proxy in front refuses holds for all calls.
  const http = createHttpClient(
    { ...settings.client, faults: redmineFaults, limiter: createLimiter({}, ports) },
    ports,
  );
  const context: RedmineContext = {
    http,
    session: { now: ports.now, keyNumber: settings.keyNumber },
    workspace,
    server,
    textFormatting,
    labels,
    resolveUser,
    readOnly,
    words: {
      status: createWords(settings.statusMap ?? {}),
      priority: createWords(settings.priorityMap ?? PRIORITIES),
      type: createWords(settings.typeMap ?? TYPES),
    },
  };
  const reader = readerOf(context);
  return readOnly ? reader : writerOf(context, reader);
}

function callsOf(context: RedmineContext) {
  return methodsOf((operation, signal) => begin(context, operation, signal));
}

function readerOf(context: RedmineContext): RedmineReader {
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
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
    provider: 'redmine',
    workspace: context.workspace,
    traits: {
      maxPageSize: MAX_PAGE_SIZE,
      updatedSinceStepMs: 1000,
      // The time is taken before the transaction ends.
      indexLagMs: 2000,
      createIsIdempotent: false,
      bodyFormat: context.textFormatting === 'textile' ? 'textile' : 'markdown',
    },
    testConnection: testConnectionIn(setUp),
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
    }),
    issues: { ...reading.issues, ...lookingUp.issues },
    body: {
      render: async (markdown) => renderBody(context, markdown),
      activeNodes: async (rendered) =>
        (await import('./rich-text.js')).activeNodesIn(String(rendered), context.textFormatting),
    },
  };
}

function writerOf(context: RedmineContext, reader: RedmineReader): RedmineAdapter {
  const writing = callsOf(context).methodsIn(() => import('./writing.js'), {
    issues: ['create', 'update', 'transition', 'delete'],
    comments: ['add', 'update', 'delete'],
    links: ['add', 'remove'],
    attachments: ['add'],
  });
  return {
    ...reader,
    ...writing,
    issues: { ...reader.issues, ...writing.issues },
    comments: { ...reader.comments, ...writing.comments },
    links: { ...reader.links, ...writing.links },
    attachments: { ...reader.attachments, ...writing.attachments },
  };
}

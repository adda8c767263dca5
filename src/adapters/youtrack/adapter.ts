import type { AttachmentsGroup } from '../../contracts/adapter/attachments-group.js';
import type { BodyGroup } from '../../contracts/adapter/body-group.js';
import type { CommentsGroup } from '../../contracts/adapter/comments-group.js';
import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import type { IssuesGroup } from '../../contracts/adapter/issues-group.js';
import type { LinksGroup } from '../../contracts/adapter/links-group.js';
import { methodsOf } from '../../contracts/adapter/methods.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { AdapterTraits } from '../../contracts/adapter/traits.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { activeNodes, renderBody } from './body.js';
import { begin, type YoutrackContext } from './context.js';
import { youtrackFaults } from './faults.js';
import { getIssue } from './issues.js';
import { issueIds, listIssues, STEP_MS } from './list-issues.js';
import { parseOptions, type YoutrackOptions } from './options.js';
import { MAX_PAGE_SIZE } from './pages.js';
import { wordsOf } from './words.js';

/**
 * YouTrack issues of one project, read side. `ref.id` is the database's id, `2-123`.
 *
 * @public
 */
export interface YoutrackReader extends TrackerAdapter {
  /** Always `youtrack`. */
  readonly provider: 'youtrack';
  /** Issues. */
  readonly issues: Required<Pick<IssuesGroup, 'list' | 'get' | 'ids' | 'search' | 'findByClientKey'>>;
  /** Projects, tags, users, states, types. */
  readonly directory: Required<DirectoryGroup>;
  /** Comments. */
  readonly comments: Required<Pick<CommentsGroup, 'list' | 'findByClientKey'>>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list'>>;
  /** Files. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list'>>;
  /** YouTrack's Markdown. */
  readonly body: BodyGroup;
}

/**
 * YouTrack issues of one project. `ref.id` is the database's id, `2-123`, which stays when an issue is moved.
 *
 * @public
 */
export interface YoutrackAdapter extends YoutrackReader {
  /** Issues. */
  readonly issues: Required<IssuesGroup>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Links between issues. */
  readonly links: Required<Pick<LinksGroup, 'list' | 'add' | 'remove'>>;
  /** Files. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list' | 'add'>>;
}

const TRAITS: AdapterTraits = {
  maxPageSize: MAX_PAGE_SIZE,
  updatedSinceStepMs: STEP_MS,
  // Queries by time and project read the database; what is searched by text is indexed within seconds.
  indexLagMs: 10_000,
  createIsIdempotent: false,
  bodyFormat: 'markdown',
};

/**
 * Makes an adapter for the issues of one YouTrack project, in the cloud or on a server of your own. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which project, and how to reach it. With `readOnly: true` the writing methods are absent.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const youtrack = createYoutrackAdapter({ baseUrl: 'https://acme.youtrack.cloud', project: 'DEV', token });
 * for await (const { items, cursor } of youtrack.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createYoutrackAdapter(
  options: YoutrackOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): YoutrackAdapter;
/**
 * Makes an adapter that only reads.
 *
 * @param options - Which project, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
export function createYoutrackAdapter(options: YoutrackOptions, runtime?: Partial<Runtime>): YoutrackReader;
export function createYoutrackAdapter(options: YoutrackOptions, runtime: Partial<Runtime> = {}): YoutrackReader {
  const ports = createRuntime(runtime);
  const { client, ...settings } = parseOptions(options);
  // YouTrack publishes no limits; one that it names all the same holds for all calls.
  const limiter = createLimiter({}, ports);
  const context: YoutrackContext = {
    ...settings,
    http: createHttpClient({ ...client, faults: youtrackFaults, limiter }, ports),
    words: wordsOf(settings),
    now: ports.now,
    known: new Map(),
    own: {},
  };
  const reader = readerOf(context);
  return settings.readOnly ? reader : writerOf(context, reader);
}

function callsOf(context: YoutrackContext) {
  return methodsOf((operation, signal) => begin(context, operation, signal));
}

function readerOf(context: YoutrackContext): YoutrackReader {
  const { method, methodsIn } = callsOf(context);
  // What a pull does not need is loaded with its first use.
  const setup = methodsIn(() => import('./setup.js'));
  const lookingUp = methodsIn(() => import('./looking-up.js'));
  return {
    provider: 'youtrack',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: setup.later('testConnection', 0, (module) => module.testConnection),
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
    attachments: { list: lookingUp.later('attachments.list', 1, (module) => module.listAttachments) },
    body: {
      render: async (markdown) => renderBody(markdown),
      activeNodes: method('body.activeNodes', 1, activeNodes),
    },
  };
}

function writerOf(context: YoutrackContext, reader: YoutrackReader): YoutrackAdapter {
  const { later } = callsOf(context).methodsIn(() => import('./writing.js'));
  const { issues, comments, links, attachments } = reader;
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
  };
}

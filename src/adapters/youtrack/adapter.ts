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
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
  const reading = methods({ issues: { list: listIssues, get: getIssue, ids: issueIds } });
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setUp = () => import('./setup.js');
  const lookingUp = methodsIn(() => import('./looking-up.js'), {
    issues: ['search', 'findByClientKey'],
    comments: ['list', 'findByClientKey'],
    links: ['list'],
    attachments: ['list'],
  });
  return {
    provider: 'youtrack',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: testConnectionIn(setUp),
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
    }),
    issues: { ...reading.issues, ...lookingUp.issues },
    body: {
      render: async (markdown) => renderBody(markdown),
      activeNodes: methods({ body: { activeNodes } }).body.activeNodes,
    },
  };
}

function writerOf(context: YoutrackContext, reader: YoutrackReader): YoutrackAdapter {
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

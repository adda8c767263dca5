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
import { createWords } from '../../contracts/adapter/word-map.js';
import { createHttpClient } from '../../http/http-client.js';
import { createLimiter } from '../../http/limiter.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { begin, type LinearContext } from './context.js';
import { linearFaults } from './faults.js';
import { getIssue } from './issues.js';
import { linearLimits } from './limits.js';
import { issueIds, listIssues, MAX_PAGE_SIZE } from './list-issues.js';
import { type LinearOptions, parseOptions } from './options.js';

/**
 * Issues of one Linear team, read side. `ref.id` is the issue's UUID.
 *
 * @public
 */
export interface LinearReader extends TrackerAdapter {
  /** Always `linear`. */
  readonly provider: 'linear';
  /** What is known of the remaining budget. */
  limits(): LimitReport;
  /** Issues. */
  readonly issues: Required<Pick<IssuesGroup, 'list' | 'get' | 'ids' | 'search' | 'findByClientKey'>>;
  /** Teams, labels, users, states. */
  readonly directory: Required<Pick<DirectoryGroup, 'projects' | 'labels' | 'users' | 'statuses'>>;
  /** Comments. */
  readonly comments: Required<Pick<CommentsGroup, 'list' | 'findByClientKey'>>;
  /** Relations, parent and sub-issues. */
  readonly links: Required<Pick<LinksGroup, 'list'>>;
  /** Files that were attached by such an adapter. */
  readonly attachments: Required<Pick<AttachmentsGroup, 'list' | 'findByClientKey'>>;
  /** Linear's Markdown. */
  readonly body: BodyGroup;
  /** Webhooks, which take an administrator or the scope `admin`. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'list' | 'health'>>;
}

/**
 * Issues of one Linear team. `ref.id` is the issue's UUID.
 *
 * @public
 */
export interface LinearAdapter extends LinearReader {
  /** Issues. */
  readonly issues: Required<IssuesGroup>;
  /** Comments. */
  readonly comments: Required<CommentsGroup>;
  /** Relations, parent and sub-issues. */
  readonly links: Required<Pick<LinksGroup, 'list' | 'add' | 'remove'>>;
  /** Files: uploads that an attachment of the issue points to. */
  readonly attachments: Required<AttachmentsGroup>;
  /** Attachments that point back. */
  readonly backlinks: BacklinksGroup;
  /** Webhooks. */
  readonly webhooks: Required<Pick<WebhooksGroup, 'register' | 'unregister' | 'list' | 'renew' | 'health'>>;
}

const TRAITS: AdapterTraits = {
  maxPageSize: MAX_PAGE_SIZE,
  updatedSinceStepMs: 1,
  // Nothing is published; a read that follows a write may come from a copy that is seconds behind.
  indexLagMs: 5_000,
  createIsIdempotent: true,
  bodyFormat: 'markdown',
};

/**
 * Makes an adapter for the issues of one Linear team. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which team, and how to reach it. With `readOnly: true` the writing methods are absent.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const linear = createLinearAdapter({ team: 'ENG', auth: { apiKey: () => vault.read('linear') } });
 * for await (const { items, cursor } of linear.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createLinearAdapter(
  options: LinearOptions & { readonly readOnly?: false },
  runtime?: Partial<Runtime>,
): LinearAdapter;
/**
 * Makes an adapter that only reads.
 *
 * @param options - Which team, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @public
 */
export function createLinearAdapter(options: LinearOptions, runtime?: Partial<Runtime>): LinearReader;
export function createLinearAdapter(options: LinearOptions, runtime: Partial<Runtime> = {}): LinearReader {
  const ports = createRuntime(runtime);
  const settings = parseOptions(options);
  const { client, team, statusMap = {}, typeMap = {}, readOnly = false, allowInsecureHttp = false } = settings;
  const limiter = createLimiter(linearLimits(), ports);
  const { baseUrl: _, credentials, isFault: __, ...plain } = client;
  const context: LinearContext = {
    http: createHttpClient({ ...client, faults: linearFaults(ports.now), limiter }, ports),
    ports,
    secrets: async () => Object.values((await credentials?.()) ?? {}).flatMap((value) => value.split(' ')),
    plain,
    workspace: team,
    words: { status: createWords(statusMap), type: createWords(typeMap) },
    resolveUser: settings.resolveUser,
    readOnly,
    allowInsecureHttp,
    memo: { pageSize: Number.POSITIVE_INFINITY },
  };
  const reader = readerOf(context, limiter.report);
  return readOnly ? reader : writerOf(context, reader);
}

function callsOf(context: LinearContext) {
  return methodsOf((operation, signal) => begin(context, operation, signal));
}

function readerOf(context: LinearContext, limits: () => LimitReport): LinearReader {
  const { methods, methodsIn, testConnectionIn } = callsOf(context);
  const reading = methods({ issues: { list: listIssues, get: getIssue, ids: issueIds } });
  // What a pull does not need is loaded with its first use, and so is rich text.
  const setUp = () => import('./setup.js');
  const lookingUp = methodsIn(() => import('./looking-up.js'), {
    issues: ['search', 'findByClientKey'],
    comments: ['list', 'findByClientKey'],
    links: ['list'],
    attachments: ['list', 'findByClientKey'],
  });
  return {
    provider: 'linear',
    workspace: context.workspace,
    traits: TRAITS,
    testConnection: testConnectionIn(setUp),
    limits,
    ...lookingUp,
    ...methodsIn(setUp, {
      directory: ['projects', 'labels', 'users', 'statuses'],
      webhooks: ['list', 'health'],
    }),
    issues: { ...reading.issues, ...lookingUp.issues },
    body: {
      render: async (markdown) => (await import('./rich-text.js')).renderBody(markdown),
      activeNodes: async (rendered) => (await import('./rich-text.js')).activeNodesIn(String(rendered)),
    },
  };
}

function writerOf(context: LinearContext, reader: LinearReader): LinearAdapter {
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

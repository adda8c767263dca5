import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import { withoutWriting } from '../../contracts/adapter/without-writing.js';
import { addAttachment, findAttachment, listAttachments, removeBacklink, upsertBacklink } from './fake-attachments.js';
import { addComment, deleteComment, findComment, listComments, updateComment } from './fake-comments.js';
import type { FakeContext } from './fake-context.js';
import { fakeDirectory } from './fake-directory.js';
import {
  createIssue,
  deleteIssue,
  findIssue,
  getIssue,
  issueIds,
  listIssues,
  MAX_PAGE,
  searchIssues,
  transitionIssue,
  updateIssue,
} from './fake-issues.js';
import { addLink, findLink, listLinks, removeLink } from './fake-links.js';
import type { FakeTracker } from './fake-tracker.js';
import { fakeWebhooks } from './fake-webhooks.js';
import type { WholeAdapter } from './whole-adapter.js';

/**
 * The options of `createFakeAdapter`.
 *
 * @public
 */
export interface FakeAdapterOptions {
  /** Leaves the writing methods out. Default false. */
  readonly readOnly?: boolean;
  /** `ref.workspace` of its issues. Default `fake/tracker`. */
  readonly workspace?: string;
}

const LIMIT = 1_000_000;

/**
 * Makes an adapter over a fake tracker, with every method that reads.
 *
 * @public
 */
export function createFakeAdapter(
  tracker: FakeTracker,
  options: FakeAdapterOptions & { readonly readOnly: true },
): TrackerAdapter;
/**
 * Makes an adapter over a fake tracker, with every method there is: for tests of what works with adapters, and the model
 * that the conformance cases were written against.
 *
 * @public
 */
export function createFakeAdapter(tracker: FakeTracker, options?: FakeAdapterOptions): WholeAdapter;
export function createFakeAdapter(
  tracker: FakeTracker,
  { readOnly = false, workspace = 'fake/tracker' }: FakeAdapterOptions = {},
): TrackerAdapter {
  const context: FakeContext = { tracker, provider: 'fake', workspace };
  const whole: WholeAdapter = {
    provider: 'fake',
    workspace,
    traits: {
      maxPageSize: MAX_PAGE,
      updatedSinceStepMs: 1,
      indexLagMs: 0,
      createIsIdempotent: false,
      bodyFormat: 'markdown',
    },
    testConnection: ({ signal } = {}) =>
      tracker.serve(signal, () => ({ account: 'ada', workspace, missingPermissions: [], warnings: [] })),
    limits: () => ({
      limits: [{ scope: 'requests', limit: LIMIT, remaining: LIMIT - tracker.requests, resetAt: null }],
    }),
    issues: {
      list: (query, call) => listIssues(context, query, call),
      get: (id, call) => getIssue(context, id, call),
      ids: (query, call) => issueIds(context, query, call),
      search: (query, call) => searchIssues(context, query, call),
      create: (draft, call) => createIssue(context, draft, call),
      update: (id, patch, call) => updateIssue(context, id, patch, call),
      transition: (id, status, call) => transitionIssue(context, id, status, call),
      delete: (id, call) => deleteIssue(context, id, call),
      findByClientKey: (key, call) => findIssue(context, key, call),
    },
    directory: fakeDirectory(context),
    comments: {
      list: (id, query, call) => listComments(context, id, query, call),
      add: (id, body, call) => addComment(context, id, body, call),
      update: (id, comment, body, call) => updateComment(context, id, comment, body, call),
      delete: (id, comment, call) => deleteComment(context, id, comment, call),
      findByClientKey: (id, key, call) => findComment(context, id, key, call),
    },
    links: {
      list: (id, call) => listLinks(context, id, call),
      add: (id, relation, call) => addLink(context, id, relation, call),
      remove: (id, relation, call) => removeLink(context, id, relation, call),
      findByClientKey: (id, key, call) => findLink(context, id, key, call),
    },
    attachments: {
      list: (id, call) => listAttachments(context, id, call),
      add: (id, draft, call) => addAttachment(context, id, draft, call),
      findByClientKey: (id, key, call) => findAttachment(context, id, key, call),
    },
    backlinks: {
      upsert: (id, backlink, call) => upsertBacklink(context, id, backlink, call),
      remove: (id, key, call) => removeBacklink(context, id, key, call),
    },
    body: { render: async (markdown) => markdown, activeNodes: async (rendered) => activeNodes(String(rendered)) },
    webhooks: fakeWebhooks(context),
  };
  return readOnly ? withoutWriting(whole) : whole;
}

/** Finds what the fake tracker's language knows: mentions, and links in angle brackets or Markdown. */
function activeNodes(rendered: string): ActiveNode[] {
  const found = (kind: ActiveNode['kind'], pattern: RegExp) =>
    [...rendered.matchAll(pattern)].map((match) => ({ kind, target: match[1] ?? '' }));
  return [
    ...found('image', /!\[[^\]]*\]\(([^)]+)\)/g),
    ...found('link', /(?<!!)\[[^\]]*\]\(([^)]+)\)/g),
    ...found('mention', /(?<!\w)@(\w+)/g),
    ...found('html', /(<[a-z][^>]*>)/g),
  ];
}

// A stranger's adapter: every member of the interface, written against the published types alone.
import type {
  AttachmentsGroup,
  BacklinksGroup,
  BodyGroup,
  CommentsGroup,
  DirectoryGroup,
  Issue,
  IssueAttachment,
  IssueComment,
  IssueDraft,
  IssuesGroup,
  IssueWriteResult,
  LinksGroup,
  Page,
  TrackerAdapter,
  WebhookRegistration,
  WebhooksGroup,
} from '@spec-kitty/tracker';

export const issue: Issue = {
  ref: { system: 'acme', workspace: 'acme.example', id: '1', key: 'A-1', url: null },
  title: 'A title',
  body: null,
  status: 'todo',
  statusName: 'Open',
  issueType: 'task',
  priority: 2,
  assignees: [],
  labels: ['a'],
  parent: null,
  links: [],
  customFields: {},
  createdAt: null,
  updatedAt: '2026-03-10T09:30:00+00:00',
  revision: null,
  visibility: 'public',
  raw: null,
};

async function* once<Item>(...items: Item[]): AsyncGenerator<Page<Item>, void, void> {
  yield { items, cursor: null };
}

const written = async (draft?: Partial<IssueDraft>): Promise<IssueWriteResult> => ({
  issue: { ...issue, title: draft?.title ?? issue.title },
  warnings: [{ field: 'priority', message: 'the tracker has none' }],
});

const issues: Required<IssuesGroup> = {
  list: (query, options) => {
    options?.signal?.throwIfAborted();
    return once({ ...issue, raw: query?.raw ? {} : null });
  },
  get: async (id, options) => ({ ...issue, ref: { ...issue.ref, id }, raw: options?.raw ? {} : null }),
  ids: () => once(issue.ref.id),
  search: (query) => once({ ...issue, title: query.text ?? query.native ?? '' }),
  create: (draft, options) =>
    written(options?.clientKey === undefined ? draft : { ...draft, labels: [options.clientKey] }),
  update: (_id, patch) => written(patch.expectedRevision === undefined ? patch : {}),
  transition: (_id, status) => written({ status }),
  delete: async () => {},
  findByClientKey: async () => undefined,
};

const directory: Required<DirectoryGroup> = {
  projects: (query) => once({ id: query?.project ?? '1', name: 'Acme', key: 'A', url: null }),
  labels: () => once('a'),
  users: () => once({ id: '1', name: 'Ada', email: null }),
  statuses: () => once({ id: '1', name: 'Open', status: 'todo' as const }),
  issueTypes: () => once({ id: '1', name: 'Task', issueType: 'task' as const, fields: [] }),
};

const comment: IssueComment = {
  id: '1',
  body: 'text',
  author: null,
  createdAt: null,
  updatedAt: null,
  visibility: 'restricted',
};

const comments: Required<CommentsGroup> = {
  list: () => once(comment),
  add: async (_issueId, body) => ({ ...comment, body }),
  update: async (_issueId, id, body) => ({ ...comment, id, body }),
  delete: async () => {},
  findByClientKey: async () => comment,
};

const links: Required<LinksGroup> = {
  list: async () => [{ type: 'blocks', target: issue.ref }],
  add: async () => {},
  remove: async () => {},
  findByClientKey: async () => undefined,
};

const attachment: IssueAttachment = { id: '1', name: 'a.txt', type: 'text/plain', sizeBytes: 1, url: null };

const attachments: Required<AttachmentsGroup> = {
  list: async () => [attachment],
  add: async (_issueId, { name, type, content }) => ({
    ...attachment,
    name,
    type,
    sizeBytes: content instanceof Uint8Array ? content.byteLength : null,
  }),
  findByClientKey: async () => undefined,
};

const backlinks: Required<BacklinksGroup> = { upsert: async () => {}, remove: async () => {} };

const body: Required<BodyGroup> = {
  render: async (markdown) => markdown,
  activeNodes: async () => [{ kind: 'mention', target: 'ada' }],
};

const hook: WebhookRegistration = { id: '1', url: 'https://example.com/', expiresAt: null, active: true };

const webhooks: Required<WebhooksGroup> = {
  verify: async ({ headers, body: bytes }) => {
    if (headers.get('x-signature') === null || bytes.length === 0) throw new Error('unsigned');
  },
  parse: async () => [
    {
      kind: 'created',
      ref: issue.ref,
      at: '2026-03-10T09:30:00+00:00',
      actor: null,
      deliveryId: null,
      raw: null,
    },
  ],
  register: async ({ url }) => ({ ...hook, url }),
  unregister: async () => {},
  list: async () => [hook],
  renew: async () => hook,
  health: async () => ({ state: 'ok' }),
};

/** Everything that a tracker can have. */
export const complete: Required<TrackerAdapter> = {
  provider: 'acme',
  workspace: 'acme.example',
  traits: {
    maxPageSize: 100,
    updatedSinceStepMs: 1000,
    indexLagMs: 0,
    createIsIdempotent: false,
    bodyFormat: 'markdown',
  },
  testConnection: async () => ({ account: 'ada', workspace: 'acme.example', missingPermissions: [], warnings: [] }),
  limits: () => ({ limits: [{ scope: 'core', limit: 5000, remaining: 4999, resetAt: null }] }),
  ...{ issues, directory, comments, links, attachments, backlinks, body, webhooks },
};

const { list, get } = issues;
const { projects } = directory;

/** The least that a tracker must have: capability is presence. */
export const least: TrackerAdapter = {
  provider: complete.provider,
  workspace: complete.workspace,
  traits: complete.traits,
  testConnection: complete.testConnection,
  issues: { list, get },
  directory: { projects },
};

/** Works for both, because the compiler asks what is there. */
export async function titles(adapter: TrackerAdapter): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of adapter.issues.list({ updatedSince: '2026-03-10T09:30:00+00:00' })) {
    found.push(...page.items.map(({ title }) => title));
    if (page.cursor === null) break;
  }
  await adapter.comments?.add?.('1', found.join('\n'), { clientKey: 'once' });
  return found;
}

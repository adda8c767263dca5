// A whole adapter for a small REST tracker with cards on boards, written from docs/write-an-adapter.md.
import * as sdk from '@spec-kitty/tracker';
import * as kit from '@spec-kitty/tracker/adapter-kit';

/** The options of {@link createToyAdapter}. */
export interface ToyOptions {
  /** Such as `https://toy.example/api`. */
  readonly baseUrl: string;
  /** The id of the board. */
  readonly board: string;
  /** The credentials, or a function that gives them; asked before every request. */
  readonly token: string | (() => string | Promise<string>);
  readonly retry?: sdk.RetryOptions;
  readonly readOnly?: boolean;
}

const { answer, list, maybe, object, text, whole } = kit.shape;
const times = { created: whole, changed: whole };
const content = { title: text, text: maybe(text), column: text, labels: list(text), people: list(text) };
const wireCard = object({ id: whole, ...content, version: whole, ...times });
type WireCard = kit.shape.ValueOf<typeof wireCard>;
type WithText = Pick<WireCard, 'text'>;
const wireNote = object({ id: whole, text, author: text, ...times });
const wireNamed = object({ id: text, name: text });
type Listing<Of> = { operation: string; path: string; entry: kit.shape.Shape<Of>; search?: Record<string, string> };
const pageOf = <Entry>(entry: kit.shape.Shape<Entry>) => answer(object({ items: list(entry), next: maybe(text) }));
const provider = 'toy';
const maxPageSize = 50;
const meanings = { Backlog: 'todo', Doing: 'in_progress', Done: 'done', Bin: 'canceled' } as const;
const columns = kit.createWords<sdk.IssueStatus>(meanings);
const statusOf = (column: string) => columns.meaningOf(column) ?? 'todo';
const labelCodec = kit.createLabelCodec(',');
const toTime = (ms: number) => new Date(ms).toISOString();
const sorted = (names: readonly string[]) => [...new Set(names)].sort(kit.compareUtf8);
const contextOf = (operation: string): sdk.CallContext => ({ operation, provider, attempts: 0 });

function invalid(operation: string, path: string, message: string): sdk.InvalidInputError {
  return new sdk.InvalidInputError([{ path, message }], { context: contextOf(operation) });
}

function expectPublic(operation: string, visibility: sdk.Visibility | undefined): void {
  if (visibility !== 'restricted') return;
  throw new sdk.UnsupportedError(`toy ${operation}: everybody sees everything`, { context: contextOf(operation) });
}

/** A draft or a patch in the tracker's words. JSON leaves out what is undefined, so only what it names is sent. */
function toWire(operation: string, { title, body, status, labels, assignees, visibility }: Partial<sdk.IssueDraft>) {
  expectPublic(operation, visibility);
  const [column] = status === undefined ? [] : columns.wordsFor(status);
  if (status !== undefined && column === undefined) {
    throw invalid(operation, 'status', `no column stands for it; there are ${columns.all.join(', ')}`);
  }
  return { title, text: body, column, people: assignees, labels: labels?.map(labelCodec.encode) };
}

function toComment({ id, text, author, created, changed }: kit.shape.ValueOf<typeof wireNote>): sdk.IssueComment {
  return {
    id: String(id),
    body: kit.unmarkBody(text).body ?? '',
    author,
    createdAt: toTime(created),
    updatedAt: toTime(changed),
    visibility: 'public',
  };
}

/** Makes an adapter for the cards of one board. Sends nothing yet. */
export function createToyAdapter(options: ToyOptions, ports: Partial<sdk.Runtime> = {}): sdk.TrackerAdapter {
  const { board, token, readOnly = false, retry = {} } = options;
  const server = kit.checkServerUrl(options.baseUrl, { path: 'baseUrl' });
  if (!server.ok) throw new sdk.ConfigurationError(server.problems, { context: contextOf('createToyAdapter') });
  const baseUrl = server.value;
  const workspace = `${new URL(baseUrl).host}/${board}`;
  const runtime = kit.createRuntime(ports);
  const limits: kit.LimiterOptions = {
    rules: [{ scope: 'writes', permits: 100, windowMs: 60_000, bucket: ({ method }) => method && 'writes' }],
    read: (headers) => {
      const [limit = null, remaining = null] = headers.get('x-limit')?.split(' ').map(Number) ?? [];
      return [{ scope: 'requests', limit, remaining, resetAt: null }];
    },
  };
  const limiter = kit.createLimiter(limits, runtime);
  const credentials = async () => ({ authorization: `Bearer ${typeof token === 'function' ? await token() : token}` });
  const http = kit.createHttpClient({ baseUrl, provider, credentials, limiter, retry }, runtime);
  const home = `/boards/${encodeURIComponent(board)}`;
  const cards = { path: `${home}/cards`, entry: wireCard };
  const cardPath = (operation: string, id: string) => {
    if (!/^[1-9]\d{0,9}$/.test(id)) throw invalid(operation, 'id', 'expected a number');
    return `${cards.path}/${id}`;
  };

  function toIssue(card: WireCard, raw = false): sdk.Issue {
    return {
      ref: { system: provider, workspace, id: String(card.id), key: `#${card.id}`, url: `${baseUrl}/${card.id}` },
      title: card.title,
      body: kit.unmarkBody(card.text ?? null).body,
      status: statusOf(card.column),
      statusName: card.column,
      issueType: 'task',
      priority: null,
      assignees: sorted(card.people),
      labels: sorted(card.labels.map(labelCodec.decode)),
      parent: null,
      links: [],
      customFields: {},
      createdAt: toTime(card.created),
      updatedAt: toTime(card.changed),
      revision: String(card.version),
      visibility: 'public',
      raw: raw ? card : null,
    };
  }

  /** A listing of the tracker, each page read when it is asked for. */
  async function* walk<Entry, Item>(
    listing: Listing<Entry>,
    cursor: string | undefined,
    toItem: (entry: Entry) => Item,
    { signal }: sdk.CallOptions = {},
  ): AsyncGenerator<sdk.Page<Item>, void, void> {
    const { operation, path, entry, search = {} } = listing;
    const schema = pageOf(entry);
    const cursors = kit.createCursorCodec({ workspace, path, search });
    yield* kit.walkPages({
      first: cursor === undefined ? '' : cursors.open(cursor, operation, provider),
      seal: cursors.seal,
      details: { context: contextOf(operation) },
      async read(after) {
        const asked = new URLSearchParams({ ...search, after });
        const { body } = await http.send({ operation, path, search: asked, schema, signal });
        return { items: body.items.map(toItem), next: body.next ?? null };
      },
    });
  }

  const directory =
    <Item>(what: string, path: string, toItem: (entry: kit.shape.ValueOf<typeof wireNamed>) => Item) =>
    ({ cursor }: sdk.DirectoryQuery = {}, call?: sdk.CallOptions) =>
      walk({ operation: `directory.${what}`, path, entry: wireNamed }, cursor, toItem, call);

  async function getCard(operation: string, id: string, signal?: AbortSignal): Promise<WireCard> {
    return (await http.send({ operation, path: cardPath(operation, id), schema: answer(wireCard), signal })).body;
  }

  /** The entry of a listing that carries the marker of a client key. */
  async function findMarked<Of extends WithText>(listing: Listing<Of>, clientKey: string, call?: sdk.CallOptions) {
    kit.checkCreateOptions({ clientKey }, listing.operation, provider);
    const marker = kit.clientMarker(clientKey);
    for await (const { items } of walk({ ...listing, search: { q: marker.slice(3) } }, undefined, (one) => one, call)) {
      const found = items.find(({ text }) => kit.unmarkBody(text ?? null).marker === marker);
      if (found) return found;
    }
    return undefined;
  }

  async function write(asked: Partial<sdk.IssueDraft>, request: kit.HttpRequest): Promise<sdk.IssueWriteResult> {
    const issue = toIssue((await http.send({ ...request, schema: answer(wireCard) })).body);
    return { issue, warnings: kit.unheldFields(asked, issue) };
  }

  const issues: sdk.IssuesGroup = {
    async *list(query = {}, call) {
      const checked = kit.checkListQuery(query, maxPageSize, provider);
      const { cursor, labels = [], pageSize = maxPageSize, raw, state = 'all', updatedSince } = checked;
      const since = String(updatedSince === undefined ? 0 : Date.parse(updatedSince));
      const search = { state, since, limit: String(pageSize), labels: labels.map(labelCodec.encode).join() };
      yield* walk({ operation: 'issues.list', ...cards, search }, cursor, (card) => toIssue(card, raw), call);
    },
    ids: ({ cursor } = {}, call) => walk({ operation: 'issues.ids', ...cards }, cursor, ({ id }) => String(id), call),
    get: async (id, { raw, signal } = {}) => toIssue(await getCard('issues.get', id, signal), raw),
    async create(draft, options) {
      const operation = 'issues.create';
      const asked = kit.checkDraft(draft, provider);
      const call = kit.checkCreateOptions(options, operation, provider);
      const body = toWire(operation, asked);
      if (call.clientKey !== undefined) body.text = kit.markBody(body.text ?? null, call.clientKey);
      return write(asked, { operation, method: 'POST', path: cards.path, body, ...call });
    },
    async update(id, patch, call) {
      const operation = 'issues.update';
      const { expectedRevision: version, ...asked } = kit.checkPatch(patch, provider);
      const body = toWire(operation, asked);
      const card = await getCard(operation, id, call?.signal);
      if (Object.keys(asked).length === 0) return { issue: toIssue(card), warnings: [] };
      if (body.text !== undefined) body.text = kit.carryMarker(card.text ?? null, body.text);
      const path = cardPath(operation, id);
      return write(asked, { operation, method: 'PATCH', path, body: { ...body, version }, ...call });
    },
    async transition(id, status, call) {
      const operation = 'issues.transition';
      const body = toWire(operation, { status });
      return write({ status }, { operation, method: 'PATCH', path: cardPath(operation, id), body, ...call });
    },
    async delete(id, call) {
      const operation = 'issues.delete';
      await kit.deleteOrGone(
        () => http.send({ operation, method: 'DELETE', path: cardPath(operation, id), ...call }),
        () => getCard(operation, id, call?.signal),
        () => http.send({ operation, path: home, ...call }),
      );
    },
    async findByClientKey(clientKey, call) {
      const found = await findMarked({ operation: 'issues.findByClientKey', ...cards }, clientKey, call);
      return found && toIssue(found).ref;
    },
  };

  const notes = (operation: string, id: string) => {
    return { operation, path: `${cardPath(operation, id)}/notes`, entry: wireNote };
  };
  const comments: sdk.CommentsGroup = {
    async *list(issueId, { cursor } = {}, call) {
      yield* walk(notes('comments.list', issueId), cursor, toComment, call);
    },
    async add(issueId, body, options) {
      const { operation, path } = notes('comments.add', issueId);
      const { visibility, ...call } = kit.checkAddCommentOptions(options, provider);
      expectPublic(operation, visibility);
      if (body.trim() === '') throw invalid(operation, 'body', 'must not be blank');
      const text = call.clientKey === undefined ? body : kit.markBody(body, call.clientKey);
      const request = { operation, method: 'POST', path, body: { text }, schema: answer(wireNote) } as const;
      return toComment((await http.send({ ...request, ...call })).body);
    },
    async findByClientKey(issueId, clientKey, call) {
      const found = await findMarked(notes('comments.findByClientKey', issueId), clientKey, call);
      return found && toComment(found);
    },
  };

  const adapter: sdk.TrackerAdapter = {
    provider,
    workspace,
    traits: { maxPageSize, updatedSinceStepMs: 1, indexLagMs: 0, createIsIdempotent: false, bodyFormat: 'markdown' },
    async testConnection({ signal } = {}) {
      const operation = 'testConnection';
      const me = await http.send({ operation, path: '/me', schema: answer(wireNamed), signal });
      await http.send({ operation, path: home, schema: answer(wireNamed), signal });
      return { account: me.body.name, workspace, missingPermissions: [], warnings: [] };
    },
    limits: limiter.report,
    issues,
    comments,
    directory: {
      projects: directory('projects', '/boards', ({ id, name }) => ({ id, name, key: null, url: null })),
      users: directory('users', `${home}/people`, ({ id, name }) => ({ id, name, email: null })),
      statuses: directory('statuses', `${home}/columns`, ({ id, name }) => ({ id, name, status: statusOf(name) })),
    },
  };
  return readOnly ? kit.withoutWriting(adapter) : adapter;
}

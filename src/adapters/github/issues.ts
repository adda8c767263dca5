import { checkInput } from '../../contracts/adapter/check-input.js';
import { type GetIssueOptions, type ListIssuesQuery, zListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Issue } from '../../contracts/issue.js';
import { sha256Hex } from '../../digest/sha256.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { failed, type GithubCall, numberIn, unsupported } from './call.js';
import { isSameRepository, repositoryAt, toIssue } from './map.js';
import { MAX_PAGE_SIZE } from './options.js';
import { type GithubList, type Pages, pagesOf } from './pages.js';
import { type WireIssue, zWireIssue, zWireIssues, zWireRepository } from './wire.js';

const zListQuery = /* @__PURE__ */ zListIssuesQuery(MAX_PAGE_SIZE);

/** Where a walk over the pages stands. */
interface Walk {
  /** The query of the first page. */
  readonly first: string;
  /** The queries that were made here, in place of a page number. */
  readonly asked: Set<string>;
  /** Issues, as they were read, that the server will list a second time, and when they had changed. */
  readonly seen: Map<string, number>;
  /** What the listing was asked anew from, in milliseconds: what changed before has been read. */
  fromMs: number;
  /** Whether the server was seen to ignore the time that it was asked for. */
  isNumbered: boolean;
}

/**
 * Issues, least recently changed first, one server page per step.
 *
 * GitHub lists pull requests among the issues; they are left out, so a page may be short or empty and still have a
 * successor.
 *
 * @internal
 */
export function listIssues(call: GithubCall, query: ListIssuesQuery = {}): Pages<Issue> {
  return pagesOf(call, () => listOf(call, query));
}

function listOf(call: GithubCall, query: ListIssuesQuery): GithubList<readonly WireIssue[], Issue> {
  const asked = checkInput(zListQuery, query, call.operation, 'github');
  const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw = false } = asked;
  const comma = labels.findIndex((label) => label.includes(','));
  if (comma >= 0) {
    const cut = 'holds a comma, at which GitHub would cut it in two: list without it and filter the outcome';
    throw unsupported(call, `labels[${comma}] ${cut}`);
  }
  const search = new URLSearchParams({ state, sort: 'updated', direction: 'asc', per_page: String(pageSize) });
  if (labels.length > 0) search.set('labels', [...new Set(labels)].sort().join());
  // GitHub compares whole seconds, and whether `since` includes its own is said nowhere: ask for one more and drop what
  // is too old.
  const sinceMs = updatedSince === undefined ? -Infinity : wholeSecond(Date.parse(updatedSince.toUpperCase()));
  const first = sinceMs >= 1000 ? withSince(search.toString(), sinceMs - 1000) : search.toString();
  const walk: Walk = { first, asked: new Set([first]), seen: new Map(), fromMs: -Infinity, isNumbered: false };
  return {
    path: `${call.path}/issues`,
    search: first,
    schema: zWireIssues,
    cursor,
    toItems(wires) {
      const fromMs = Math.max(sinceMs, walk.fromMs);
      const items: Issue[] = [];
      for (const wire of wires) {
        const isOld = fromMs !== -Infinity && Date.parse(wire.updated_at) < fromMs;
        if (wire.pull_request || isOld || (walk.seen.size > 0 && walk.seen.has(stateOf(wire)))) continue;
        items.push(toIssue(wire, call, raw));
      }
      return items;
    },
    toNext: (link, wires) => link && nextOf(walk, link, wires),
  };
}

/**
 * The ids of all issues, by the walk that passes none over. An issue that changes meanwhile may come twice.
 *
 * @internal
 */
export async function* listIds(call: GithubCall, query?: Pick<ListIssuesQuery, 'cursor'>): Pages<string> {
  const asked = checkQuery(query, ['cursor'], call.operation, 'github');
  for await (const { items, cursor } of listIssues(call, asked)) {
    yield { items: items.map(({ ref }) => ref.id), cursor };
  }
}

/**
 * The query of the next page. A position (`after=`) is followed. A page number is a trap: an issue that changes meanwhile
 * moves to the end, its neighbours move up across the page boundary, and one is skipped. Instead, the listing is asked
 * anew for what changed since the last issue read; only a page within one second is left by its number.
 */
function nextOf(walk: Walk, link: string, page: readonly WireIssue[]): string {
  const { first, asked, seen } = walk;
  const linked = new URLSearchParams(link);
  if (linked.has('after') || !linked.has('page')) return link;
  const [oldest, newest] = [page[0], page.at(-1)];
  const isIgnored = oldest !== undefined && Date.parse(oldest.updated_at) < walk.fromMs;
  walk.isNumbered ||= isIgnored;
  walk.fromMs = -Infinity;
  if (walk.isNumbered || !oldest || !newest) return link;
  for (const wire of page) seen.set(stateOf(wire), Date.parse(wire.updated_at));
  const sinceMs = Math.max(0, wholeSecond(Date.parse(newest.updated_at)) - 1000);
  const next = withSince(first, sinceMs);
  // Where the whole page would come again, nothing is won.
  if (Date.parse(oldest.updated_at) >= sinceMs || asked.has(next)) return link;
  asked.add(next);
  walk.fromMs = sinceMs;
  for (const [state, updatedMs] of seen) if (updatedMs < sinceMs) seen.delete(state);
  return next;
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** A time as GitHub writes it. @internal */
export function toSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function withSince(search: string, ms: number): string {
  const query = new URLSearchParams(search);
  query.set('since', toSecond(ms));
  return query.toString();
}

/** An issue as it was sent. By its content, because a change within the second leaves the time as it was. */
function stateOf(wire: WireIssue): string {
  return sha256Hex(JSON.stringify(wire));
}

/**
 * One issue by its number.
 *
 * @internal
 */
export async function getIssue(call: GithubCall, id: string, { raw = false }: GetIssueOptions = {}): Promise<Issue> {
  return toIssue(await readIssue(call, id), call, raw);
}

/** Where an issue is, below the base URL. @internal */
export function issuePath(call: GithubCall, id: string, where = 'issueId'): string {
  return `${call.path}/issues/${numberIn(call, id, where)}`;
}

/** An issue as it is now: no pull request, and none that has gone elsewhere. @internal */
export async function readIssue(call: GithubCall, id: string): Promise<WireIssue> {
  const reply = await readNumber(call, id);
  if (reply.body.pull_request) throw failed(call, NotFoundError, `#${id} is a pull request, not an issue`, reply);
  return reply.body;
}

/** What a number stands for, an issue or a pull request: none that has gone elsewhere. @internal */
export async function readNumber(call: GithubCall, id: string): Promise<HttpReply<WireIssue>> {
  const reply = await call.send({ path: issuePath(call, id, 'id'), schema: zWireIssue });
  const { number, repository_url } = reply.body;
  if (number !== Number(id) || (await isElsewhere(call, reply.body))) {
    const place = `#${number} of ${repositoryAt(repository_url) ?? 'another repository'}`;
    throw failed(call, NotFoundError, `#${id} was transferred: it is ${place} now`, reply);
  }
  return reply;
}

/**
 * Whether an issue lies in another repository than ours. GitHub redirects both a transferred issue and every issue of a
 * renamed repository, and the redirect was followed: if our name leads to the very repository that the issue is in, it
 * was a renaming.
 *
 * @internal
 */
export async function isElsewhere(call: GithubCall, { repository_url }: WireIssue): Promise<boolean> {
  const { path, workspace } = call;
  const place = repositoryAt(repository_url);
  if (place === undefined || isSameRepository(place, workspace)) return false;
  const { body } = await call.send({ path, schema: zWireRepository });
  return !isSameRepository(place, body.full_name);
}

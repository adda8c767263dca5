import { checkInput } from '../../contracts/adapter/check-input.js';
import type { GetIssueOptions, ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import { type CursorCodec, createCursorCodec } from '../../digest/cursor.js';
import { ContractError } from '../../errors/contract-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { nextSearch } from '../../http/link-header.js';
import { failed, type GithubCall, numberIn, unsupported } from './call.js';
import { isSameRepository, repositoryAt, toIssue } from './map.js';
import { MAX_PAGE_SIZE, zListQuery } from './options.js';
import { type Pages, refusePartial } from './pages.js';
import { type WireIssue, zWireIssue, zWireIssues, zWireRepository } from './wire.js';

/** A checked query: where it begins and what it keeps. */
interface Listing {
  readonly first: string;
  readonly cursors: CursorCodec;
  /** Issues changed before this are GitHub's surplus, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly raw: boolean;
}

/** Where a walk over the pages stands. */
interface Walk {
  /** The queries that were asked. */
  readonly visited: Set<string>;
  /** Issues that the server will list a second time, with the time of the change that was seen. */
  readonly seen: Map<string, number>;
  /** What the listing was asked anew from, in milliseconds: what changed before has been read. */
  fromMs: number;
  /** Whether the server was seen to ignore the time that it was asked for. */
  isNumbered: boolean;
  /** Pages in a row on which there was nothing, not even a pull request. */
  emptyPages: number;
}

const MAX_EMPTY_PAGES = 1000;

/**
 * Issues, least recently changed first, one server page per step.
 *
 * GitHub lists pull requests among the issues; they are left out, so a page may be short or empty and still have a
 * successor. Only the query of its next-page link is followed, on our own host and path.
 *
 * @internal
 */
export async function* listIssues(call: GithubCall, query: ListIssuesQuery = {}): Pages<Issue> {
  const listing = toListing(call, query);
  const walk: Walk = { visited: new Set(), seen: new Map(), fromMs: -Infinity, isNumbered: false, emptyPages: 0 };
  let search: string | null = listing.first;
  while (search !== null) {
    walk.visited.add(search);
    const { items, next }: ServerPage = await readPage(call, listing, search, walk);
    search = next;
    yield { items, cursor: next === null ? null : listing.cursors.seal(next) };
  }
}

/**
 * The ids of all issues, by the walk that passes none over. An issue that changes meanwhile may come twice.
 *
 * @internal
 */
export async function* listIds(call: GithubCall, query?: Pick<ListIssuesQuery, 'cursor'>): Pages<string> {
  for await (const { items, cursor } of listIssues(call, query)) {
    yield { items: items.map(({ ref }) => ref.id), cursor };
  }
}

interface ServerPage {
  readonly items: readonly Issue[];
  /** The query of the next page. */
  readonly next: string | null;
}

// A function of its own, so that GitHub's big objects are garbage before the caller sees the page.
async function readPage(call: GithubCall, listing: Listing, search: string, walk: Walk): Promise<ServerPage> {
  const sinceMs = Math.max(listing.sinceMs, walk.fromMs);
  const reply = await call.send({ path: `${call.path}/issues`, search, schema: zWireIssues });
  const link = nextSearch(reply.headers);
  walk.emptyPages = reply.body.length > 0 ? 0 : walk.emptyPages + 1;
  if (link !== null && walk.visited.has(link)) {
    throw failed(call, ContractError, 'the next-page link leads back to a page that was read already', reply);
  }
  if (walk.emptyPages > MAX_EMPTY_PAGES) throw failed(call, ContractError, 'empty pages without an end', reply);
  refusePartial(call, reply);
  const items: Issue[] = [];
  for (const wire of reply.body) {
    if (wire.pull_request || !isSince(wire, sinceMs) || walk.seen.has(stateOf(wire))) continue;
    items.push(toIssue(wire, call, listing.raw));
  }
  return { items, next: link === null ? null : nextOf(listing, link, reply.body, walk) };
}

/**
 * The query of the next page. A position (`after=`) is followed. A page number is a trap: an issue that changes meanwhile
 * moves to the end, its neighbours move up across the page boundary, and one is skipped. Instead, the listing is asked
 * anew for what changed since the last issue read; only a page within one second is left by its number.
 */
function nextOf({ first }: Listing, link: string, page: readonly WireIssue[], walk: Walk): string {
  const { visited, seen } = walk;
  const linked = new URLSearchParams(link);
  if (linked.has('after') || !linked.has('page')) return link;
  const [firstMs, lastMs] = [page[0], page.at(-1)].map((wire) => Date.parse(wire?.updated_at ?? '')) as [
    number,
    number,
  ];
  if (firstMs < walk.fromMs) walk.isNumbered = true;
  walk.fromMs = -Infinity;
  if (walk.isNumbered) return link;
  for (const wire of page) seen.set(stateOf(wire), Date.parse(wire.updated_at));
  const sinceMs = wholeSecond(lastMs) - 1000;
  const next = withSince(first, Math.max(0, sinceMs));
  // Where the whole page would come again, nothing is won; an empty page has no times, and compares as false.
  if (!(firstMs < sinceMs) || visited.has(next)) return link;
  walk.fromMs = sinceMs;
  for (const [state, updatedMs] of seen) if (updatedMs < sinceMs) seen.delete(state);
  return next;
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
  const reply = await call.send({ path: issuePath(call, id, 'id'), schema: zWireIssue });
  const wire = reply.body;
  const notFound = (what: string) => failed(call, NotFoundError, `#${id} ${what}`, reply);
  if (wire.pull_request) throw notFound('is a pull request, not an issue');
  if (wire.number !== Number(id) || (await isElsewhere(call, wire))) {
    throw notFound(
      `was transferred: it is #${wire.number} of ${repositoryAt(wire.repository_url) ?? 'another repository'} now`,
    );
  }
  return wire;
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

function toListing(call: GithubCall, query: ListIssuesQuery): Listing {
  const { operation, workspace } = call;
  const asked = checkInput(zListQuery, query, operation, 'github');
  const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw = false } = asked;
  const comma = labels.findIndex((label) => label.includes(','));
  if (comma >= 0) {
    const cut = 'holds a comma, at which GitHub would cut it in two: list without it and filter the outcome';
    throw unsupported(call, `labels[${comma}] ${cut}`);
  }
  // GitHub compares whole seconds.
  const sinceMs = updatedSince === undefined ? -Infinity : wholeSecond(Date.parse(updatedSince.toUpperCase()));
  const search = new URLSearchParams({ state, sort: 'updated', direction: 'asc', per_page: String(pageSize) });
  if (labels.length > 0) search.set('labels', [...new Set(labels)].sort().join());
  // Whether `since` includes its own second is said nowhere: ask for one more and drop what is too old.
  const first = sinceMs >= 1000 ? withSince(search.toString(), sinceMs - 1000) : search.toString();
  const cursors = createCursorCodec({ operation, workspace, first });
  const start = cursor === undefined ? first : cursors.open(cursor, operation, 'github');
  return { first: start, cursors, sinceMs, raw };
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function withSince(search: string, ms: number): string {
  const query = new URLSearchParams(search);
  query.set('since', `${new Date(ms).toISOString().slice(0, 19)}Z`);
  return query.toString();
}

/** An issue at one point of its life: a change in between makes it another. */
function stateOf({ number, updated_at }: WireIssue): string {
  return `${number} ${updated_at}`;
}

function isSince({ updated_at }: WireIssue, sinceMs: number): boolean {
  return sinceMs === -Infinity || Date.parse(updated_at) >= sinceMs;
}

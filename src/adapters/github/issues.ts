import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { GetIssueOptions, ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { check } from '../../contracts/problems.js';
import { type CursorCodec, createCursorCodec } from '../../digest/cursor.js';
import { sha256Hex } from '../../digest/sha256.js';
import { ContractError } from '../../errors/contract-error.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import type { Problem } from '../../errors/problem.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { nextSearch } from '../../http/link-header.js';
import { isPartial, labelOf, needsSso } from './faults.js';
import { isSameRepository, repositoryAt, toIssue } from './map.js';
import { type GithubContext, zListQuery } from './options.js';
import { type WireIssue, zSentIssue, zSentIssues, zWireRepository } from './wire.js';

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
 * successor. Only the query of its next-page link is followed, on our own host and path.
 *
 * @internal
 */
export async function* listIssues(
  context: GithubContext,
  query: ListIssuesQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const listing = toListing(query, context.workspace);
  const walk: Walk = { visited: new Set(), seen: new Map(), fromMs: -Infinity, isNumbered: false };
  let search: string | null = listing.first;
  while (search !== null) {
    walk.visited.add(search);
    const { items, next }: ServerPage = await readPage(context, listing, search, walk, signal);
    search = next;
    yield { items, cursor: next === null ? null : listing.cursors.seal(next) };
  }
}

interface ServerPage {
  readonly items: readonly Issue[];
  /** The query of the next page. */
  readonly next: string | null;
}

// A function of its own, so that GitHub's big objects are garbage before the caller sees the page.
async function readPage(
  { http, workspace, path }: GithubContext,
  listing: Listing,
  search: string,
  walk: Walk,
  signal: AbortSignal | undefined,
): Promise<ServerPage> {
  const { raw } = listing;
  const sinceMs = Math.max(listing.sinceMs, walk.fromMs);
  const reply: HttpReply<WireIssue[]> = await http.send({
    operation: 'issues.list',
    path: `${path}/issues`,
    search,
    schema: zSentIssues,
    signal,
  });
  const link = nextSearch(reply.headers);
  refuseIncomplete(reply, link !== null && walk.visited.has(link));
  const items: Issue[] = [];
  for (const wire of reply.body) {
    if (wire.pull_request || !isSince(wire, sinceMs)) continue;
    if (walk.seen.size > 0 && walk.seen.has(stateOf(wire))) continue;
    items.push(toIssue(wire, workspace, raw));
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
  const [oldest, newest] = [page[0], page.at(-1)];
  const isIgnored = oldest !== undefined && Date.parse(oldest.updated_at) < walk.fromMs;
  walk.isNumbered ||= isIgnored;
  walk.fromMs = -Infinity;
  if (walk.isNumbered || !oldest || !newest) return link;
  for (const wire of page) seen.set(stateOf(wire), Date.parse(wire.updated_at));
  const sinceMs = Math.max(0, wholeSecond(Date.parse(newest.updated_at)) - 1000);
  const next = withSince(first, sinceMs);
  // Where the whole page would come again, nothing is won.
  if (Date.parse(oldest.updated_at) >= sinceMs || visited.has(next)) return link;
  walk.fromMs = sinceMs;
  for (const [state, updatedMs] of seen) if (updatedMs < sinceMs) seen.delete(state);
  return next;
}

/**
 * One issue by its number.
 *
 * @internal
 */
export async function getIssue(
  context: GithubContext,
  id: string,
  { signal, raw = false }: GetIssueOptions = {},
): Promise<Issue> {
  const operation = 'issues.get';
  if (!/^[1-9]\d{0,15}$/.test(id)) {
    throw invalid([{ path: 'id', message: 'expected an issue number as text, such as 42' }], operation);
  }
  const reply: HttpReply<WireIssue> = await context.http.send({
    operation,
    path: `${context.path}/issues/${id}`,
    schema: zSentIssue,
    signal,
  });
  const wire = reply.body;
  const notFound = (what: string) => {
    const details = detailsOf(reply, operation);
    return new NotFoundError(`${labelOf(details)}: #${id} ${what}`, details);
  };
  if (wire.pull_request) throw notFound('is a pull request, not an issue');
  if (wire.number !== Number(id) || (await isElsewhere(context, wire, operation, signal))) {
    throw notFound(
      `was transferred: it is #${wire.number} of ${repositoryAt(wire.repository_url) ?? 'another repository'} now`,
    );
  }
  return toIssue(wire, context.workspace, raw);
}

// GitHub redirects both a transferred issue and every issue of a renamed repository, and the redirect was followed. If
// our name leads to the very repository that the issue is in, it was a renaming.
async function isElsewhere(
  { http, path, workspace }: GithubContext,
  { repository_url }: WireIssue,
  operation: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const place = repositoryAt(repository_url);
  if (place === undefined || isSameRepository(place, workspace)) return false;
  const { body } = await http.send({ operation, path, schema: zWireRepository, signal });
  return !isSameRepository(place, body.full_name);
}

function toListing(query: ListIssuesQuery, workspace: string): Listing {
  const operation = 'issues.list';
  const checked = check(zListQuery, query);
  if (!checked.ok) throw invalid(checked.problems, operation);
  const { updatedSince, labels = [], state = 'all', cursor, pageSize = 100, raw = false } = checked.value;
  const comma = labels.findIndex((label) => label.includes(','));
  if (comma >= 0) {
    throw new UnsupportedError(
      `github ${operation}: labels[${comma}] holds a comma, at which GitHub would cut it in two: list without it and filter the outcome`,
      { context: { operation, provider: 'github', attempts: 0 } },
    );
  }
  // GitHub compares whole seconds.
  const sinceMs = updatedSince === undefined ? -Infinity : wholeSecond(Date.parse(updatedSince.toUpperCase()));
  const search = new URLSearchParams({ state, sort: 'updated', direction: 'asc', per_page: String(pageSize) });
  if (labels.length > 0) search.set('labels', [...new Set(labels)].sort().join());
  // Whether `since` includes its own second is said nowhere: ask for one more and drop what is too old.
  const first = sinceMs >= 1000 ? withSince(search.toString(), sinceMs - 1000) : search.toString();
  const cursors = createCursorCodec({ operation, workspace, first });
  return { first: cursor === undefined ? first : cursors.open(cursor, operation, 'github'), cursors, sinceMs, raw };
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function withSince(search: string, ms: number): string {
  const query = new URLSearchParams(search);
  query.set('since', `${new Date(ms).toISOString().slice(0, 19)}Z`);
  return query.toString();
}

/** An issue as it was sent. By its content, because a change within the second leaves the time as it was. */
function stateOf(wire: WireIssue): string {
  return sha256Hex(JSON.stringify(wire));
}

function isSince({ updated_at }: WireIssue, sinceMs: number): boolean {
  return sinceMs === -Infinity || Date.parse(updated_at) >= sinceMs;
}

function refuseIncomplete(reply: HttpReply<unknown>, loops: boolean): void {
  if (!loops && !isPartial(reply.headers)) return;
  const details = detailsOf(reply, 'issues.list');
  if (!loops) throw needsSso(`${labelOf(details)}: GitHub left something out`, details);
  throw new ContractError(
    `${labelOf(details)}: the next-page link leads back to a page that was read already`,
    details,
  );
}

function detailsOf({ attempts, status }: HttpReply<unknown>, operation: string): TrackerErrorDetails {
  return { context: { operation, provider: 'github', attempts, httpStatus: status } };
}

function invalid(problems: readonly Problem[], operation: string): InvalidInputError {
  return new InvalidInputError(problems, { context: { operation, provider: 'github', attempts: 0 } });
}

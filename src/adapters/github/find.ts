import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { ContractError } from '../../errors/contract-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { failed, type GithubCall } from './call.js';
import { commentsOf, toComment } from './comments.js';
import { toSecond } from './issues.js';
import { toRef } from './map.js';
import { type GithubList, type Pages, pagesOf } from './pages.js';
import { zWireIssues } from './wire.js';
import { zWireUser } from './wire-repository.js';

/** How far back a write is looked for: 30 days. */
const WINDOW_MS = 2_592_000_000;

/** A list that has lost something in each of so many walks is not there to be searched. */
const MAX_WALKS = 5;

interface Marked {
  readonly id: number;
  readonly body?: string | null | undefined;
  readonly created_at: string;
}

/**
 * The entry of a list that carries the marker of a client key, among those that were made in the last 30 days. The list,
 * not the search, which lags behind.
 *
 * @internal
 */
function findMarked<Wire extends Marked>(
  call: GithubCall,
  sought: string,
  list: Pick<GithubList<readonly Wire[], Wire>, 'path' | 'schema'>,
  order: Readonly<Record<string, string>> = {},
): Promise<Wire | undefined> {
  const since = toSecond(call.now() - WINDOW_MS);
  const walk = () =>
    pagesOf(call, {
      ...list,
      search: new URLSearchParams({ ...order, since, per_page: '100' }).toString(),
      toItems: (wires) => wires,
      // GitHub goes by the last change; of what comes newest first, the rest was made earlier still.
      toNext: (link, wires) => (order.direction && (wires.at(-1)?.created_at ?? '') < since ? null : link),
    });
  return findIn(call, walk, ({ body }) => unmarkBody(body ?? null).marker === sought);
}

/**
 * What is deleted while a list is walked moves the rest up, and one entry past a page boundary, unread. So nothing is told as
 * not found before a walk over several pages has met all that the one before had met: then that one lost nothing.
 */
async function findIn<Wire extends Marked>(
  call: GithubCall,
  walk: () => Pages<Wire>,
  isSought: (wire: Wire) => boolean,
): Promise<Wire | undefined> {
  let known: ReadonlySet<number> | undefined;
  for (let walks = 0; walks < MAX_WALKS; walks++) {
    const met = new Set<number>();
    let isPaged = false;
    for await (const { items, cursor } of walk()) {
      const found = items.find(isSought);
      if (found) return found;
      for (const { id } of items) met.add(id);
      isPaged ||= cursor !== null;
    }
    if (!isPaged || (known && [...known].every((id) => met.has(id)))) return undefined;
    known = met;
  }
  const what = 'entries were deleted meanwhile in each of several walks; look again';
  throw failed(call, ContractError, what, undefined, { retryable: true });
}

/** The issue that carries the marker of a client key, among the newest of this account. @internal */
export async function findIssue(call: GithubCall, clientKey: string): Promise<ExternalRef | undefined> {
  const sought = soughtMarker(call, clientKey);
  const creator = await loginOf(call);
  const order = { state: 'all', sort: 'created', direction: 'desc', ...(creator && { creator }) };
  const found = await findMarked(call, sought, { path: `${call.path}/issues`, schema: zWireIssues }, order);
  return found && toRef(call.workspace, String(found.number), found.html_url);
}

/** The comment that carries the marker of a client key. @internal */
export async function findComment(
  call: GithubCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const found = await findMarked(call, soughtMarker(call, clientKey), commentsOf(call, issueId));
  return found && toComment(found);
}

/** The marker of a client key. Without a key nothing could be found, which would read as "not made". */
function soughtMarker(call: GithubCall, clientKey: string): string {
  // What creates take for "no key" is refused here too.
  checkCreateOptions({ clientKey: clientKey ?? '' }, call.operation, 'github');
  return clientMarker(clientKey);
}

/** Whose token it is; undefined for an installation's, which is nobody's. */
async function loginOf(call: GithubCall): Promise<string | undefined> {
  try {
    return (await call.send({ path: '/user', schema: zWireUser })).body.login;
  } catch (error) {
    if (isTrackerError(error, 'permission') || isTrackerError(error, 'not_found')) return undefined;
    throw error;
  }
}

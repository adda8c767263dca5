import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { GithubCall } from './call.js';
import { commentsOf, toComment } from './comments.js';
import { toSecond } from './issues.js';
import { toRef } from './map.js';
import { type GithubList, pagesOf } from './pages.js';
import { zWireIssues } from './wire.js';
import { zWireUser } from './wire-repository.js';

/** How far back a write is looked for: 30 days. */
const WINDOW_MS = 2_592_000_000;

interface Marked {
  readonly body?: string | null | undefined;
  readonly created_at: string;
}

/**
 * The entry of a list that carries the marker of a client key, among those that were made in the last 30 days. The list,
 * not the search, which lags behind.
 *
 * @internal
 */
async function findMarked<Wire extends Marked>(
  call: GithubCall,
  sought: string,
  list: Pick<GithubList<readonly Wire[], Wire>, 'path' | 'schema'>,
  order: Readonly<Record<string, string>> = {},
): Promise<Wire | undefined> {
  const since = toSecond(call.now() - WINDOW_MS);
  const pages = pagesOf(call, {
    ...list,
    search: new URLSearchParams({ ...order, since, per_page: '100' }).toString(),
    toItems: (wires) => wires,
    // GitHub goes by the last change; of what comes newest first, the rest was made earlier still.
    toNext: (link, wires) => (order.direction && (wires.at(-1)?.created_at ?? '') < since ? null : link),
  });
  for await (const { items } of pages) {
    const found = items.find(({ body }) => unmarkBody(body ?? null).marker === sought);
    if (found) return found;
  }
  return undefined;
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

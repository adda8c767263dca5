import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { Call } from './issues.js';
import { toRef } from './map.js';
import type { GithubContext } from './options.js';
import { type GithubList, pagesOf } from './pages.js';
import { type WireIssue, zSentIssues, zWireUser } from './wire.js';

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
export async function findMarked<Wire extends Marked>(
  context: GithubContext,
  clientKey: string,
  list: Pick<GithubList<Wire[], Wire>, 'operation' | 'path' | 'schema' | 'signal'>,
  order: Readonly<Record<string, string>> = {},
): Promise<Wire | undefined> {
  const marker = clientMarker(clientKey);
  const since = `${new Date(context.now() - WINDOW_MS).toISOString().slice(0, 19)}Z`;
  const pages = pagesOf(context, {
    ...list,
    search: new URLSearchParams({ ...order, since, per_page: '100' }).toString(),
    toItems: (wires) => wires,
    // GitHub goes by the last change; of what comes newest first, the rest was made earlier still.
    toNext: (link, wires) => (order.direction === 'desc' && (wires.at(-1)?.created_at ?? '') < since ? null : link),
  });
  for await (const { items } of pages) {
    const found = items.find(({ body }) => unmarkBody(body ?? null).marker === marker);
    if (found) return found;
  }
  return undefined;
}

/** The issue that carries the marker of a client key, among the newest of this account. @internal */
export async function findIssue(
  context: GithubContext,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<ExternalRef | undefined> {
  const call: Call = { operation: 'issues.findByClientKey', signal };
  const creator = await loginOf(context, call);
  const order = { state: 'all', sort: 'created', direction: 'desc', ...(creator && { creator }) };
  const list = { ...call, path: `${context.path}/issues`, schema: zSentIssues };
  const found: WireIssue | undefined = await findMarked(context, clientKey, list, order);
  return found && toRef(context.workspace, String(found.number), found.html_url);
}

/** Whose token it is; undefined for an installation's, which is nobody's. */
async function loginOf({ http }: GithubContext, call: Call): Promise<string | undefined> {
  try {
    return (await http.send({ ...call, path: '/user', schema: zWireUser })).body.login;
  } catch (error) {
    if (isTrackerError(error, 'permission') || isTrackerError(error, 'not_found')) return undefined;
    throw error;
  }
}

import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { listWireComments } from './comments.js';
import type { YoutrackCall } from './context.js';
import { issuesByCreation } from './list-issues.js';
import { toComment, toRef } from './map.js';
import { ownOnly } from './own.js';
import { pagesOf } from './pages.js';
import { ownProject } from './project-clause.js';
import { allOf } from './query.js';
import { MARKED_FIELDS, type WireMarked, zWireMarked } from './wire-on-demand.js';

const LISTING = { fields: MARKED_FIELDS, schema: zWireMarked };

/**
 * The issue whose description carries the marker of a client key. First by a search, whose index lags behind and may leave
 * comments of HTML out; then among what this account made of late, and last among all that it made, which YouTrack reads
 * from its database.
 *
 * @internal
 */
export async function findIssue(call: YoutrackCall, clientKey: string): Promise<ExternalRef | undefined> {
  const marker = markerOf(call, clientKey);
  const project = await ownProject(call);
  const toItems = (wires: readonly WireMarked[]) =>
    wires.filter(({ description }) => unmarkBody(description ?? null).marker === marker);
  const ownItems = async (wires: readonly WireMarked[]) => toItems(await ownOnly(call, wires));
  const search = (query: string) =>
    pagesOf(call, { path: '/issues', search: { query }, ...LISTING, toItems: ownItems });
  for (const pages of [
    // A copied issue carries the marker too: the older one counts.
    search(allOf([project, `"${marker.slice(3)}"`], 'created asc')),
    search(allOf([project, MINE, 'created: {minus 2h} .. *'], 'created asc')),
    issuesByCreation(call, () => ({ listing: LISTING, conditions: [MINE], toItems, cursor: undefined })),
  ]) {
    for await (const { items } of pages) if (items[0]) return toRef(call, items[0]);
  }
  return undefined;
}

const MINE = 'reporter: me';

/** @internal */
export async function findComment(
  call: YoutrackCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const marker = markerOf(call, clientKey);
  const pages = listWireComments(call, issueId, undefined);
  for await (const { items } of pages) {
    const found = items.find(({ text: body }) => unmarkBody(body ?? null).marker === marker);
    if (found) return toComment(found);
  }
  return undefined;
}

function markerOf({ operation }: YoutrackCall, clientKey: string): string {
  // What is no key for a write is none for a search; an absent one is as bad as a blank one.
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, 'youtrack');
  return clientMarker(clientKey);
}

import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { answer, flag, list, maybe, object, text } from '../../contracts/adapter/shape.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { listWireComments } from './comments.js';
import type { YoutrackCall } from './context.js';
import { toComment, toRef } from './map.js';
import { ownOnly } from './own.js';
import { pagesOf } from './pages.js';
import { ownProject } from './project-clause.js';
import { allOf } from './query.js';
import { HOLDER_FIELDS } from './wire.js';

const zMarked = answer(
  list(
    object({
      id: text,
      idReadable: text,
      isDraft: maybe(flag),
      project: object({ id: text, shortName: text }),
      description: maybe(text),
    }),
  ),
);

/**
 * The issue whose description carries the marker of a client key. First by a search; its index lags behind, so then among
 * what this account made of late, which YouTrack reads from its database.
 *
 * @internal
 */
export async function findIssue(call: YoutrackCall, clientKey: string): Promise<ExternalRef | undefined> {
  const marker = markerOf(call, clientKey);
  const project = await ownProject(call);
  const recent = allOf([project, 'reporter: me', 'created: {minus 2h} .. *'], 'created desc');
  for (const query of [allOf([project, `"${marker.slice(3)}"`]), recent]) {
    const pages = pagesOf(call, {
      path: '/issues',
      search: { query },
      fields: `${HOLDER_FIELDS},description`,
      schema: zMarked,
      toItems: async (wires) =>
        (await ownOnly(call, wires)).filter(({ description }) => unmarkBody(description ?? null).marker === marker),
    });
    for await (const { items } of pages) if (items[0]) return toRef(call, items[0]);
  }
  return undefined;
}

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

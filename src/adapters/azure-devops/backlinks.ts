import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import { checkBacklink, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { clientMarker } from '../../digest/client-marker.js';
import type { AzureCall } from './context.js';
import { type PatchOperation, patchItem, readAndChange } from './patch.js';
import type { WireItem } from './wire.js';

const HYPERLINK = 'Hyperlink';

/**
 * Writes a backlink: a hyperlink of the work item, whose comment is its title and the marker of its key. One of the same key
 * is replaced in the same request.
 *
 * @internal
 */
export async function upsertBacklink(call: AzureCall, issueId: string, given: Backlink): Promise<void> {
  const { key, url, title } = checkBacklink(given, 'azure_devops');
  const value = { rel: HYPERLINK, url, attributes: { comment: `${title} ${clientMarker(key)}` } };
  await readAndChange(call, issueId, 'issueId', async (before) => {
    const present = placesOf(before, key);
    const [place] = present;
    const held = place === undefined ? undefined : before.relations?.[place];
    if (present.length === 1 && held?.url === url && held.attributes?.comment === value.attributes.comment) return;
    await patchItem(call, before, [...removals(present), { op: 'add', path: '/relations/-', value }]);
  });
}

/** @internal */
export async function removeBacklink(call: AzureCall, issueId: string, key: string): Promise<void> {
  // What is no key for a write is none for a removal.
  checkCreateOptions({ clientKey: key ?? '' }, call.operation, 'azure_devops');
  await readAndChange(call, issueId, 'issueId', async (before) => {
    const present = placesOf(before, key);
    if (present.length > 0) await patchItem(call, before, removals(present));
  });
}

/** Where among the relations the hyperlinks of a key stand. */
function placesOf({ relations }: WireItem, key: string): number[] {
  const marker = clientMarker(key);
  return (relations ?? []).flatMap(({ rel, attributes }, at) =>
    rel === HYPERLINK &&
    String(attributes?.comment ?? '')
      .split(/\s+/)
      .includes(marker)
      ? [at]
      : [],
  );
}

/** From the end, because what is behind moves up. */
function removals(places: readonly number[]): PatchOperation[] {
  return places.toReversed().map((at) => ({ op: 'remove', path: `/relations/${at}` }));
}

import type { YoutrackCall } from './context.js';
import { readAll } from './pages.js';
import { TAG_FIELDS, type WireTag, zWireTags } from './wire-on-demand.js';

/**
 * The tags of a name that the token's user sees. Tags belong to people and are shared by them, so there may be several, and
 * others that he does not see.
 *
 * @internal
 */
export async function findTags(call: YoutrackCall, name: string): Promise<WireTag[]> {
  const tags = await readAll(call, { path: '/tags', search: { query: name }, fields: TAG_FIELDS, schema: zWireTags });
  return tags.filter((tag) => tag.name === name);
}

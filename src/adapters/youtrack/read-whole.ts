import { answer, list } from '../../contracts/adapter/shape.js';
import type { Schema } from '../../contracts/schema.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { YoutrackCall } from './context.js';
import { readAll } from './pages.js';
import { type Lists, UNSAID_TOP } from './whole.js';
import { FIELD, field, LINK, LINKED, link, linkedIssue, TAG, tag } from './wire.js';

const zFields = answer(list(field));
const zLinks = answer(list(link));
const zLinked = answer(list(linkedIssue));
const zTags = answer(list(tag));

/** Reads the lists of issues that have so many entries that YouTrack may have cut them. @internal */
export async function readWhole<Wire extends Lists>(call: YoutrackCall, wires: readonly Wire[]): Promise<Wire[]> {
  const read: Wire[] = [];
  for (const wire of wires) {
    const path = `/issues/${wire.id}`;
    const { tags, customFields } = wire;
    const links: Lists['links'][number][] = [];
    for (const one of await entries(call, wire.links, `${path}/links`, LINK, zLinks)) {
      const at = `${path}/links/${encodeURIComponent(one.id)}/issues`;
      links.push({ ...one, issues: await entries(call, one.issues, at, LINKED, zLinked) });
    }
    read.push({
      ...wire,
      links,
      ...(tags && { tags: await entries(call, tags, `${path}/tags`, TAG, zTags) }),
      ...(customFields && { customFields: await entries(call, customFields, `${path}/customFields`, FIELD, zFields) }),
    });
  }
  return read;
}

/** All entries of a list of which some are known. Where the issue went away meanwhile these have to do. */
async function entries<Wire>(
  call: YoutrackCall,
  known: readonly Wire[],
  path: string,
  fields: string,
  schema: Schema<readonly Wire[]>,
): Promise<readonly Wire[]> {
  if (known.length < UNSAID_TOP) return known;
  try {
    return await readAll(call, { path, fields, schema });
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return known;
    throw error;
  }
}

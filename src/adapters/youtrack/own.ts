import { NotFoundError } from '../../errors/not-found-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, issuePath, type YoutrackCall } from './context.js';
import { isNamed } from './map.js';
import { HOLDER_FIELDS, type WireHolder, zWireHolder } from './wire.js';

// Ids are YouTrack's own and not the project's, so that of a draft or of another project's issue would pass as well.

type Held = Pick<WireHolder, 'isDraft' | 'project'>;

/**
 * Those of this project, without drafts. What is under another name may be of this project all the same, which was renamed:
 * then its id is asked for, because a census that leaves everything out would have everything deleted.
 *
 * @internal
 */
export async function ownOnly<Wire extends Held>(call: YoutrackCall, wires: readonly Wire[]): Promise<readonly Wire[]> {
  const isOwn = (wire: Wire) => isNamed(call, wire.project);
  if (!wires.every(isOwn) && call.own.id === undefined) {
    const { loadProject } = await import('./project.js');
    await loadProject(call);
  }
  return wires.filter((wire) => !wire.isDraft && isOwn(wire));
}

/**
 * The issue of an answer, if it is one of this project.
 *
 * @throws NotFoundError for a draft, and for an issue of another project or one that was moved there.
 *
 * @internal
 */
export async function ownOf<Wire extends Held>(
  call: YoutrackCall,
  reply: Pick<HttpReply<Wire>, 'attempts' | 'body' | 'status'>,
): Promise<Wire> {
  const [own] = await ownOnly(call, [reply.body]);
  if (own) return own;
  const what = reply.body.isDraft
    ? 'it is a draft, which is no issue yet'
    : `it is in the project ${JSON.stringify(reply.body.project.shortName)}, and not in the one of this adapter`;
  throw about(call, reply, NotFoundError, what, {});
}

/** An issue of this project, before something at it is read or written. @internal */
export async function holderOf(call: YoutrackCall, issueId: string, field?: string): Promise<WireHolder> {
  const path = issuePath(call, issueId, field);
  return ownOf(call, await call.send({ path, fields: HOLDER_FIELDS, schema: zWireHolder }));
}

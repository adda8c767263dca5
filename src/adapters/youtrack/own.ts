import { NotFoundError } from '../../errors/not-found-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, issuePath, type YoutrackCall } from './context.js';
import { isNamed } from './map.js';
import { HOLDER_FIELDS, type WireHolder, zWireHolder } from './wire.js';

// Ids are YouTrack's own and not the project's, so that of a draft or of another project's issue would pass as well.

/** Whether an issue is one of this project, and not a draft. @internal */
export function isOwn(call: YoutrackCall, { isDraft, project }: Pick<WireHolder, 'isDraft' | 'project'>): boolean {
  return !isDraft && isNamed(call, project);
}

/**
 * The issue of an answer, if it is one of this project.
 *
 * @throws NotFoundError for a draft, and for an issue of another project or one that was moved there.
 *
 * @internal
 */
export function ownOf<Wire extends Pick<WireHolder, 'isDraft' | 'project'>>(
  call: YoutrackCall,
  reply: HttpReply<Wire>,
): Wire {
  if (isOwn(call, reply.body)) return reply.body;
  const what = reply.body.isDraft
    ? 'it is a draft, which is no issue yet'
    : `it is in the project ${JSON.stringify(reply.body.project.shortName)}, and not in the one of this adapter`;
  throw about(call, reply, NotFoundError, what, {});
}

/** An issue of this project, before something at it is read or written. @internal */
export async function holderOf(call: YoutrackCall, issueId: string, field?: string): Promise<WireHolder> {
  return ownOf(
    call,
    await call.send({ path: issuePath(call, issueId, field), fields: HOLDER_FIELDS, schema: zWireHolder }),
  );
}

import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { about, type YoutrackCall } from './context.js';
import { findTags } from './tags.js';
import { whole } from './whole.js';
import { HOLDER_FIELDS, ISSUE_FIELDS, zWireHolder, zWireId, zWireIssue } from './wire.js';
import { TAG_FIELDS, type WireTag, zWireTag } from './wire-on-demand.js';

/** Puts a tag of this name on an issue: one that the token's user sees, his own first; where there is none it is made. @internal */
export async function addTag(call: YoutrackCall, issueId: string, name: string): Promise<void> {
  const { id } = (await chosenTag(call, name)) ?? (await makeTag(call, name));
  const path = `/issues/${issueId}/tags`;
  await call.send({ method: 'POST', path, fields: TAG_FIELDS, body: { id }, schema: zWireTag });
}

async function chosenTag(call: YoutrackCall, name: string): Promise<WireTag | undefined> {
  const tags = await findTags(call, name);
  if (tags.length < 2) return tags[0];
  const me = await call.send({ path: '/users/me', fields: 'id', schema: zWireId });
  return tags.find(({ owner }) => owner?.id === me.body.id) ?? tags[0];
}

async function makeTag(call: YoutrackCall, name: string): Promise<WireTag> {
  const { shareTagsWith = [] } = call;
  const permittedGroups = shareTagsWith.map((id) => ({ id }));
  const sharing = permittedGroups.length > 0 && {
    readSharingSettings: { permittedGroups },
    tagSharingSettings: { permittedGroups },
  };
  const reply = await call.send({
    method: 'POST',
    path: '/tags',
    fields: TAG_FIELDS,
    body: { name, ...sharing },
    schema: zWireTag,
  });
  if (reply.body.name === name) return reply.body;
  throw about(call, reply, RejectedError, 'YouTrack made a tag of another name', {});
}

/** @internal */
export async function removeTag(call: YoutrackCall, issueId: string, tag: Pick<WireTag, 'id'>): Promise<void> {
  const path = `/issues/${issueId}`;
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path: `${path}/tags/${encodeURIComponent(tag.id)}` }),
    async () => {
      const { body } = await call.send({ path, fields: ISSUE_FIELDS, schema: zWireIssue });
      return (await whole(call, [body])).flatMap(({ tags }) => tags).some(({ id }) => id === tag.id);
    },
    () => call.send({ path, fields: HOLDER_FIELDS, schema: zWireHolder }),
  );
}

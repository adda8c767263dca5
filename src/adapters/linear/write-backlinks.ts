import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import { flag, object } from '../../contracts/adapter/shape.js';
import { checkBacklink } from '../../contracts/adapter/write-input.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { KIND, readAttachments, type WireAttachment } from './attachments.js';
import { invalid, type LinearCall } from './context.js';
import { expectDone } from './create-once.js';
import { unlessMissing } from './find-by-client-key.js';
import { dataOf } from './wire.js';
import { CREATE_ATTACHMENT, zCreatedAttachment } from './write-attachments.js';

const DELETE = 'mutation DeleteAttachment($id:String!){attachmentDelete(id:$id){success}}';
const zDeleted = dataOf({ attachmentDelete: object({ success: flag }) });

/**
 * Writes a backlink. Linear keeps one attachment of an issue for an address, and writes it anew when it comes again; so it
 * may be sent again, and what stood under the key with another address is deleted after it.
 *
 * @internal
 */
export async function upsertBacklink(call: LinearCall, issueId: string, given: Backlink): Promise<void> {
  const { key, url, title } = checkBacklink(given, 'linear');
  const attachments = await readAttachments(call, issueId);
  const there = attachments.find((attachment) => attachment.url === url);
  // What somebody else attached would be written over, and deleted with the backlink.
  if (there && keyOf(there) !== key) {
    const why = 'another attachment of the issue has this address, and Linear keeps one attachment for each';
    throw new ConflictError(`linear ${call.operation}: ${why}`, {
      context: { operation: call.operation, provider: 'linear', attempts: 1 },
    });
  }
  const input = { issueId, url, title, metadata: { [KIND]: 'backlink', key } };
  const request = { document: CREATE_ATTACHMENT, variables: { input }, schema: zCreatedAttachment } as const;
  const reply = await call.send({ ...request, repeatability: 'keyed' });
  const { attachment } = expectDone(call, reply, reply.body.data.attachmentCreate);
  await removeAll(
    call,
    attachments.filter((one) => keyOf(one) === key && one.id !== attachment.id),
  );
}

/** @internal */
export async function removeBacklink(call: LinearCall, issueId: string, key: string): Promise<void> {
  if (typeof key !== 'string' || key.trim() === '') throw invalid(call, 'key', 'must not be blank');
  await removeAll(
    call,
    (await readAttachments(call, issueId)).filter((one) => keyOf(one) === key),
  );
}

function keyOf({ metadata }: WireAttachment): string | undefined {
  return metadata?.[KIND] === 'backlink' ? String(metadata.key) : undefined;
}

async function removeAll(call: LinearCall, attachments: readonly WireAttachment[]): Promise<void> {
  for (const { id } of attachments) {
    const request = { document: DELETE, variables: { id }, schema: zDeleted, repeatability: 'write' } as const;
    // The issue was just read, with this attachment: what is not found now, somebody else has deleted.
    const reply = await unlessMissing(call.send(request));
    if (reply) expectDone(call, reply, reply.body.data.attachmentDelete);
  }
}

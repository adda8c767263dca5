import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkAttachment, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { toBlob } from '../../http/upload.js';
import { toAttachment } from './attachments.js';
import { issuePath, unsent, unsupported, type YoutrackCall } from './context.js';
import { holderOf } from './own.js';
import { ATTACHMENT_FIELDS, zWireUploaded } from './wire-on-demand.js';

/** Attaches a file: sent once. @internal */
export async function addAttachment(
  call: YoutrackCall,
  issueId: string,
  draft: AttachmentDraft,
  options?: CreateOptions,
): Promise<IssueAttachment> {
  const path = `${issuePath(call, issueId)}/attachments`;
  const { content, name, type, description } = checkAttachment(draft, 'youtrack');
  const { clientKey } = checkCreateOptions(options, call.operation, 'youtrack');
  if (description?.trim()) throw unsupported(call, 'YouTrack keeps no description of a file: put it into a comment');
  const file = await toBlob(content, type, unsent(call), undefined, call.signal);
  await holderOf(call, issueId);
  const body = new FormData();
  body.append('file', file, name);
  const key = clientKey !== undefined && { clientKey };
  const reply = await call.send({
    method: 'POST',
    path,
    fields: ATTACHMENT_FIELDS,
    body,
    schema: zWireUploaded,
    ...key,
  });
  return toAttachment(call, reply.body[0]);
}

import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { flag, object } from '../../contracts/adapter/shape.js';
import { checkAttachment, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { toBlob } from '../../http/upload.js';
import { ATTACHMENT, attachmentAt, KIND, toFile, wireAttachment } from './attachments.js';
import { clientId, randomId } from './client-id.js';
import { type LinearCall, unsent } from './context.js';
import { createOnce, expectDone } from './create-once.js';
import { unlessMissing } from './find-by-client-key.js';
import { expectIssue } from './issues.js';
import { uploadFile } from './upload-file.js';
import { dataOf } from './wire.js';

/** @internal */
export const CREATE_ATTACHMENT = `mutation CreateAttachment($input:AttachmentCreateInput!){attachmentCreate(input:$input){success attachment{${ATTACHMENT}}}}`;
/** @internal */
export const zCreatedAttachment = dataOf({ attachmentCreate: object({ success: flag, attachment: wireAttachment }) });

/**
 * Attaches a file: it is uploaded, and an attachment of the issue points to it. Under a client key there is one such
 * attachment; an upload whose attachment failed belongs to no issue and can be left alone.
 *
 * @internal
 */
export async function addAttachment(
  call: LinearCall,
  issueId: string,
  draft: AttachmentDraft,
  options?: CreateOptions,
): Promise<IssueAttachment> {
  const issue = call.uuid(issueId, 'issueId');
  const { content, name, type, description } = checkAttachment(draft, 'linear');
  const { clientKey } = checkCreateOptions(options, call.operation, 'linear');
  const file = await toBlob(content, type, unsent(call), undefined, call.signal);
  const id = clientKey === undefined ? randomId(call) : clientId('attachment', issue, clientKey);
  await expectIssue(call, issue);
  const find = () => unlessMissing(attachmentAt(call, issue, id));
  const earlier = clientKey === undefined ? undefined : await find();
  if (earlier) return toFile(earlier);
  const url = await uploadFile(call, file, name, clientKey);
  const metadata = { [KIND]: 'file', type, sizeBytes: file.size };
  const input = { id, issueId: issue, title: name, url, metadata, ...(description && { subtitle: description }) };
  const { found } = await createOnce(call, {
    what: 'attachment',
    request: { document: CREATE_ATTACHMENT, variables: { input }, schema: zCreatedAttachment },
    clientKey,
    // Of one address an issue has one attachment, which is written anew.
    repeatability: 'write',
    made: (reply) => expectDone(call, reply, reply.body.data.attachmentCreate).attachment,
    find,
  });
  return toFile(found);
}

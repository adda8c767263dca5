import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkAttachment, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { markBody } from '../../digest/client-marker.js';
import { PermissionError } from '../../errors/permission-error.js';
import { toBlob } from '../../http/upload.js';
import { afterWrite } from './after-write.js';
import { toAttachment } from './attachments.js';
import { about, issuePath, type RedmineCall, unsent } from './context.js';
import { readWire } from './issues.js';
import { expectRight } from './rights.js';
import { zWireUpload } from './wire.js';

/**
 * Attaches a file: it is uploaded, which gives a token, and the issue takes it by that. The client key goes along as a note
 * that shows nothing. An upload that no issue took belongs to nothing, and Redmine throws it away after a day.
 *
 * @internal
 */
export async function addAttachment(
  call: RedmineCall,
  issueId: string,
  draft: AttachmentDraft,
  options?: CreateOptions,
): Promise<IssueAttachment> {
  const path = issuePath(call, issueId);
  const { content, name, type, description = '' } = checkAttachment(draft, 'redmine');
  const { clientKey } = checkCreateOptions(options, call.operation, 'redmine');
  const key = clientKey !== undefined && { clientKey };
  const file = await toBlob(content, type, unsent(call), undefined, call.signal);
  const body = new Uint8Array(await file.arrayBuffer());
  await readWire(call, issueId, 'relations');
  if (clientKey !== undefined) await expectRight(call, 'add_issue_notes', 'leave out the note with the client key');
  const upload = await call.send({
    method: 'POST',
    path: '/uploads.json',
    search: new URLSearchParams({ filename: name }),
    headers: { 'content-type': 'application/octet-stream' },
    body,
    schema: zWireUpload,
    ...key,
  });
  const { id, token } = upload.body.upload;
  const uploads = [{ token, filename: name, content_type: type, description }];
  const notes = clientKey !== undefined && { notes: markBody(null, clientKey) };
  const reply = await call.send({ method: 'PUT', path, body: { issue: { uploads, ...notes } }, ...key });
  const readAgain = () => readWire(call, issueId, 'attachments');
  const { attachments } = await afterWrite(call, reply, `the file ${id} was attached`, readAgain, clientKey);
  const wire = attachments?.find((attachment) => attachment.id === id);
  if (wire) return toAttachment(call, wire);
  const what = 'Redmine took the request and left the file out: the right to add files to the issue is missing';
  throw about(call, reply, PermissionError, what, { missing: ['edit_issues'] });
}

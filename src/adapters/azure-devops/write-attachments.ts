import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkAttachment, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { clientMarker } from '../../digest/client-marker.js';
import { AmbiguousWriteError } from '../../errors/ambiguous-write-error.js';
import { toBlob } from '../../http/upload.js';
import { ATTACHED_FILE, filesOf, idIn, toAttachment } from './attachments.js';
import { type AzureCall, about, unsent } from './context.js';
import { readItem } from './issues.js';
import { patchItem, readAndChange } from './patch.js';
import { zWireUpload } from './wire-site.js';

/** What Azure DevOps Services take. */
const MAX_BYTES = 62_914_560;

/**
 * Attaches a file: its bytes are sent, and then the work item is told of them. Bytes whose work item was not told belong to
 * nothing and can be left alone. What is too large for one request is refused before any of it is sent.
 *
 * @internal
 */
export async function addAttachment(
  call: AzureCall,
  issueId: string,
  draft: AttachmentDraft,
  options?: CreateOptions,
): Promise<IssueAttachment> {
  const { content, name, type, description } = checkAttachment(draft, 'azure_devops');
  const { clientKey } = checkCreateOptions(options, call.operation, 'azure_devops');
  const key = clientKey !== undefined && { clientKey };
  call.number(issueId, 'issueId');
  const limit = call.settings.maxAttachmentBytes ?? MAX_BYTES;
  const file = await toBlob(content, type, unsent(call), limit, call.signal);
  // There is no use in sending bytes for a work item that is not there.
  await readItem(call, issueId);
  const { body: upload } = await call.send({
    method: 'POST',
    path: '/_apis/wit/attachments',
    search: { fileName: name },
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(await file.arrayBuffer()),
    schema: zWireUpload,
    ...key,
  });
  const comment = [description?.trim(), clientKey !== undefined && clientMarker(clientKey)].filter(Boolean).join(' ');
  // Without attributes, people see a file of no size.
  const value = { rel: ATTACHED_FILE, url: upload.url, attributes: { name, comment } };
  const wire = await readAndChange(call, issueId, 'issueId', (before) =>
    patchItem(call, before, [{ op: 'add', path: '/relations/-', value }], clientKey),
  );
  const id = idIn(upload.url);
  const added = filesOf(wire).find(({ url }) => idIn(url) === id);
  if (added) return toAttachment(added);
  const what = 'the answer does not show the file; look before it is attached again';
  throw about(call, { attempts: 1, status: 200 }, AmbiguousWriteError, what, { clientKey });
}

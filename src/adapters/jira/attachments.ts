import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { toBlob } from '../../http/upload.js';
import type { JiraContext } from './options.js';
import { API, type Call, detailsOf, issuePath, read, send, unsupported } from './request.js';
import { type WireAttachment, zIssueWith, zWireAttachmentMeta, zWireAttachments } from './wire.js';

const zAttachedIssue = zIssueWith('attachment');

/** @internal */
export async function listAttachments(
  context: JiraContext,
  issueId: string,
  { signal }: CallOptions = {},
): Promise<readonly IssueAttachment[]> {
  const call: Call = { operation: 'attachments.list', signal };
  const path = issuePath(call.operation, issueId);
  const { fields } = await read(context, call, path, zAttachedIssue, { fields: 'attachment' });
  return (fields.attachment ?? []).map((wire) => toAttachment(context, wire));
}

/** Attaches a file, within the size that the site says it takes. @internal */
export async function addAttachment(
  context: JiraContext,
  issueId: string,
  { content, name, type }: AttachmentDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueAttachment> {
  const call: Call = { operation: 'attachments.add', signal };
  const path = issuePath(call.operation, issueId, '/attachments');
  const { enabled, uploadLimit } = await read(context, call, `${API}/attachment/meta`, zWireAttachmentMeta);
  if (!enabled) throw unsupported(call.operation, 'attachments are switched off on this site');
  const { context: callContext } = detailsOf(call.operation);
  const form = new FormData();
  form.append('file', await toBlob(content, type, callContext, uploadLimit), name);
  const { body } = await send(context, call, {
    method: 'POST',
    path,
    // Jira refuses an upload without it, because a browser's form cannot send it.
    headers: { 'x-atlassian-token': 'no-check' },
    body: form,
    schema: zWireAttachments,
    ...(clientKey !== undefined && { clientKey }),
  });
  return toAttachment(context, body[0]);
}

/** The address is made of the id: the one in Jira's answer may be a gateway's. */
function toAttachment({ siteUrl }: JiraContext, { id, filename, mimeType, size }: WireAttachment): IssueAttachment {
  return {
    id: String(id),
    name: filename,
    type: mimeType ?? null,
    sizeBytes: size ?? null,
    url: `${siteUrl}${API}/attachment/content/${id}`,
  };
}

import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkAttachment, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { toBlob } from '../../http/upload.js';
import { toAttachment } from './attachments.js';
import { unsupported } from './refusals.js';
import { API, detailsOf, issuePath, read, type Scope, send } from './request.js';
import { zAttachmentMeta, zMadeAttachments } from './wire-site.js';

/** Attaches a file, within the size that the site says it takes. @internal */
export async function addAttachment(
  scope: Scope,
  issueId: string,
  draft: AttachmentDraft,
  options?: CreateOptions,
): Promise<IssueAttachment> {
  const { content, name, type, description } = checkAttachment(draft, 'jira');
  const { clientKey } = checkCreateOptions(options, scope.operation, 'jira');
  if (description?.trim()) throw unsupported(scope, 'Jira keeps no description of a file: put it into a comment');
  const path = issuePath(scope, issueId, '/attachments');
  const { enabled, uploadLimit } = await read(scope, `${API}/attachment/meta`, zAttachmentMeta);
  if (!enabled) throw unsupported(scope, 'attachments are switched off on this site');
  const form = new FormData();
  const { context } = detailsOf(scope);
  form.append('file', await toBlob(content, type, context, uploadLimit ?? undefined, scope.signal), name);
  const { body } = await send(scope, {
    method: 'POST',
    path,
    // Jira refuses an upload without it: a foreign page cannot send it.
    headers: { 'x-atlassian-token': 'no-check' },
    body: form,
    schema: zMadeAttachments,
    ...(clientKey !== undefined && { clientKey }),
  });
  return toAttachment(scope, body[0]);
}

import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkAttachment, checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { toBlob } from '../../http/upload.js';
import { toAttachment } from './attachments.js';
import { type GitlabCall, issuePath, unsent } from './context.js';
import { zWireUpload } from './wire.js';
import { postNote } from './write-comments.js';

/**
 * Attaches a file. GitLab has no call for it: the file is uploaded to the project, and a comment on the issue shows it. An
 * upload whose comment fails belongs to no issue and can be left alone.
 *
 * @internal
 */
export async function addAttachment(
  call: GitlabCall,
  issueId: string,
  draft: AttachmentDraft,
  options?: CreateOptions,
): Promise<IssueAttachment> {
  issuePath(call, issueId);
  const { content, name, type, description } = checkAttachment(draft, 'gitlab');
  const { clientKey } = checkCreateOptions(options, call.operation, 'gitlab');
  const file = await toBlob(content, type, unsent(call), undefined, call.signal);
  const body = new FormData();
  body.append('file', file, name);
  const upload = await call.send({
    method: 'POST',
    path: `${call.path}/uploads`,
    body,
    schema: zWireUpload,
    ...(clientKey !== undefined && { clientKey }),
  });
  const { markdown, url } = upload.body;
  await postNote(call, issueId, description ? `${markdown}\n\n${description}` : markdown, clientKey);
  return toAttachment(call, url, type, file.size);
}

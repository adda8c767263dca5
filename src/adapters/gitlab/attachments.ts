import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { toBlob } from '../../http/upload.js';
import { findNote, postNote } from './comments.js';
import { begin, type GitlabContext, invalid, issuePath, unsent } from './context.js';
import { zWireUpload } from './wire.js';

/** An upload's address within its project. */
const UPLOAD = /\/uploads\/([0-9a-f]{32})\/([^\s()"]+)/;

/**
 * Attaches a file. GitLab has no call for it: the file is uploaded to the project, and a comment on the issue shows it. An
 * upload whose comment fails belongs to no issue and can be left alone.
 *
 * @internal
 */
export async function addAttachment(
  context: GitlabContext,
  issueId: string,
  { content, name, type, description }: AttachmentDraft,
  options: CreateOptions = {},
): Promise<IssueAttachment> {
  const call = begin(context, 'attachments.add', options);
  issuePath(call, issueId);
  if (typeof name !== 'string' || name.trim() === '') throw invalid(call, 'name', 'must not be blank');
  const file = await toBlob(content, type, unsent(call));
  const body = new FormData();
  body.append('file', file, name);
  const { clientKey } = options;
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

/** @internal */
export async function findAttachment(
  context: GitlabContext,
  issueId: string,
  clientKey: string,
  options?: CallOptions,
): Promise<IssueAttachment | undefined> {
  const note = await findNote(begin(context, 'attachments.findByClientKey', options), issueId, clientKey);
  return note && UPLOAD.test(note.body) ? toAttachment(context, note.body, null, null) : undefined;
}

/** @param text - A text with the upload's address in it. */
function toAttachment(
  { server, workspace }: GitlabContext,
  text: string,
  type: string | null,
  sizeBytes: number | null,
): IssueAttachment {
  const [address = '', secret = '', name = ''] = UPLOAD.exec(text) ?? [];
  const project = /^\d+$/.test(workspace) ? `-/project/${workspace}` : workspace;
  return { id: `${secret}/${name}`, name: decoded(name), type, sizeBytes, url: `${server}/${project}${address}` };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { toBlob } from '../../http/upload.js';
import { findNote, postNote } from './comments.js';
import { type GitlabContext, invalid, issuePath, unsent } from './context.js';
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
  draft: AttachmentDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueAttachment> {
  const operation = 'attachments.add';
  const { content, name, type, description } = draft;
  issuePath(context, issueId, operation, 'issueId');
  if (typeof name !== 'string' || name.trim() === '') throw invalid(operation, 'name', 'must not be blank');
  const blob = await toBlob(content, type, unsent(operation));
  const body = new FormData();
  body.append('file', blob, name);
  const key = clientKey === undefined ? {} : { clientKey };
  const path = `${context.path}/uploads`;
  const upload = await context.http.send({
    operation,
    method: 'POST',
    path,
    body,
    schema: zWireUpload,
    signal,
    ...key,
  });
  const { markdown, url } = upload.body;
  await postNote(context, operation, issueId, description ? `${markdown}\n\n${description}` : markdown, {
    ...key,
    signal,
  });
  return toAttachment(context, url, type, blob.size);
}

/** @internal */
export async function findAttachment(
  context: GitlabContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueAttachment | undefined> {
  const note = await findNote(context, 'attachments.findByClientKey', issueId, clientKey, signal);
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

import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { GitlabContext } from './context.js';

/** An upload's address within its project. */
const UPLOAD = /\/uploads\/([0-9a-f]{32})\/([^\s()"]+)/;

/** Whether a text shows an upload. @internal */
export function hasUpload(text: string): boolean {
  return UPLOAD.test(text);
}

/**
 * @param text - A text with the upload's address in it.
 *
 * @internal
 */
export function toAttachment(
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

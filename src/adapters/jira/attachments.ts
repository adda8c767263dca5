import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { JiraContext } from './options.js';
import { API, issuePath, read, type Scope } from './request.js';
import { type WireAttachment, zIssueWith } from './wire.js';

const zAttached = zIssueWith('attachment');

/** @internal */
export async function listAttachments(scope: Scope, issueId: string): Promise<readonly IssueAttachment[]> {
  const { fields } = await read(scope, issuePath(scope, issueId), zAttached, { fields: 'attachment' });
  return (fields.attachment ?? []).map((wire) => toAttachment(scope, wire));
}

/** The address is made of the id: the one in Jira's answer may be a gateway's. @internal */
export function toAttachment(
  { siteUrl }: JiraContext,
  { id, filename, mimeType, size }: WireAttachment,
): IssueAttachment {
  return {
    id: String(id),
    name: filename,
    type: mimeType ?? null,
    sizeBytes: size ?? null,
    url: `${siteUrl}${API}/attachment/content/${id}`,
  };
}

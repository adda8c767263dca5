import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import { issuePath, type YoutrackCall } from './context.js';
import { holderOf } from './own.js';
import { readAll } from './pages.js';
import { ATTACHMENT_FIELDS, type WireAttachment, zWireAttachments } from './wire-on-demand.js';

/** @internal */
export async function listAttachments(call: YoutrackCall, issueId: string): Promise<readonly IssueAttachment[]> {
  const path = `${issuePath(call, issueId)}/attachments`;
  await holderOf(call, issueId);
  const files = await readAll(call, { path, fields: ATTACHMENT_FIELDS, schema: zWireAttachments });
  return files.filter(({ removed }) => !removed).map((file) => toAttachment(call, file));
}

/** A file; its address is signed, so that whoever has it may read the file. @internal */
export function toAttachment(
  { server }: Pick<YoutrackCall, 'server'>,
  { id, name, mimeType, size, url }: WireAttachment,
): IssueAttachment {
  return { id, name, type: mimeType ?? null, sizeBytes: size ?? null, url: url ? addressOf(server, url) : null };
}

/** YouTrack gives addresses from the root of the host. */
function addressOf(server: string, url: string): string | null {
  return URL.canParse(url, `${server}/`) ? new URL(url, `${server}/`).href : null;
}

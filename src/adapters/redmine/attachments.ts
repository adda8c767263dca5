import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { RedmineCall } from './context.js';
import { readWire } from './issues.js';
import type { WireAttachment } from './wire.js';

/** @internal */
export async function listAttachments(call: RedmineCall, issueId: string): Promise<readonly IssueAttachment[]> {
  const { attachments } = await readWire(call, issueId, 'attachments');
  return (attachments ?? []).map((wire) => toAttachment(call, wire));
}

/** The address is made here: Redmine makes it of whatever host it was asked by. @internal */
export function toAttachment({ server }: Pick<RedmineCall, 'server'>, wire: WireAttachment): IssueAttachment {
  const { id, filename, filesize, content_type } = wire;
  const url = `${server}/attachments/download/${id}/${encodeURIComponent(filename)}`;
  return { id: String(id), name: filename, type: content_type || null, sizeBytes: filesize ?? null, url };
}

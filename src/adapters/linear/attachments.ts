import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import { anyObject, flag, maybe, object, text, type ValueOf } from '../../contracts/adapter/shape.js';
import { HOLDER, wireHolder } from './comments.js';
import { allOf, pagesOf, wireConnection } from './connections.js';
import type { LinearCall } from './context.js';
import { expectOwn } from './issues.js';
import { dataOf, wireTeamRef } from './wire.js';

/** @internal */
export const ATTACHMENT = 'id title url metadata';
/** @internal */
export const wireAttachment = object({ id: text, title: text, url: text, metadata: maybe(anyObject) });
/** @internal */
export type WireAttachment = ValueOf<typeof wireAttachment>;

/** What tells an attachment of ours, and which: in its metadata, which Linear keeps as it is. @internal */
export const KIND = 'specKitty';

const LIST = `query Attachments($id:String!,$after:String){issue(id:$id){${HOLDER} attachments(first:100,after:$after){nodes{${ATTACHMENT}}pageInfo{hasNextPage endCursor}}}}`;
const zAttachments = dataOf({
  issue: object({
    id: text,
    trashed: maybe(flag),
    team: wireTeamRef,
    attachments: wireConnection(wireAttachment),
  }),
});

/** The attachments of an issue, links of all kinds among them. @internal */
export function readAttachments(call: LinearCall, issueId: string): Promise<WireAttachment[]> {
  return allOf(
    pagesOf(call, () => ({
      document: LIST,
      variables: { id: call.uuid(issueId, 'issueId') },
      schema: zAttachments,
      cursor: undefined,
      pick: (reply) => {
        expectOwn(call, reply, reply.body.data.issue);
        return reply.body.data.issue.attachments;
      },
      toItems: (wires) => wires,
    })),
  );
}

/** The files of an issue: attachments that hold an upload. Links to pull requests and the like are none. @internal */
export async function listFiles(call: LinearCall, issueId: string): Promise<readonly IssueAttachment[]> {
  return (await readAttachments(call, issueId)).filter(isFile).map(toFile);
}

/** @internal */
export function isFile({ url, metadata }: WireAttachment): boolean {
  return metadata?.[KIND] === 'file' || /^https:\/\/uploads\.linear\.app\//.test(url);
}

/** @internal */
export function toFile({ id, title, url, metadata }: WireAttachment): IssueAttachment {
  const { type, sizeBytes } = metadata ?? {};
  return {
    id,
    name: title,
    type: typeof type === 'string' ? type : null,
    sizeBytes: typeof sizeBytes === 'number' ? sizeBytes : null,
    url,
  };
}

const ONE = `query Attachment($id:String!){attachment(id:$id){${ATTACHMENT} issue{${HOLDER}}}}`;
const zOne = dataOf({
  attachment: object({ id: text, title: text, url: text, metadata: maybe(anyObject), issue: wireHolder }),
});

/** An attachment by its id, if it is one of this issue. @internal */
export async function attachmentAt(call: LinearCall, issueId: string, id: string): Promise<WireAttachment | undefined> {
  const reply = await call.send({ document: ONE, variables: { id }, schema: zOne });
  const { attachment } = reply.body.data;
  if (attachment.issue.id !== issueId) return undefined;
  expectOwn(call, reply, attachment.issue);
  return attachment;
}

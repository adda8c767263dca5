import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { AzureCall } from './context.js';
import { readItem } from './issues.js';
import type { WireItem, WireRelation } from './wire.js';

/** @internal */
export const ATTACHED_FILE = 'AttachedFile';

/** @internal */
export async function listAttachments(call: AzureCall, issueId: string): Promise<readonly IssueAttachment[]> {
  return filesOf(await readItem(call, issueId)).map(toAttachment);
}

/** @internal */
export function filesOf({ relations }: WireItem): readonly WireRelation[] {
  return (relations ?? []).filter(({ rel }) => rel === ATTACHED_FILE);
}

/** @internal */
export function toAttachment({ url, attributes }: WireRelation): IssueAttachment {
  const { name, resourceSize } = attributes ?? {};
  const id = idIn(url);
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : id,
    type: null,
    sizeBytes: typeof resourceSize === 'number' ? resourceSize : null,
    url,
  };
}

/** The id at the end of an attachment's address, which is also its id where it is no GUID. @internal */
export function idIn(url: string): string {
  return (
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) || url
  );
}

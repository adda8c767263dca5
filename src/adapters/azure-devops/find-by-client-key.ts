import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker } from '../../digest/client-marker.js';
import { filesOf, toAttachment } from './attachments.js';
import { isMarkdown } from './body.js';
import { wireComments } from './comments.js';
import type { AzureCall } from './context.js';
import { readItem } from './issues.js';
import { readIssue, tagsOf } from './map.js';
import { toComments } from './map-comments.js';
import { unmarkComment } from './marker.js';
import { findIds, inProject, quote, readItems } from './wiql.js';

/** The oldest work item that carries the tag of a client key: a copy of it carries the tag too. @internal */
export async function findIssue(call: AzureCall, clientKey: string): Promise<ExternalRef | undefined> {
  const marker = markerOf(call, clientKey);
  const query = inProject([`[System.Tags] CONTAINS ${quote(marker)}`], ['[System.Id] ASC']);
  const { ids } = await findIds(call, query, 20);
  const found = (await readItems(call, ids)).find((wire) => tagsOf(wire).includes(marker));
  return found && (await readIssue(call, found)).ref;
}

/** @internal */
export async function findComment(
  call: AzureCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const marker = markerOf(call, clientKey);
  const pages = wireComments(call, issueId, 'desc', (wires) =>
    wires.filter(
      ({ text, format, isDeleted }) => !isDeleted && unmarkComment(text ?? '', isMarkdown(format)).marker === marker,
    ),
  );
  for await (const { items } of pages) if (items[0]) return (await toComments([items[0]]))[0];
  return undefined;
}

/** @internal */
export async function findAttachment(
  call: AzureCall,
  issueId: string,
  clientKey: string,
): Promise<IssueAttachment | undefined> {
  const marker = markerOf(call, clientKey);
  const file = filesOf(await readItem(call, issueId)).find(({ attributes }) =>
    String(attributes?.comment ?? '')
      .split(/\s+/)
      .includes(marker),
  );
  return file && toAttachment(file);
}

function markerOf({ operation }: AzureCall, clientKey: string): string {
  // What is no key for a write is none for a search; an absent one is as bad as a blank one.
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, 'azure_devops');
  return clientMarker(clientKey);
}

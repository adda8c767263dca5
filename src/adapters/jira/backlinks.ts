import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { JiraContext } from './options.js';
import { type Call, invalid, issuePath, send } from './request.js';

const MAX_KEY = 255;

function linksPath({ operation }: Call, issueId: string, key: string): string {
  if (key.trim() === '' || key.length > MAX_KEY)
    throw invalid(operation, 'key', `expected a key of 1 to ${MAX_KEY} characters, not blank`);
  return issuePath(operation, issueId, '/remotelink');
}

/** Writes a remote link. Jira knows it by its global id, so it may be sent again when an answer was lost. @internal */
export async function upsertBacklink(
  context: JiraContext,
  issueId: string,
  { key, url, title }: Backlink,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'backlinks.upsert', signal };
  await send(context, call, {
    method: 'POST',
    path: linksPath(call, issueId, key),
    body: { globalId: key, object: { url, title } },
    repeatability: 'keyed',
  });
}

/** @internal */
export async function removeBacklink(
  context: JiraContext,
  issueId: string,
  key: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'backlinks.remove', signal };
  await send(context, call, {
    method: 'DELETE',
    path: linksPath(call, issueId, key),
    search: new URLSearchParams({ globalId: key }),
    answers: [404],
  });
}

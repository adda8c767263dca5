import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import { checkBacklink } from '../../contracts/adapter/write-input.js';
import { heldBy, remove } from './remove.js';
import { invalid, issuePath, type Scope, send } from './request.js';
import { zRemoteLink } from './wire-site.js';

const MAX_KEY = 255;

function pathOf(scope: Scope, issueId: string, key: string): string {
  if (typeof key !== 'string' || key.trim() === '' || key.length > MAX_KEY)
    throw invalid(scope, 'key', `expected 1 to ${MAX_KEY} characters`);
  return issuePath(scope, issueId, '/remotelink');
}

/** Writes a remote link. Jira knows it by its global id, so it may be sent again when an answer was lost. @internal */
export async function upsertBacklink(scope: Scope, issueId: string, backlink: Backlink): Promise<void> {
  const { key, url, title } = checkBacklink(backlink, 'jira');
  const body = { globalId: key, object: { url, title } };
  const path = pathOf(scope, issueId, key);
  await send(scope, { method: 'POST', path, body, schema: zRemoteLink, repeatability: 'keyed' });
}

/** @internal */
export async function removeBacklink(scope: Scope, issueId: string, key: string): Promise<void> {
  const path = pathOf(scope, issueId, key);
  await remove(scope, heldBy(issueId, path, zRemoteLink, { globalId: key }));
}

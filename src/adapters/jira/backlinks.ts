import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import { invalid, issuePath, type Scope, send } from './request.js';

const MAX_KEY = 255;

function pathOf(scope: Scope, issueId: string, key: string): string {
  if (key.trim() === '' || key.length > MAX_KEY) throw invalid(scope, 'key', `expected 1 to ${MAX_KEY} characters`);
  return issuePath(scope, issueId, '/remotelink');
}

/** Writes a remote link. Jira knows it by its global id, so it may be sent again when an answer was lost. @internal */
export async function upsertBacklink(scope: Scope, issueId: string, { key, url, title }: Backlink): Promise<void> {
  const body = { globalId: key, object: { url, title } };
  await send(scope, { method: 'POST', path: pathOf(scope, issueId, key), body, repeatability: 'keyed' });
}

/** @internal */
export async function removeBacklink(scope: Scope, issueId: string, key: string): Promise<void> {
  const search = new URLSearchParams({ globalId: key });
  await send(scope, { method: 'DELETE', path: pathOf(scope, issueId, key), search, answers: [404] });
}

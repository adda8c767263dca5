import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { attachmentAt, toFile } from './attachments.js';
import { clientId, expectKey, issueIdOf } from './client-id.js';
import { commentAt } from './comment-at.js';
import { toComment } from './comments.js';
import type { LinearCall } from './context.js';
import { readIssue } from './issues.js';
import { toRef } from './map.js';

/** The issue that a client key made, by the id that follows from the key: one request, whatever there is. @internal */
export async function findIssue(call: LinearCall, clientKey: string): Promise<ExternalRef | undefined> {
  const id = await issueIdOf(call, expectKey(call, clientKey));
  const wire = await unlessMissing(readIssue(call, id));
  return wire && toRef(call, wire);
}

/** @internal */
export async function findComment(
  call: LinearCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const issue = call.uuid(issueId, 'issueId');
  const id = clientId('comment', issue, expectKey(call, clientKey));
  const wire = await unlessMissing(commentAt(call, issue, id));
  return wire && toComment(wire);
}

/** @internal */
export async function findFile(
  call: LinearCall,
  issueId: string,
  clientKey: string,
): Promise<IssueAttachment | undefined> {
  const issue = call.uuid(issueId, 'issueId');
  const id = clientId('attachment', issue, expectKey(call, clientKey));
  const wire = await unlessMissing(attachmentAt(call, issue, id));
  return wire && toFile(wire);
}

/** What was asked for; undefined where Linear says that it is not there. @internal */
export async function unlessMissing<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return undefined;
    throw error;
  }
}

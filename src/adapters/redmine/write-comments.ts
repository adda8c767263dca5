import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { carryMarker, markBody } from '../../digest/client-marker.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { afterWrite } from './after-write.js';
import { renderBody } from './body.js';
import { notesIn, readComment } from './comments.js';
import { about, invalid, issuePath, type RedmineCall } from './context.js';
import { readWire } from './issues.js';
import { expectRight } from './rights.js';
import { accountOf } from './session.js';
import { takeBack } from './take-back.js';
import { type WireJournal, zWireIssue } from './wire.js';

/**
 * Adds a note: sent once. Redmine answers without a word, so the journal is read before and after, and the note is the new
 * entry of this account with this text. One that was to be private and that Redmine made public is taken back.
 *
 * @internal
 */
export async function addComment(
  call: RedmineCall,
  issueId: string,
  body: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const { clientKey, visibility } = checkAddCommentOptions(options, 'redmine');
  const path = issuePath(call, issueId);
  const text = await noteText(call, body);
  const notes = clientKey === undefined ? text : markBody(text, clientKey);
  const isPrivate = visibility === 'restricted';
  const known = new Set(journalsOf(await readWire(call, issueId, 'journals')).map(({ id }) => id));
  if (isPrivate) await expectRight(call, 'set_notes_private');
  const { id: own } = await accountOf(call);
  const reply = await call.send({
    method: 'PUT',
    path,
    body: { issue: { notes, ...(isPrivate && { private_notes: '1' }) } },
    ...(clientKey !== undefined && { clientKey }),
  });
  const isMine = ({ id, user, notes: said }: WireJournal) =>
    !known.has(id) && user?.id === own && asKept(said ?? '') === asKept(notes);
  const readAgain = () => readWire(call, issueId, 'journals');
  const after = await afterWrite(call, reply, 'the note was written', readAgain, clientKey);
  const made = journalsOf(after).filter(isMine).at(-1);
  if (!made) {
    const what = 'Redmine took the request and made no note of it: the right add_issue_notes is missing';
    throw about(call, reply, PermissionError, what, { missing: ['add_issue_notes'] });
  }
  if (!isPrivate || made.private_notes) return readComment(call, made);
  throw await takeBack(call, reply, `the note ${made.id}`, 'set_notes_private', (mine) =>
    mine.send({ ...changeOf(made.id, ''), repeatability: 'keyed' }),
  );
}

/** @internal */
export async function updateComment(
  call: RedmineCall,
  issueId: string,
  commentId: string,
  markdown: string,
): Promise<IssueComment> {
  const number = call.number(commentId, 'commentId');
  issuePath(call, issueId);
  const text = await noteText(call, markdown);
  const before = await noteOf(call, issueId, number);
  if (!before) throw missing(call);
  const notes = carryMarker((before.notes ?? '').replace(/\r\n?/g, '\n'), text) ?? text;
  const reply = await call.send(changeOf(before.id, notes));
  const after = await afterWrite(call, reply, 'the note was changed', () => noteOf(call, issueId, number));
  if (after && asKept(after.notes ?? '') === asKept(notes)) return readComment(call, after);
  throw leftAsItWas(call, reply);
}

/**
 * Deletes a note by taking its text away. An entry that holds nothing else goes with it; one that holds changes of fields
 * stays, and is no comment any more.
 *
 * @internal
 */
export async function deleteComment(call: RedmineCall, issueId: string, commentId: string): Promise<void> {
  const number = call.number(commentId, 'commentId');
  const path = issuePath(call, issueId);
  await deleteOrGone(
    async () => {
      if (!(await noteOf(call, issueId, number))) throw missing(call);
      const reply = await call.send(changeOf(Number(number), ''));
      const left = await afterWrite(call, reply, 'the note was deleted', () => noteOf(call, issueId, number));
      if (left) throw leftAsItWas(call, reply);
    },
    async () => (await noteOf(call, issueId, number)) !== undefined,
    () => call.send({ path, schema: zWireIssue }),
  );
}

function changeOf(id: number, notes: string) {
  return { method: 'PUT', path: `/journals/${id}.json`, body: { journal: { notes } } } as const;
}

async function noteOf(call: RedmineCall, issueId: string, number: string): Promise<WireJournal | undefined> {
  return notesIn(await readWire(call, issueId, 'journals')).find(({ id }) => String(id) === number);
}

function leftAsItWas(call: RedmineCall, reply: Pick<HttpReply<unknown>, 'attempts' | 'status'>): PermissionError {
  const what = 'Redmine took the request and left the note as it was';
  return about(call, reply, PermissionError, what, { missing: ['edit_issue_notes'] });
}

function missing(call: RedmineCall): NotFoundError {
  return about(
    call,
    { attempts: 1, status: 200 },
    NotFoundError,
    'the issue has no such note, or this account may not see it',
    {},
  );
}

async function noteText(call: RedmineCall, markdown: string): Promise<string> {
  if (typeof markdown !== 'string' || markdown.trim() === '') throw invalid(call, 'body', 'must not be blank');
  return renderBody(call, markdown);
}

const journalsOf = ({ journals }: Awaited<ReturnType<typeof readWire>>) => journals ?? [];
const asKept = (text: string) => text.replace(/\r\n?/g, '\n').trim();

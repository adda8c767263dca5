import { AuthenticationError } from '../../errors/authentication-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, type CallRequest, projectPath, type RedmineCall } from './context.js';
import { type WireProject, zWireAccount, zWireProject } from './wire.js';

// A Redmine that is open to the public answers a request with a wrong key as it answers anybody: with 200 and without what
// is private. So no answer is handed on before the key that was sent has been proved, and no write leaves before.

/** For how long a key that was proved is taken for good. */
const PROOF_MS = 30_000;

/** So many times a thing is read, where the key becomes another on the way. */
const MAX_READS = 3;

/** An account, as far as it matters here. @internal */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly admin?: boolean | null | undefined;
}

/** What is known of the server between calls. @internal */
export interface Session {
  readonly now: () => number;
  /** A number that grows whenever another key is sent. */
  readonly keyNumber: () => number;
  proof?: { readonly account: Account; readonly keyNumber: number; readonly atMs: number };
  /** The project's number. */
  projectId?: number;
}

/**
 * The account of the key that was sent last.
 *
 * @param isAnew - Whether to ask even if the key was proved a moment ago.
 * @throws AuthenticationError when Redmine does not know the key.
 *
 * @internal
 */
export async function accountOf(call: RedmineCall, isAnew = false): Promise<Account> {
  const { http, operation, session, signal } = call;
  const { proof } = session;
  const atMs = session.now();
  // As it is before: with a key that comes during the request, the proof may be of either.
  const keyNumber = session.keyNumber();
  if (proof && !isAnew && proof.keyNumber === keyNumber && atMs - proof.atMs < PROOF_MS) return proof.account;
  const { body } = await http.send({ operation, signal, path: '/users/current.json', schema: zWireAccount });
  const { id, login, admin } = body.user;
  session.proof = { account: { id, login, admin }, keyNumber, atMs };
  return session.proof.account;
}

/**
 * What a key reads, once that same key was proved. A proof of the one that came after it says nothing of what was read
 * before, so that is read again.
 *
 * @param isLast - Whether nothing is read behind it, so that a proof of a moment ago does not do.
 *
 * @internal
 */
export async function readProved<Found>(
  call: RedmineCall,
  read: () => Promise<Found>,
  isLast: (found: Found) => boolean = () => false,
): Promise<Found> {
  const { keyNumber } = call.session;
  for (let left = MAX_READS; left > 0; left--) {
    const key = keyNumber();
    try {
      const found = await read();
      await accountOf(call, isLast(found));
      if (key === keyNumber()) return found;
    } catch (fault) {
      // What is not there for anybody may be there for the account.
      if (!isTrackerError(fault, 'not_found')) throw fault;
      await accountOf(call);
      if (key === keyNumber()) throw fault;
    }
  }
  const what = 'the key is another one each time, so none could be proved that read something';
  throw about(call, { attempts: MAX_READS, status: 200 }, AuthenticationError, what, {});
}

/** Sends a request, and makes sure that it is answered to the account. @internal */
export async function sendAsAccount<Body>(call: RedmineCall, request: CallRequest<Body>): Promise<HttpReply<Body>> {
  if ((request.method ?? 'GET') === 'GET') return readProved(call, () => ask(call, request));
  await accountOf(call);
  try {
    return await ask(call, request);
  } catch (fault) {
    if (isTrackerError(fault) && /^(?:permission|rejected)$/.test(fault.code)) {
      const { closedProject } = await import('./closed-project.js');
      throw (await closedProject(call, fault)) ?? fault;
    }
    throw fault;
  }
}

/** Sends a request without a proof of the key. @internal */
export function ask<Body>({ http, operation, signal }: RedmineCall, request: CallRequest<Body>) {
  return http.send({ operation, signal, ...request });
}

/** The project's number, which issues name it by. @internal */
export async function projectIdOf(call: RedmineCall): Promise<number> {
  const { session, workspace } = call;
  session.projectId ??= /^\d+$/.test(workspace) ? Number(workspace) : (await readProject(call)).id;
  return session.projectId;
}

/** @internal */
export async function readProject(call: RedmineCall, include?: string): Promise<WireProject> {
  const path = `${projectPath(call.workspace)}.json`;
  const request = { path, schema: zWireProject, ...(include && { search: `include=${include}` }) };
  return (await call.send(request)).body.project;
}

import type { TrackerFault } from '../../errors/is-tracker-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { type CallRequest, projectPath, type RedmineCall } from './context.js';
import { type WireProject, zWireAccount, zWireProject } from './wire.js';

// A Redmine that is open to the public answers a request with a wrong key as it answers anybody: with 200 and without what
// is private. So no answer is handed on before the key that was sent has been proved, and no write leaves before.

/** For how long a key that was proved is taken for good. */
const PROOF_MS = 30_000;

/** Redmine's codes of a project that takes no writes. */
const CLOSED: Readonly<Record<number, string>> = { 5: 'closed', 9: 'archived' };

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
  if (proof && !isAnew && proof.keyNumber === session.keyNumber() && atMs - proof.atMs < PROOF_MS) return proof.account;
  const { body } = await http.send({ operation, signal, path: '/users/current.json', schema: zWireAccount });
  const { id, login, admin } = body.user;
  session.proof = { account: { id, login, admin }, keyNumber: session.keyNumber(), atMs };
  return session.proof.account;
}

/** Sends a request, and makes sure that it is answered to the account. @internal */
export async function sendAsAccount<Body>(call: RedmineCall, request: CallRequest<Body>): Promise<HttpReply<Body>> {
  const isRead = (request.method ?? 'GET') === 'GET';
  if (!isRead) await accountOf(call);
  try {
    const reply = await ask(call, request);
    if (isRead) await accountOf(call);
    return reply;
  } catch (fault) {
    // What is not there for anybody may be there for the account.
    if (isRead && isTrackerError(fault, 'not_found')) await accountOf(call);
    if (!isRead && isTrackerError(fault) && /^(?:permission|rejected)$/.test(fault.code)) {
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

/** What Redmine means where it refuses a write because the project takes none. */
async function closedProject(call: RedmineCall, { context }: TrackerFault): Promise<PermissionError | undefined> {
  const path = `${projectPath(call.workspace)}.json`;
  const reading = ask(call, { path, schema: zWireProject });
  const state = await reading.then(
    ({ body }) => stateOf(body.project),
    () => undefined,
  );
  const what = `the project is ${state} and takes no writes: reopen it first`;
  return state === undefined ? undefined : new PermissionError(`redmine ${call.operation}: ${what}`, { context });
}

/** `closed`, `archived`, or undefined for a project that takes writes. @internal */
export function stateOf({ status }: Pick<WireProject, 'status'>): string | undefined {
  return CLOSED[status ?? 0];
}

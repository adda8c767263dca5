import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { Problem } from '../../errors/problem.js';
import { toCause } from '../../errors/redact.js';
import { invalidAt, type RedmineCall, unsent } from './context.js';

/**
 * The number of the person to assign, before anything is sent: Redmine takes one.
 *
 * @throws InvalidInputError for people who are not known, and where the host's function fails.
 *
 * @internal
 */
export async function userIds(call: RedmineCall, assignees: readonly string[]): Promise<string[]> {
  const ids = new Set<string>();
  const problems: Problem[] = [];
  for (const [at, who] of assignees.entries()) {
    const path = `assignees[${at}]`;
    const id = /^\d+$/.test(who) ? who : await resolved(call, who, path);
    if (id !== undefined && /^[1-9]\d{0,9}$/.test(id)) ids.add(id);
    else problems.push({ path, message: 'is no user id, and resolveUser gives none for it' });
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return [...ids];
}

async function resolved(call: RedmineCall, who: string, path: string): Promise<string | undefined> {
  try {
    return await call.resolveUser?.(who);
  } catch (error) {
    call.signal?.throwIfAborted();
    if (isTrackerError(error)) throw error;
    const cause = toCause(error);
    const message = `the host's resolveUser failed${cause.message && `: ${cause.message}`}`;
    throw new InvalidInputError([{ path, message }], { context: unsent(call), cause });
  }
}

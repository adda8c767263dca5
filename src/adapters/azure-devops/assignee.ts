import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { Problem } from '../../errors/problem.js';
import { toCause } from '../../errors/redact.js';
import { type AzureCall, invalidAt, unsent } from './context.js';

/** An e-mail address or `DOMAIN\user`, of one line. */
const UNIQUE_NAME = /^(?:[^\s@<>;]+@[^\s@<>;]+|[^\s\\<>;]+\\[^\\<>;\r\n]+)$/;

/**
 * The unique names of people. Asks the host for everybody who goes by another name.
 *
 * @throws InvalidInputError for people who are not known.
 *
 * @internal
 */
export async function uniqueNames(call: AzureCall, people: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  const problems: Problem[] = [];
  for (const [at, who] of people.entries()) {
    const path = `assignees[${at}]`;
    const name = UNIQUE_NAME.test(who) ? who : await askHost(call, path, who);
    if (name !== undefined && UNIQUE_NAME.test(name)) names.add(name);
    else
      problems.push({ path, message: 'is no e-mail address and no DOMAIN\\user, and resolveUser gives none for it' });
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return [...names];
}

async function askHost(call: AzureCall, path: string, who: string): Promise<string | undefined> {
  try {
    return await call.settings.resolveUser?.(who);
  } catch (error) {
    call.signal?.throwIfAborted();
    if (isTrackerError(error)) throw error;
    const cause = toCause(error);
    const message = `the host's resolveUser failed${cause.message && `: ${cause.message}`}`;
    throw new InvalidInputError([{ path, message }], { context: unsent(call), cause });
  }
}

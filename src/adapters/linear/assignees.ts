import { list, object, text } from '../../contracts/adapter/shape.js';
import type { Problem } from '../../errors/problem.js';
import { askHost } from './ask-host.js';
import { invalidAt, type LinearCall } from './context.js';
import { isUuid } from './options.js';
import { dataOf } from './wire.js';

const USERS = 'query Users($filter:UserFilter!){users(filter:$filter,first:250){nodes{id email}}}';
const zUsers = dataOf({ users: object({ nodes: list(object({ id: text, email: text })) }) });

/**
 * Linear's ids of people: ids pass, e-mail addresses are looked up at Linear, whatever else is given to the host's function.
 *
 * @throws InvalidInputError for whom nobody knows; nobody is left out in silence.
 *
 * @internal
 */
export async function findUsers(call: LinearCall, assignees: readonly string[]): Promise<string[]> {
  const emails = assignees.filter((who) => who.includes('@'));
  const known = emails.length > 0 ? await usersBy(call, emails) : new Map<string, string>();
  const ids: string[] = [];
  const problems: Problem[] = [];
  for (const [at, who] of assignees.entries()) {
    const path = `assignees[${at}]`;
    const id = isUuid(who) ? who : (known.get(who.toLowerCase()) ?? (await fromHost(call, path, who)));
    if (id !== undefined && isUuid(id)) ids.push(id);
    else problems.push({ path, message: 'is no user id, and neither Linear nor resolveUser gives one for it' });
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return [...new Set(ids)];
}

async function usersBy(call: LinearCall, emails: readonly string[]): Promise<Map<string, string>> {
  const filter = { or: emails.map((email) => ({ email: { eqIgnoreCase: email } })) };
  const { body } = await call.send({ document: USERS, variables: { filter }, schema: zUsers });
  return new Map(body.data.users.nodes.map(({ id, email }) => [email.toLowerCase(), id]));
}

function fromHost(call: LinearCall, path: string, who: string): Promise<string | undefined> {
  return askHost(call, { name: 'resolveUser', path, ask: () => call.resolveUser?.(who) });
}

import { PermissionError } from '../../errors/permission-error.js';
import { about, type RedmineCall } from './context.js';
import { projectIdOf } from './session.js';
import { zWireAccount, zWireRole } from './wire.js';

/** What stands for a right where it is about the account's own things. */
const OWN: Readonly<Record<string, string>> = {
  edit_issues: 'edit_own_issues',
  edit_issue_notes: 'edit_own_issue_notes',
  set_issues_private: 'set_own_issues_private',
};

/** Whether a right is there, for its own things at least. @internal */
export function hasRight(rights: ReadonlySet<string>, right: string): boolean {
  return rights.has(right) || rights.has(OWN[right] ?? '');
}

/** The rights that roles give; undefined where there are none: then what everybody may do is not known. @internal */
export async function rightsOf(
  call: RedmineCall,
  roles: readonly { readonly id: number }[],
): Promise<ReadonlySet<string> | undefined> {
  const rights = new Set<string>();
  for (const { id } of roles) {
    const { body } = await call.send({ path: `/roles/${id}.json`, schema: zWireRole });
    for (const right of body.role.permissions) rights.add(right);
  }
  return roles.length > 0 ? rights : undefined;
}

/**
 * Makes sure that the account has a right that Redmine would miss without a word, before anything is sent: what is for few
 * would be shown to all, and told by mail. Who is no member is found out afterwards.
 *
 * @param otherwise - What would happen without it.
 * @throws PermissionError when it has not.
 *
 * @internal
 */
export async function expectRight(call: RedmineCall, right: string, otherwise = 'show it to all'): Promise<void> {
  const reply = await call.send({ path: '/users/current.json', search: 'include=memberships', schema: zWireAccount });
  const { admin, memberships } = reply.body.user;
  if (admin) return;
  const projectId = await projectIdOf(call);
  const rights = await rightsOf(call, memberships?.find(({ project }) => project.id === projectId)?.roles ?? []);
  if (!rights || hasRight(rights, right)) return;
  const what = `nothing was sent: Redmine would ${otherwise}, because the account lacks the right ${right}`;
  throw about(call, reply, PermissionError, what, { missing: [right] });
}

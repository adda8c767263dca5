import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { readStatuses } from './choices.js';
import type { RedmineCall } from './context.js';
import { selection } from './list-issues.js';
import { isClosing, toStatus } from './map.js';
import { ask, readProject, stateOf } from './session.js';
import { zWireAccount, zWireIssues, zWireRole } from './wire.js';

/** Rights by what takes them. */
const RIGHTS: readonly (readonly [right: string, allows: string, isNeeded?: true])[] = [
  ['view_issues', 'reading issues', true],
  ['add_issues', 'creating issues', true],
  ['edit_issues', 'changing issues', true],
  ['add_issue_notes', 'commenting', true],
  ['manage_issue_relations', 'links'],
  ['manage_subtasks', 'parents'],
  ['set_issues_private', 'restricted issues'],
  ['set_notes_private', 'restricted comments'],
  ['edit_issue_notes', 'changing and deleting comments'],
  ['delete_issues', 'deleting issues'],
];
/** What stands for another right, of the account's own things at least. */
const OWN: Readonly<Record<string, string>> = {
  edit_issues: 'edit_own_issues',
  edit_issue_notes: 'edit_own_issue_notes',
  set_issues_private: 'set_own_issues_private',
};

/**
 * Proves the key where nobody is answered without one, and then asks for the project, an issue and the account's roles. A
 * project that is open to the public proves nothing: it answers a wrong key as well.
 *
 * @internal
 */
export async function testConnection(call: RedmineCall): Promise<ConnectionReport> {
  const { readOnly, session, words } = call;
  const self = await ask(call, { path: '/users/current.json', search: 'include=memberships', schema: zWireAccount });
  const { id, login, admin, memberships } = self.body.user;
  session.proof = { account: { id, login, admin }, keyNumber: session.keyNumber(), atMs: session.now() };
  const project = await readProject(call);
  session.projectId = project.id;
  const search = new URLSearchParams({ ...selection(project.id, '*'), limit: '1' });
  await call.send({ path: '/issues.json', search, schema: zWireIssues });

  const missingPermissions: string[] = [];
  const warnings: string[] = [];
  if (!admin) {
    const rights = await rightsOf(call, memberships?.find((each) => each.project.id === project.id)?.roles ?? []);
    if (!rights) warnings.push('The account is no member of the project: what it may do there is not known');
    for (const [right, allows, isNeeded] of rights ? RIGHTS : []) {
      if (rights?.has(right) || rights?.has(OWN[right] ?? '') || (readOnly && right !== 'view_issues')) continue;
      if (isNeeded) missingPermissions.push(right);
      else warnings.push(`Not for this account: ${allows}; that takes the right ${right}`);
    }
  }
  const state = stateOf(project);
  if (state) warnings.push(`The project is ${state}: its issues are read-only`);
  for (const status of await readStatuses(call)) {
    const said = words.status.meaningOf(status.name) ?? words.status.meaningOf(String(status.id));
    if (said && isClosing(said) !== status.is_closed) {
      const is = status.is_closed ? 'closed' : 'open';
      warnings.push(
        `statusMap says ${said} of '${status.name}', which is ${is} at Redmine: it reads as ${toStatus(status, words)}`,
      );
    }
  }
  return { account: login, workspace: project.identifier, missingPermissions, warnings };
}

/** The rights that roles give; undefined where there are none to ask for: then what everybody may do is not known. */
async function rightsOf(
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

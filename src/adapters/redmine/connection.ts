import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { readStatuses } from './choices.js';
import { stateOf } from './closed-project.js';
import type { RedmineCall } from './context.js';
import { selection } from './list-issues.js';
import { isClosing, toStatus } from './map.js';
import { hasRight, rightsOf } from './rights.js';
import { ask, readProject } from './session.js';
import { zWireAccount, zWireIssues } from './wire.js';

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
/**
 * Proves the key where nobody is answered without one, and then asks for the project, an issue and the account's roles. A
 * project that is open to the public proves nothing: it answers a wrong key as well.
 *
 * @internal
 */
export async function testConnection(call: RedmineCall): Promise<ConnectionReport> {
  const { readOnly, session, words } = call;
  const keyNumber = session.keyNumber();
  const self = await ask(call, { path: '/users/current.json', search: 'include=memberships', schema: zWireAccount });
  const { id, login, admin, memberships } = self.body.user;
  session.proof = { account: { id, login, admin }, keyNumber, atMs: session.now() };
  const project = await readProject(call);
  session.projectId = project.id;
  const search = new URLSearchParams({ ...selection(project.id, '*'), limit: '1' });
  await call.send({ path: '/issues.json', search, schema: zWireIssues });

  const missingPermissions: string[] = [];
  const warnings: string[] = [];
  if (!admin) {
    const rights = await rightsOf(call, memberships?.find((each) => each.project.id === project.id)?.roles ?? []);
    if (!rights) warnings.push('The account is no member of the project: what it may do there is not known');
    for (const [right, allows, isNeeded] of RIGHTS) {
      if (!rights || hasRight(rights, right) || (readOnly && right !== 'view_issues')) continue;
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

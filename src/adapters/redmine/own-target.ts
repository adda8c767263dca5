import type { ExternalRef } from '../../contracts/external-ref.js';
import { invalid, issuePath, projectPath, type RedmineCall } from './context.js';
import { zWireIssue, zWireProject } from './wire.js';

/**
 * The number of an issue that a ref means. Numbers are the server's own: where the ref names another project, it is made sure
 * that the number is one of that project's, so that a ref of another server leads to no issue here.
 *
 * @throws InvalidInputError when it does not.
 *
 * @internal
 */
export async function numberOf(
  call: RedmineCall,
  { system, workspace, id }: ExternalRef,
  field: string,
): Promise<number> {
  if (system !== 'redmine') throw invalid(call, `${field}.system`, 'expected redmine: an issue of the same tracker');
  const path = issuePath(call, id, `${field}.id`);
  if (workspace === call.workspace) return Number(id);
  const problem = () => invalid(call, `${field}.workspace`, 'the issue does not belong to a project of that name here');
  if (!/^[a-z0-9_-]{1,100}$/.test(workspace)) throw problem();
  const place = await call.send({ path: `${projectPath(workspace)}.json`, schema: zWireProject, answers: [403, 404] });
  if (place.status !== 200) throw problem();
  const issue = await call.send({ path, schema: zWireIssue, answers: [403, 404] });
  if (issue.status === 200 && issue.body.issue.project.id === place.body.project.id) return Number(id);
  throw problem();
}

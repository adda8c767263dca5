import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkRelation } from '../../contracts/adapter/check-issue-input.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { about, type GitlabCall, invalid, issuePath, unsupported } from './context.js';
import { findLink, linksPath, readLinks } from './links.js';
import { remove } from './remove.js';

/** Ours to GitLab's. */
const TYPES: Readonly<Partial<Record<LinkType, string>>> = {
  relates_to: 'relates_to',
  blocks: 'blocks',
  blocked_by: 'is_blocked_by',
};

/** @internal */
export async function addLink(
  call: GitlabCall,
  issueId: string,
  given: IssueRelation,
  options?: CreateOptions,
): Promise<void> {
  checkCreateOptions(options, call.operation, 'gitlab');
  const { type, target } = relationOf(call, given);
  const link_type = TYPES[type];
  if (!link_type) throw unsupported(call, `GitLab has no link ${type}; there are ${Object.keys(TYPES).join(', ')}`);
  const reply = await call.send({
    method: 'POST',
    path: linksPath(call, issueId),
    body: { target_project_id: target.workspace, target_issue_iid: target.id, link_type },
    answers: [409],
  });
  if (reply.status !== 409 || (await findLink(call, issueId, given))) return;
  const what =
    'the two are linked in another way already, and GitLab keeps one link between two issues; remove it first';
  throw about(call, reply, ConflictError, what, {});
}

/** @internal */
export async function removeLink(call: GitlabCall, issueId: string, given: IssueRelation): Promise<void> {
  relationOf(call, given);
  const found = await findLink(call, issueId, given);
  if (!found) return;
  const { linkId } = found;
  await remove(call, {
    path: `${linksPath(call, issueId)}/${linkId}`,
    holder: issuePath(call, issueId),
    // GitLab says "No Issue Link found" for want of rights too, at either end of it.
    isThere: async () => (await readLinks(call, issueId)).some((link) => link.linkId === linkId),
  });
}

function relationOf(call: GitlabCall, given: IssueRelation): IssueRelation {
  const relation = checkRelation(given, call.operation, 'gitlab');
  const { system, id } = relation.target;
  if (system !== 'gitlab') throw invalid(call, 'target.system', 'expected gitlab: a link stays within one tracker');
  call.number(id, 'target.id');
  return relation;
}

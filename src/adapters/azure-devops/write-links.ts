import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkRelation } from '../../contracts/adapter/check-issue-input.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { IssueRelation } from '../../contracts/issue-link.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { type AzureCall, about } from './context.js';
import { linksOf } from './links.js';
import { patchItem, readAndChange } from './patch.js';
import { addRelation, ownId } from './plan.js';
import { LINK_TYPES } from './relations.js';

/** @internal */
export async function addLink(
  call: AzureCall,
  issueId: string,
  given: IssueRelation,
  options?: CreateOptions,
): Promise<void> {
  const { clientKey } = checkCreateOptions(options, call.operation, 'azure_devops');
  const { type, id } = relationOf(call, given);
  const rel = [...LINK_TYPES].find(([, each]) => each === type)?.[0] ?? '';
  await readAndChange(call, issueId, 'issueId', async (before) => {
    const links = linksOf(call, before).map(({ relation }) => relation);
    if (links.some((link) => link.type === type && link.target.id === id)) return;
    const parent = type === 'child_of' && links.find((link) => link.type === 'child_of');
    if (parent) {
      const what = `it is part of ${parent.target.key} already, and a work item has one parent; remove that one first`;
      throw about(call, { attempts: 1, status: 200 }, ConflictError, what, {});
    }
    await patchItem(call, before, [addRelation(call, rel, id)], clientKey);
  });
}

/** @internal */
export async function removeLink(call: AzureCall, issueId: string, given: IssueRelation): Promise<void> {
  const { type, id } = relationOf(call, given);
  await readAndChange(call, issueId, 'issueId', async (before) => {
    const found = linksOf(call, before).find(({ relation }) => relation.type === type && relation.target.id === id);
    if (found) await patchItem(call, before, [{ op: 'remove', path: `/relations/${found.index}` }]);
  });
}

function relationOf(call: AzureCall, given: IssueRelation): { type: IssueRelation['type']; id: string } {
  const { type, target } = checkRelation(given, call.operation, 'azure_devops');
  return { type, id: ownId(call, target, 'target') };
}

import type { SnapshotPayload, WireIssue, WireMapping } from '../contracts/snapshot-payload.js';
import type { Problem } from '../errors/problem.js';

/** The provider and workspace of a snapshot. */
export type SnapshotScope = Pick<SnapshotPayload, 'provider' | 'workspace'>;

type Identity = Pick<WireMapping, 'system' | 'workspace'> & { readonly id: string };

/** An issue's name in messages. No secret: it is what the snapshot sends. */
export function nameOf({ system, workspace, id }: Identity): string {
  return `${system}:${workspace}:${id}`;
}

/**
 * What is of another provider or workspace than the snapshot, or there twice.
 *
 * @param areDistinct - Whether no issue is known to be there twice.
 */
export function scopeProblems(
  issues: readonly WireIssue[],
  mappings: readonly WireMapping[],
  { provider, workspace }: SnapshotScope,
  areDistinct = false,
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  // The path is made only where something is wrong: this is walked for every issue.
  const look = (path: () => string, ref: Identity, identity: string) => {
    if (ref.system !== provider || ref.workspace !== workspace) {
      const message = `${nameOf(ref)} is not of ${provider}:${workspace}; a snapshot holds one provider and workspace`;
      problems.push({ path: path(), message });
    } else if (seen.size === seen.add(identity).size) {
      problems.push({ path: path(), message: `${nameOf(ref)} is there twice; hand it over once` });
    }
  };
  const isOurs = ({ ref }: WireIssue) => ref.system === provider && ref.workspace === workspace;
  // Ten thousand issues are seldom wrong, and one look at each is then enough.
  if (!areDistinct || !issues.every(isOurs)) {
    issues.forEach(({ ref }, at) => {
      look(() => `issues[${at}].ref`, ref, ref.id);
    });
  }
  seen.clear();
  mappings.forEach((mapping, at) => {
    const { wp_id, external_id: id } = mapping;
    look(() => `mappings[${at}]`, { ...mapping, id }, JSON.stringify([wp_id, id]));
  });
  return problems;
}

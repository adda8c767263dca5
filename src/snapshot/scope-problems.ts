import type { SnapshotPayload, WireIssue, WireMapping } from '../contracts/snapshot-payload.js';
import type { Problem } from '../errors/problem.js';

/** The provider and workspace of a snapshot. */
export type SnapshotScope = Pick<SnapshotPayload, 'provider' | 'workspace'>;

type Identity = Pick<WireMapping, 'system' | 'workspace'> & { readonly id: string };

/** An issue's name in messages. No secret: it is what the snapshot sends. */
export function nameOf({ system, workspace, id }: Identity): string {
  return `${system}:${workspace}:${id}`;
}

/** What is of another provider or workspace than the snapshot, or there twice. */
export function scopeProblems(
  issues: readonly WireIssue[],
  mappings: readonly WireMapping[],
  { provider, workspace }: SnapshotScope,
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const look = (path: string, ref: Identity, identity: string) => {
    if (ref.system !== provider || ref.workspace !== workspace) {
      const message = `${nameOf(ref)} is not of ${provider}:${workspace}; a snapshot holds one provider and workspace`;
      problems.push({ path, message });
    } else if (seen.size === seen.add(identity).size) {
      problems.push({ path, message: `${nameOf(ref)} is there twice; hand it over once` });
    }
  };
  for (const [at, { ref }] of issues.entries()) look(`issues[${at}].ref`, ref, ref.id);
  seen.clear();
  for (const [at, mapping] of mappings.entries()) {
    const { wp_id, external_id: id } = mapping;
    look(`mappings[${at}]`, { ...mapping, id }, JSON.stringify([wp_id, id]));
  }
  return problems;
}

import { type Checked, check } from '../contracts/problems.js';
import { type SnapshotPayload, zSnapshotPayload } from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import type { Problem } from '../errors/problem.js';
import { normalizeProvider } from '../routing/normalize-provider.js';

/**
 * Checks a body as it came over the wire: the 11 keys and their types, and the rules between them. The routing pair is
 * whole or null, the provider is normalised, every issue and mapping is of this provider and workspace and there once,
 * times have a numeric offset and six fraction digits or none.
 *
 * @internal
 */
export function validateSnapshotPayload(value: unknown): Checked<SnapshotPayload> {
  const shape = check(zSnapshotPayload, value);
  if (!shape.ok) return shape;
  const payload = shape.value;
  const problems = [...headProblems(payload), ...issueProblems(payload), ...mappingProblems(payload)];
  return problems.length === 0 ? { ok: true, value: payload } : { ok: false, problems };
}

function headProblems(payload: SnapshotPayload): Problem[] {
  const problems: Problem[] = [];
  if (payload.provider !== normalizeProvider(payload.provider)) {
    problems.push({ path: 'provider', message: `must be normalised: ${normalizeProvider(payload.provider)}` });
  }
  const { external_resource_type: type, external_resource_id: id } = payload;
  if ((type === null) !== (id === null)) {
    problems.push({ path: 'external_resource_id', message: 'must be null exactly when external_resource_type is' });
  } else if (type?.trim() === '' || id?.trim() === '') {
    problems.push({ path: 'external_resource_id', message: 'must not be blank; send null for both parts' });
  }
  checkTime(payload.checkpoint.updated_since, 'checkpoint.updated_since', problems);
  return problems;
}

function issueProblems({ provider, workspace, issues }: SnapshotPayload): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [at, { ref, updated_at }] of issues.entries()) {
    if (ref.system !== provider || ref.workspace !== workspace) {
      problems.push({ path: `issues[${at}].ref`, message: 'is of another provider or workspace than the snapshot' });
    }
    if (seen.has(ref.id)) problems.push({ path: `issues[${at}].ref`, message: 'is there twice' });
    seen.add(ref.id);
    if (updated_at !== null) checkTime(updated_at, `issues[${at}].updated_at`, problems);
  }
  return problems;
}

function mappingProblems({ provider, workspace, mappings }: SnapshotPayload): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [at, mapping] of mappings.entries()) {
    if (mapping.system !== provider || mapping.workspace !== workspace) {
      problems.push({ path: `mappings[${at}]`, message: 'is of another provider or workspace than the snapshot' });
    }
    const identity = JSON.stringify([mapping.wp_id, mapping.external_id]);
    if (seen.has(identity)) problems.push({ path: `mappings[${at}]`, message: 'is there twice' });
    seen.add(identity);
    checkTime(mapping.created_at, `mappings[${at}].created_at`, problems);
    checkTime(mapping.updated_at, `mappings[${at}].updated_at`, problems);
  }
  return problems;
}

function checkTime(text: string | null, path: string, problems: Problem[]): void {
  const wire = text === null ? null : toWireTimestamp(text);
  if (wire !== text) problems.push({ path, message: `must be in the wire's form: ${wire}` });
}

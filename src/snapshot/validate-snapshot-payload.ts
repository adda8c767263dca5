import { type Checked, check } from '../contracts/problems.js';
import {
  checkWireIssue,
  checkWireMapping,
  type SnapshotPayload,
  type WireIssue,
  type WireMapping,
  zSnapshotHead,
} from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import type { Problem } from '../errors/problem.js';
import { normalizeProvider } from '../routing/normalize-provider.js';

// Describing a problem costs far more than sending one does.
const MAX_PROBLEMS = 1000;

/**
 * Checks a body as it came over the wire: the 11 keys and their types, and the rules between them. The routing pair is
 * whole or null, the provider is normalised, every issue and mapping is of this provider and workspace and there once,
 * times have a numeric offset and six fraction digits or none. Stops after a thousand problems.
 *
 * @internal
 */
export function validateSnapshotPayload(value: unknown): Checked<SnapshotPayload> {
  const head = check(zSnapshotHead, value);
  const problems = head.ok ? headProblems(head.value) : [...head.problems];
  // Of a head that is wrong, the entries are still worth describing, each by itself.
  const scope = head.ok ? head.value : undefined;
  const issues = checkIssues(listIn(value, 'issues'), scope, problems);
  const mappings = checkMappings(listIn(value, 'mappings'), scope, problems);
  return head.ok && problems.length === 0
    ? { ok: true, value: { ...head.value, issues, mappings } }
    : { ok: false, problems };
}

type Head = Omit<SnapshotPayload, 'issues' | 'mappings'>;
type Scope = Pick<SnapshotPayload, 'provider' | 'workspace'> | undefined;

function listIn(value: unknown, key: 'issues' | 'mappings'): readonly unknown[] {
  const list: unknown = (value as Partial<Record<string, unknown>> | null | undefined)?.[key];
  return Array.isArray(list) ? list : [];
}

function isForeign(of: { readonly system: string; readonly workspace: string }, scope: Scope): boolean {
  return scope !== undefined && (of.system !== scope.provider || of.workspace !== scope.workspace);
}

function headProblems(payload: Head): Problem[] {
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

function checkIssues(issues: readonly unknown[], scope: Scope, problems: Problem[]): WireIssue[] {
  const checkedIssues: WireIssue[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < issues.length && problems.length < MAX_PROBLEMS; at++) {
    const checked = checkWireIssue(issues[at], ['issues', at]);
    if (!checked.ok) {
      problems.push(...checked.problems);
      continue;
    }
    const { ref, updated_at } = checked.value;
    if (isForeign(ref, scope)) {
      problems.push({ path: `issues[${at}].ref`, message: 'is of another provider or workspace than the snapshot' });
    }
    if (seen.has(ref.id)) problems.push({ path: `issues[${at}].ref`, message: 'is there twice' });
    seen.add(ref.id);
    checkTime(updated_at, `issues[${at}].updated_at`, problems);
    checkedIssues.push(checked.value);
  }
  return checkedIssues;
}

function checkMappings(mappings: readonly unknown[], scope: Scope, problems: Problem[]): WireMapping[] {
  const checkedMappings: WireMapping[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < mappings.length && problems.length < MAX_PROBLEMS; at++) {
    const checked = checkWireMapping(mappings[at], ['mappings', at]);
    if (!checked.ok) {
      problems.push(...checked.problems);
      continue;
    }
    const mapping = checked.value;
    if (isForeign(mapping, scope)) {
      problems.push({ path: `mappings[${at}]`, message: 'is of another provider or workspace than the snapshot' });
    }
    const identity = JSON.stringify([mapping.wp_id, mapping.external_id]);
    if (seen.has(identity)) problems.push({ path: `mappings[${at}]`, message: 'is there twice' });
    seen.add(identity);
    checkTime(mapping.created_at, `mappings[${at}].created_at`, problems);
    checkTime(mapping.updated_at, `mappings[${at}].updated_at`, problems);
    checkedMappings.push(mapping);
  }
  return checkedMappings;
}

function checkTime(text: string | null, path: string, problems: Problem[]): void {
  if (text === null || toWireTimestamp(text) === text) return;
  problems.push({ path, message: `must be in the wire's form: ${toWireTimestamp(text)}` });
}

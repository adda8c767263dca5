import { type Checked, check, formatPath } from '../contracts/problems.js';
import type { SnapshotPayload } from '../contracts/snapshot-payload.js';
import { checkWireIssue, checkWireMapping, zSnapshotHead } from '../contracts/snapshot-payload-schema.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import type { Problem } from '../errors/problem.js';
import { normalizeProvider } from '../routing/normalize-provider.js';
import { checkEntries, MAX_PROBLEMS } from './check-entries.js';
import { scopeProblems } from './scope-problems.js';

/**
 * Checks a body as it came over the wire: the 11 keys and their types, and the rules between them. The routing pair is
 * whole or null, the provider is normalised, every issue and mapping is of this provider and workspace and there once,
 * times have a numeric offset and six fraction digits or none. Stops after a thousand problems.
 *
 * @internal
 */
export function validateSnapshotPayload(value: unknown): Checked<SnapshotPayload> {
  const head = check(zSnapshotHead, value);
  const problems = head.ok ? headProblems(head.value) : head.problems;
  const time = (text: string | null, ...path: PropertyKey[]) => {
    const wire = toWireTimestamp(text);
    if (wire !== text) problems.push({ path: formatPath(path), message: `must be in the wire's form: ${wire}` });
  };
  // Of a head that is wrong, the entries are still worth describing, each by itself.
  const lists: Partial<Record<string, unknown>> = Object(value);
  const issues = checkEntries('issues', lists.issues, checkWireIssue, problems, (issue, at) => {
    time(issue.updated_at, 'issues', at, 'updated_at');
    return issue;
  });
  const mappings = checkEntries('mappings', lists.mappings, checkWireMapping, problems, (mapping, at) => {
    time(mapping.created_at, 'mappings', at, 'created_at');
    time(mapping.updated_at, 'mappings', at, 'updated_at');
    return mapping;
  });
  if (!head.ok) return { ok: false, problems };
  time(head.value.checkpoint.updated_since, 'checkpoint', 'updated_since');
  if (problems.length < MAX_PROBLEMS) problems.push(...scopeProblems(issues, mappings, head.value));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { ...head.value, issues, mappings } };
}

function headProblems({
  provider,
  external_resource_type: type,
  external_resource_id: id,
}: Pick<SnapshotPayload, 'provider' | 'external_resource_type' | 'external_resource_id'>): Problem[] {
  const problems: Problem[] = [];
  const normalised = normalizeProvider(provider);
  if (provider !== normalised) problems.push({ path: 'provider', message: `must be normalised: ${normalised}` });
  const isUnavailable = type === null && id === null;
  const isText = (text: string | null) => Boolean(text) && text === text?.trim();
  if (!isUnavailable && !(isText(type) && isText(id))) {
    problems.push({
      path: 'external_resource_id',
      message: 'both routing fields must be text that is trimmed and not blank, or null',
    });
  }
  return problems;
}

import { type Checked, check } from '../contracts/problems.js';
import {
  checkWireIssue,
  checkWireMapping,
  type SnapshotPayload,
  zSnapshotHead,
} from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import type { Problem } from '../errors/problem.js';
import { normalizeProvider } from '../routing/normalize-provider.js';
import { scopeProblems } from './scope-problems.js';

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
  const problems: Problem[] = head.ok ? headProblems(head.value) : [...head.problems];
  const time = (text: string | null, path: string) => {
    const wire = text === null ? null : toWireTimestamp(text);
    if (wire !== text) problems.push({ path, message: `must be in the wire's form: ${wire}` });
  };
  // Of a head that is wrong, the entries are still worth describing, each by itself.
  const each = <Entry>(
    key: 'issues' | 'mappings',
    checkEntry: (value: unknown, root: readonly PropertyKey[]) => Checked<Entry>,
    look: (entry: Entry, path: string) => void,
  ) => {
    const list: unknown = (value as Partial<Record<string, unknown>> | null | undefined)?.[key];
    const entries: Entry[] = [];
    for (let at = 0; Array.isArray(list) && at < list.length && problems.length < MAX_PROBLEMS; at++) {
      const checked = checkEntry(list[at], [key, at]);
      if (checked.ok) {
        look(checked.value, `${key}[${at}]`);
        entries.push(checked.value);
      } else problems.push(...checked.problems);
    }
    return entries;
  };
  const issues = each('issues', checkWireIssue, ({ updated_at }, path) => time(updated_at, `${path}.updated_at`));
  const mappings = each('mappings', checkWireMapping, (mapping, path) => {
    time(mapping.created_at, `${path}.created_at`);
    time(mapping.updated_at, `${path}.updated_at`);
  });
  if (!head.ok) return { ok: false, problems };
  time(head.value.checkpoint.updated_since, 'checkpoint.updated_since');
  if (problems.length < MAX_PROBLEMS) problems.push(...scopeProblems(issues, mappings, head.value));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { ...head.value, issues, mappings } };
}

function headProblems(
  payload: Pick<SnapshotPayload, 'provider' | 'external_resource_type' | 'external_resource_id'>,
): Problem[] {
  const problems: Problem[] = [];
  const { provider, external_resource_type: type, external_resource_id: id } = payload;
  if (provider !== normalizeProvider(provider)) {
    problems.push({ path: 'provider', message: `must be normalised: ${normalizeProvider(provider)}` });
  }
  if ((type === null) !== (id === null) || type?.trim() === '' || id?.trim() === '') {
    problems.push({
      path: 'external_resource_id',
      message: 'both routing fields must be text that is not blank, or null',
    });
  }
  return problems;
}

import type { Doctrine } from '../contracts/doctrine.js';
import { checkIssue } from '../contracts/issue.js';
import { checkIssueMapping } from '../contracts/issue-mapping.js';
import { check } from '../contracts/problems.js';
import type { Snapshot } from '../contracts/snapshot.js';
import { type SnapshotInput, zSnapshotInput } from '../contracts/snapshot-input.js';
import type { SnapshotPayload } from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import { sha256Hex } from '../digest/sha256.js';
import { compareUtf8 } from '../digest/utf8-order.js';
import type { Problem } from '../errors/problem.js';
import { refusal } from '../errors/refusal.js';
import { normalizeProvider } from '../routing/normalize-provider.js';
import { resolveResourceRouting } from '../routing/resolve-resource-routing.js';
import { checkEntries } from './check-entries.js';
import { digestPayload, markFrozen } from './content-digest.js';
import { contentKeyFrom, contractKeyText } from './idempotency-key.js';
import { nameOf, scopeProblems } from './scope-problems.js';
import { toWireIssue } from './to-wire-issue.js';
import { toWireMapping } from './to-wire-mapping.js';
import { wellFormed } from './well-formed.js';
import { compareMappings, sortIssues } from './wire-order.js';

/**
 * Makes a snapshot of a project's issues: the body of a publish, sorted, frozen and independent of what was handed in,
 * with its idempotency key. Synchronous and pure.
 *
 * Throws `InvalidInputError` that names every problem with its path: a blank provider or workspace, an unknown word, a
 * time without an offset, an issue or mapping of another provider or workspace or there twice, a restricted issue
 * (unless `restricted` says otherwise).
 *
 * @example
 * ```ts
 * const snapshot = buildSnapshot({
 *   provider: adapter.provider,
 *   workspace: adapter.workspace,
 *   credentials: { project_key: 'ACME' },
 *   doctrine: { mode: 'external_authoritative', fieldOwners: {} },
 *   project: { uuid: null, slug: 'acme' },
 *   issues,
 *   mappings: [],
 *   checkpoint: { cursor: null, updatedSince: null },
 * });
 * ```
 *
 * @public
 */
export function buildSnapshot(input: SnapshotInput): Snapshot {
  const head = check(zSnapshotInput, input);
  if (!head.ok) throw refusal('buildSnapshot', head.problems);
  const { idempotency, restricted = 'refuse', doctrine, project, checkpoint, credentials, routes } = head.value;
  const provider = normalizeProvider(head.value.provider).toWellFormed();
  const workspace = head.value.workspace.toWellFormed();

  const problems: Problem[] = [];
  const issues = checkEntries('issues', head.value.issues, checkIssue, problems, (issue, at) => {
    if (issue.visibility === 'public' || restricted === 'include') return toWireIssue(issue);
    if (restricted === 'refuse') {
      const message = `${nameOf(issue.ref)} is restricted at its tracker; pass restricted: 'omit' or 'include'`;
      problems.push({ path: `issues[${at}].visibility`, message });
    }
    return undefined;
  });
  const mappings = checkEntries('mappings', head.value.mappings, checkIssueMapping, problems, toWireMapping);
  const sorted = sortIssues(issues);
  problems.push(...scopeProblems(issues, mappings, { provider, workspace }, sorted.length === issues.length));
  if (problems.length > 0) throw refusal('buildSnapshot', problems);
  mappings.sort(compareMappings);

  const routing = resolveResourceRouting(provider, credentials, routes);
  const payload: SnapshotPayload = Object.freeze({
    provider,
    workspace,
    external_resource_type: routing.externalResourceType,
    external_resource_id: wellFormed(routing.externalResourceId),
    doctrine_mode: doctrine.mode,
    doctrine_field_owners: sortedOwners(doctrine),
    project_uuid: wellFormed(project.uuid),
    project_slug: wellFormed(project.slug),
    issues: Object.freeze(sorted),
    mappings: Object.freeze(mappings),
    checkpoint: Object.freeze({
      cursor: wellFormed(checkpoint.cursor),
      updated_since: toWireTimestamp(checkpoint.updatedSince),
    }),
  });
  markFrozen(payload);
  const keyText = contractKeyText(payload);
  const idempotencyKey =
    idempotency === 'content' ? contentKeyFrom(keyText, digestPayload(payload)) : sha256Hex(keyText);
  return Object.freeze({ payload, idempotencyKey, keyText });
}

function sortedOwners({ fieldOwners }: Doctrine): SnapshotPayload['doctrine_field_owners'] {
  const owners = Object.entries(fieldOwners).map(([field, owner]) => [field.toWellFormed(), owner] as const);
  return Object.freeze(Object.fromEntries(owners.sort(([a], [b]) => compareUtf8(a, b))));
}

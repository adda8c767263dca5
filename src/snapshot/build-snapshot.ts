import type { Doctrine } from '../contracts/doctrine.js';
import { checkIssue, type Issue } from '../contracts/issue.js';
import { checkIssueMapping, type IssueMapping } from '../contracts/issue-mapping.js';
import { check } from '../contracts/problems.js';
import type { Snapshot } from '../contracts/snapshot.js';
import { type SnapshotInput, zSnapshotInput } from '../contracts/snapshot-input.js';
import type { SnapshotPayload, WireIssue, WireMapping } from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import { sha256Hex } from '../digest/sha256.js';
import { compareUtf8 } from '../digest/utf8-order.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Problem } from '../errors/problem.js';
import { normalizeProvider } from '../routing/normalize-provider.js';
import { resolveResourceRouting } from '../routing/resolve-resource-routing.js';
import { digestPayload, markFrozen } from './content-digest.js';
import { contentKeyFrom, contractKeyText } from './idempotency-key.js';
import { toWireIssue } from './to-wire-issue.js';
import { toWireMapping } from './to-wire-mapping.js';
import { compareMappings, sortIssues } from './wire-order.js';

// A host's ten thousand issues with one field wrong throughout need not be described one by one.
const MAX_PROBLEMS = 1000;

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
  if (!head.ok) throw refusal(head.problems);
  const { idempotency, restricted = 'refuse', doctrine, project, checkpoint } = head.value;
  const scope: Scope = { provider: normalizeProvider(head.value.provider), workspace: head.value.workspace };

  const problems: Problem[] = [];
  const issues = wireIssues(head.value.issues, scope, restricted, problems);
  const mappings = wireMappings(head.value.mappings, scope, problems);
  if (problems.length > 0) throw refusal(problems);

  const routing = resolveResourceRouting(scope.provider, head.value.credentials, head.value.routes);
  const payload: SnapshotPayload = Object.freeze({
    provider: scope.provider.toWellFormed(),
    workspace: scope.workspace.toWellFormed(),
    external_resource_type: routing.externalResourceType,
    external_resource_id: wellFormed(routing.externalResourceId),
    doctrine_mode: doctrine.mode,
    doctrine_field_owners: sortedOwners(doctrine),
    project_uuid: wellFormed(project.uuid),
    project_slug: wellFormed(project.slug),
    issues: Object.freeze(issues),
    mappings: Object.freeze(mappings),
    checkpoint: Object.freeze({
      cursor: wellFormed(checkpoint.cursor),
      updated_since: checkpoint.updatedSince === null ? null : toWireTimestamp(checkpoint.updatedSince),
    }),
  });
  markFrozen(payload);
  const keyText = contractKeyText(payload);
  const idempotencyKey =
    idempotency === 'content' ? contentKeyFrom(keyText, digestPayload(payload)) : sha256Hex(keyText);
  return Object.freeze({ payload, idempotencyKey, keyText });
}

interface Scope {
  readonly provider: string;
  readonly workspace: string;
}

function refusal(problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: { operation: 'buildSnapshot', attempts: 0 } });
}

function wellFormed(text: string | null): string | null {
  return text === null ? null : text.toWellFormed();
}

function sortedOwners({ fieldOwners }: Doctrine): SnapshotPayload['doctrine_field_owners'] {
  const owners = Object.entries(fieldOwners).map(([field, owner]) => [field.toWellFormed(), owner] as const);
  return Object.freeze(Object.fromEntries(owners.sort(([a], [b]) => compareUtf8(a, b))));
}

function wireIssues(
  inputs: readonly unknown[],
  scope: Scope,
  restricted: NonNullable<SnapshotInput['restricted']>,
  problems: Problem[],
): WireIssue[] {
  const issues: WireIssue[] = [];
  for (let at = 0; at < inputs.length && problems.length < MAX_PROBLEMS; at++) {
    const checked = checkIssue(inputs[at], ['issues', at]);
    if (!checked.ok) {
      problems.push(...checked.problems);
      continue;
    }
    const issue: Issue = checked.value;
    if (isForeign(issue.ref, scope)) problems.push(foreign(`issues[${at}].ref`, issue.ref, scope));
    else if (issue.visibility === 'public' || restricted === 'include') issues.push(toWireIssue(issue));
    else if (restricted === 'refuse') problems.push(restrictedProblem(at, issue));
  }
  sortIssues(issues);
  for (let at = 1; at < issues.length; at++) {
    const ref = issues[at]?.ref;
    if (ref !== undefined && ref.id === issues[at - 1]?.ref.id) {
      problems.push({ path: 'issues', message: `${nameOf(ref)} is there twice; hand over each issue once` });
    }
  }
  return issues;
}

function wireMappings(inputs: readonly unknown[], scope: Scope, problems: Problem[]): WireMapping[] {
  const mappings: WireMapping[] = [];
  for (let at = 0; at < inputs.length && problems.length < MAX_PROBLEMS; at++) {
    const checked = checkIssueMapping(inputs[at], ['mappings', at]);
    if (!checked.ok) {
      problems.push(...checked.problems);
      continue;
    }
    const mapping: IssueMapping = checked.value;
    if (isForeign(mapping, scope)) {
      problems.push(foreign(`mappings[${at}]`, { ...mapping, id: mapping.externalId }, scope));
    } else mappings.push(toWireMapping(mapping));
  }
  mappings.sort(compareMappings);
  for (let at = 1; at < mappings.length; at++) {
    const [previous, mapping] = [mappings[at - 1], mappings[at]];
    if (previous !== undefined && mapping !== undefined && compareMappings(previous, mapping) === 0) {
      const name = `${mapping.wp_id} to ${nameOf({ ...mapping, id: mapping.external_id })}`;
      problems.push({ path: 'mappings', message: `${name} is there twice; hand over each mapping once` });
    }
  }
  return mappings;
}

function isForeign(of: { readonly system: string; readonly workspace: string }, scope: Scope): boolean {
  return of.system !== scope.provider || of.workspace !== scope.workspace;
}

function nameOf(ref: { readonly system: string; readonly workspace: string; readonly id: string }): string {
  return `${ref.system}:${ref.workspace}:${ref.id}`;
}

function foreign(path: string, ref: Parameters<typeof nameOf>[0], scope: Scope): Problem {
  const message = `${nameOf(ref)} is not of ${scope.provider}:${scope.workspace}; a snapshot holds one provider and workspace`;
  return { path, message };
}

function restrictedProblem(at: number, { ref }: Issue): Problem {
  const message = `${nameOf(ref)} is restricted at its tracker; pass restricted: 'omit' or 'include' to decide`;
  return { path: `issues[${at}].visibility`, message };
}

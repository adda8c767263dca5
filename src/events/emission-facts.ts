import type { EventEnvelope } from '../contracts/event-envelope.js';
import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import type { Logger } from '../runtime/runtime.js';
import type { GitMetadataProvider, IdentityProvider } from './event-ports.js';
import { ANY_TEXT, COMMIT_SHA, type FieldRule, orNull, REPO_SLUG, UUID_4 } from './field-rules.js';

type IdentityFacts = Pick<EventEnvelope, 'team_slug' | 'project_uuid' | 'project_slug'>;
type GitFacts = Pick<EventEnvelope, 'git_branch' | 'head_commit_sha' | 'repo_slug'>;

const NULLABLE_TEXT = orNull(ANY_TEXT);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

async function ask(provider: { current(): unknown }): Promise<Readonly<Record<string, unknown>>> {
  const found = await provider.current();
  if (isObject(found)) return found;
  throw new TypeError('current() answered no object');
}

/** A port of the host failed or answered what it may not; nothing was emitted. */
export function portFault(operation: string, message: string, cause?: unknown): StoreError {
  const details = { context: { operation, attempts: 0 } };
  return new StoreError(
    `${operation}: ${message}; nothing was emitted`,
    cause === undefined ? details : { ...details, cause: toCause(cause) },
  );
}

/** Whom the event belongs to. A wrong project would be a wrong target, so that any fault fails the event. */
export async function readIdentity(provider: IdentityProvider, operation: string): Promise<IdentityFacts> {
  const facts = await ask(provider).catch((error: unknown) => {
    throw portFault(operation, 'the identity provider failed', error);
  });
  const read = <T>(name: string, rule: FieldRule<T>): T => {
    const value = facts[name] ?? null;
    if (rule.test(value)) return value;
    throw portFault(operation, `the identity provider's ${name} is wrong, expected ${rule.expected}`);
  };
  const team = read('teamSlug', NULLABLE_TEXT) ?? '';
  return {
    team_slug: team.trim() === '' ? 'local' : team,
    project_uuid: read('projectUuid', orNull(UUID_4)),
    project_slug: read('projectSlug', NULLABLE_TEXT),
  };
}

/** Where the event happened, as far as is known: a fault is logged and leaves nulls, and never costs an event. */
export async function readGit(provider: GitMetadataProvider, operation: string, logger: Logger): Promise<GitFacts> {
  const facts = await ask(provider).catch((error: unknown): Readonly<Record<string, unknown>> => {
    logger.warn(`${operation}: the git metadata provider failed; the event carries nulls`, { cause: toCause(error) });
    return {};
  });
  const read = <T>(name: string, rule: FieldRule<T>): T | null => {
    const value = facts[name] ?? null;
    if (value === null || rule.test(value)) return value;
    logger.warn(`${operation}: ${name} is wrong, expected ${rule.expected}; the event carries null`);
    return null;
  };
  return {
    git_branch: read('gitBranch', ANY_TEXT),
    head_commit_sha: read('headCommitSha', COMMIT_SHA),
    repo_slug: read('repoSlug', REPO_SLUG),
  };
}

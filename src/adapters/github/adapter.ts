import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { AdapterTraits } from '../../contracts/adapter/traits.js';
import { createHttpClient } from '../../http/http-client.js';
import { createRuntime, type Runtime } from '../../runtime/runtime.js';
import { testConnection } from './connection.js';
import { githubFaults } from './faults.js';
import { getIssue, listIssues } from './issues.js';
import { type GithubContext, type GithubOptions, parseOptions } from './options.js';

/**
 * GitHub issues of one repository, read side. `ref.id` is the issue's number, `ref.workspace` is `owner/repo`.
 *
 * @public
 */
export interface GithubAdapter
  extends Pick<TrackerAdapter, 'provider' | 'workspace' | 'traits' | 'testConnection' | 'issues'> {
  /** Always `github`. */
  readonly provider: 'github';
}

const TRAITS: AdapterTraits = {
  maxPageSize: 100,
  updatedSinceStepMs: 1000,
  // Lists are read from replicas, and GitHub promises no bound; a minute is what others re-read.
  indexLagMs: 60_000,
  createIsIdempotent: false,
  bodyFormat: 'markdown',
};

/**
 * Makes an adapter for the issues of one GitHub repository, on github.com or an Enterprise Server. Sends nothing yet.
 *
 * Throws `ConfigurationError` when an option is wrong or unknown.
 *
 * @param options - Which repository, and how to reach it.
 * @param runtime - Ports to use in place of the platform's.
 *
 * @example
 * ```ts
 * const github = createGithubAdapter({ owner: 'acme', repo: 'widgets', token: () => vault.read('github') });
 * for await (const { items, cursor } of github.issues.list({ updatedSince: '2026-03-10T09:30:00Z' })) {
 *   await save(items, cursor);
 * }
 * ```
 *
 * @public
 */
export function createGithubAdapter(options: GithubOptions, runtime: Partial<Runtime> = {}): GithubAdapter {
  const ports = createRuntime(runtime);
  const { client, workspace, path } = parseOptions(options);
  const http = createHttpClient({ ...client, faults: githubFaults(ports.now) }, ports);
  const context: GithubContext = { http, workspace, path };
  return {
    provider: 'github',
    workspace,
    traits: TRAITS,
    testConnection: (call) => testConnection(context, call),
    issues: {
      list: (query, call) => listIssues(context, query, call),
      get: (id, call) => getIssue(context, id, call),
    },
  };
}

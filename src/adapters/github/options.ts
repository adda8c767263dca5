import * as z from 'zod/mini';
import { type AccessToken, tokenText, zAccessToken } from '../../contracts/adapter/access-token.js';
import { createWords, type WordMap, type Words, zWordMap } from '../../contracts/adapter/word-map.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { zFlag } from '../../contracts/number.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { check } from '../../contracts/problems.js';
import { type RetryOptions, zCount, zRetryOptions } from '../../contracts/retry-options.js';
import { schemaFor } from '../../contracts/schema-for.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import type { CallContext } from '../../errors/tracker-error.js';
import type { HttpClient, HttpClientOptions } from '../../http/http-request.js';
import { checkServerUrl } from '../../http/server-url.js';

/**
 * The options of `createGithubAdapter`.
 *
 * @public
 */
export interface GithubOptions {
  /** The user or organisation that owns the repository. */
  readonly owner: string;
  /** The repository's name, without the owner. */
  readonly repo: string;
  /** Of any kind: personal, fine-grained, OAuth, installation. Kept in a closure: no object of this package shows it. */
  readonly token: AccessToken;
  /** Default `https://api.github.com`. GitHub Enterprise Server: `https://HOST/api/v3`. */
  readonly baseUrl?: string;
  /** The `X-GitHub-Api-Version`. Default `2022-11-28`; works with `2026-03-10` too. */
  readonly apiVersion?: string;
  /** The `User-Agent`, which GitHub insists on. Name your application. Default `spec-kitty-tracker`. */
  readonly userAgent?: string;
  /** Allows plain http to a `baseUrl` that is not on this machine. The token then travels in the open. Default false. */
  readonly allowInsecureHttp?: boolean;
  /** How often and how long to try. */
  readonly retry?: RetryOptions;
  /** The time for one attempt, its body included, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number;
  /** The largest answer that is read, in bytes. Default 33 554 432 (32 MiB). */
  readonly maxResponseBytes?: number;
  /**
   * What labels say of an open issue's status: label name to status. A mapped label is no longer among `labels`; where an
   * issue has several, the one that stands first here counts. Without it, an open issue is `todo`.
   */
  readonly statusMap?: WordMap<IssueStatus>;
  /** What labels say of the priority: label name to priority. A mapped label is no longer among `labels`. */
  readonly priorityMap?: WordMap<Priority>;
  /** What the organisation's issue types mean, in addition to GitHub's own (Bug, Feature, Task) and the usual others. */
  readonly typeMap?: WordMap<IssueType>;
  /** Makes an adapter without the writing methods. Default false. */
  readonly readOnly?: boolean;
  /**
   * Finds the login of someone to be assigned, from an e-mail address, say. It is not asked for who is assigned to the
   * issue already. Where it gives `undefined`, the write is refused with an `InvalidInputError` at `assignees[n]`, and
   * nothing is written. Default: `who` is the login.
   */
  readonly resolveUser?: (who: string) => string | undefined | Promise<string | undefined>;
}

/** What the configured words mean. @internal */
export interface GithubWords {
  /** Labels. */
  readonly statuses: Words<IssueStatus>;
  /** Labels. */
  readonly priorities: Words<Priority>;
  /** Issue types. */
  readonly types: Words<IssueType>;
}

/** What the operations work with. @internal */
export interface GithubContext {
  readonly http: HttpClient;
  /** `owner/repo` as the options spell it; `ref.workspace` of every issue. */
  readonly workspace: string;
  /** The repository below the base URL: `/repos/owner/repo`. */
  readonly path: string;
  readonly words: GithubWords;
  readonly isReadOnly: boolean;
  readonly resolveUser: NonNullable<GithubOptions['resolveUser']>;
  readonly now: () => number;
}

const textLike = (pattern: RegExp, error: string) =>
  z.string().check(z.refine((text) => pattern.test(text), { error }));
// `.` and `..` would climb out of /repos/owner/ when the URL is resolved.
const zName = textLike(
  /^(?!\.{1,2}$)[\w.-]+$/,
  'expected the bare name as in the web address: letters, digits, "-", "_" and ".", no slash',
);
const zHeaderText = textLike(/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/, 'expected printable ASCII text, not blank');

const zGithubOptions = schemaFor<GithubOptions>()(
  z.strictObject({
    owner: zName,
    repo: zName,
    token: zAccessToken,
    baseUrl: z.exactOptional(z.string()),
    allowInsecureHttp: z.exactOptional(zFlag),
    apiVersion: z.exactOptional(zHeaderText),
    userAgent: z.exactOptional(zHeaderText),
    retry: z.exactOptional(zRetryOptions),
    timeoutMs: z.exactOptional(zCount),
    maxResponseBytes: z.exactOptional(zCount),
    statusMap: z.exactOptional(zWordMap(zIssueStatus)),
    priorityMap: z.exactOptional(zWordMap(zPriority)),
    typeMap: z.exactOptional(zWordMap(zIssueType)),
    readOnly: z.exactOptional(zFlag),
    resolveUser: z.exactOptional(
      z.custom<GithubContext['resolveUser']>((resolve) => typeof resolve === 'function', {
        error: 'expected function',
      }),
    ),
  }),
);

/** The largest page that GitHub serves. @internal */
export const MAX_PAGE_SIZE = 100;

// Answers every path with HTML, and a 404 for most.
const WEB_SITE = /^https?:\/\/(?:(?:www\.)?github\.com|[\w-]+\.ghe\.com)(?=[:/]|$)/;

const CONTEXT: CallContext = { operation: 'createGithubAdapter', provider: 'github', attempts: 0 };

/** What the options come to, checked and with defaults. @internal */
export interface GithubSettings extends Omit<GithubContext, 'http' | 'now'> {
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(options: GithubOptions): GithubSettings {
  // `undefined` counts as absent: hosts pass what their own configuration may or may not hold.
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  const checked = check(zGithubOptions, Object.fromEntries(given));
  const { allowInsecureHttp, baseUrl = 'https://api.github.com' } = checked.ok ? checked.value : (options ?? {});
  const server = checkServerUrl(String(baseUrl), { path: 'baseUrl', allowInsecureHttp });
  const problems = [...(checked.ok ? [] : checked.problems), ...(server.ok ? [] : server.problems)];
  if (server.ok && WEB_SITE.test(server.value)) {
    const message = 'is the web site; its API is at https://api.github.com, or at https://api.NAME.ghe.com';
    problems.push({ path: 'baseUrl', message });
  }
  if (!checked.ok || !server.ok || problems.length > 0) throw new ConfigurationError(problems, { context: CONTEXT });
  const { owner, repo, token, apiVersion, userAgent, statusMap, priorityMap, typeMap, readOnly, resolveUser, ...rest } =
    checked.value;
  return {
    workspace: `${owner}/${repo}`,
    path: `/repos/${owner}/${repo}`,
    words: {
      statuses: createWords(statusMap ?? {}),
      priorities: createWords(priorityMap ?? {}),
      types: createWords(typeMap ?? {}),
    },
    isReadOnly: readOnly === true,
    resolveUser: resolveUser ?? ((who) => who),
    client: {
      ...rest, // retry, timeoutMs, maxResponseBytes
      baseUrl: server.value,
      provider: 'github',
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': userAgent ?? 'spec-kitty-tracker',
        'x-github-api-version': apiVersion ?? '2022-11-28',
      },
      credentials: async (_, isRefused) => ({ authorization: `Bearer ${await tokenText(token, isRefused)}` }),
    },
  };
}

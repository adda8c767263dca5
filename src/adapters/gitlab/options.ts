import * as z from 'zod/mini';
import { type AccessToken, tokenText, zAccessToken } from '../../contracts/adapter/access-token.js';
import { type WordMap, zWordMap } from '../../contracts/adapter/word-map.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { zFlag } from '../../contracts/number.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { check } from '../../contracts/problems.js';
import { type RetryOptions, zCount, zRetryOptions } from '../../contracts/retry-options.js';
import { schemaFor } from '../../contracts/schema-for.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import type { HttpClientOptions } from '../../http/http-request.js';
import { checkServerUrl } from '../../http/server-url.js';

/**
 * The options of `createGitlabAdapter`.
 *
 * @public
 */
export interface GitlabOptions {
  /** The project: its full path, `group/subgroup/project`, or its numeric id. Becomes the `workspace` as it is. */
  readonly project: string | number;
  /** Of any kind: personal, project, group, OAuth. Kept in a closure: no object of this package shows it. */
  readonly token: AccessToken;
  /** Default `https://gitlab.com`. Self-managed: where its start page is, sub-path included; `/api/v4` is added. */
  readonly baseUrl?: string;
  /** Allows plain http to a `baseUrl` that is not on this machine. The token then travels in the open. Default false. */
  readonly allowInsecureHttp?: boolean;
  /** The `User-Agent`. Name your application. Default `spec-kitty-tracker`. */
  readonly userAgent?: string;
  /** How often and how long to try. */
  readonly retry?: RetryOptions;
  /** The time for one attempt, its body included, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number;
  /** The largest answer that is read, in bytes. Default 33 554 432 (32 MiB). */
  readonly maxResponseBytes?: number;
  /** What label names say about the status, beyond opened and closed: `{ 'workflow::in dev': 'in_progress' }`. */
  readonly statusMap?: WordMap<IssueStatus>;
  /** Which label names are priorities: `{ 'priority::1': 1 }`. */
  readonly priorityMap?: WordMap<Priority>;
  /** What GitLab's issue types (`issue`, `incident`, `task`) or label names mean: `{ incident: 'bug' }`. */
  readonly typeMap?: WordMap<IssueType>;
  /**
   * From a user name or an e-mail address to GitLab's numeric user id, as text. Asked for every assignee that is no number;
   * numbers pass as they are, and so does everybody who is assigned already, because issues hold numbers. Whom it does not
   * know is an `InvalidInputError` at `assignees[n]`: nobody is left out in silence.
   */
  readonly resolveUser?: (who: string) => string | undefined | Promise<string | undefined>;
  /**
   * The number (`iid`) of the issue that is made under a client key; `undefined`: GitLab counts. Only for a token of an
   * Owner, and a project whose numbers are the host's to give: whoever else makes an issue gets the number after the
   * highest. A create under a key that was used is then refused by GitLab, and answered with the issue that is there.
   */
  readonly iidOf?: (clientKey: string) => number | undefined | Promise<number | undefined>;
  /** How many issues to create in a minute at the most. Default 200, the limit of gitlab.com. */
  readonly issuesPerMinute?: number;
  /** How many comments to create in a minute at the most. Default 60, the limit of gitlab.com. */
  readonly notesPerMinute?: number;
  /** Leaves out every method that writes. Default false. */
  readonly readOnly?: boolean;
}

// What stands between slashes: never `.` or `..`, which a proxy that decodes `%2F` would climb out by.
const PROJECT = /^(?:[1-9]\d{0,15}|(?!\.{1,2}\/)[\w.+-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.+-]+)+)$/;
const HEADER_TEXT = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

const zFunction = <Function>() =>
  z.custom<Function>((value) => typeof value === 'function', { error: 'expected a function' });

const zGitlabOptions = schemaFor<GitlabOptions>()(
  z.strictObject({
    project: z.custom<string | number>((value) => /^[ns]/.test(typeof value) && PROJECT.test(String(value)), {
      error: 'expected the full path as in the web address, group/project, or the numeric id',
    }),
    token: zAccessToken,
    baseUrl: z.exactOptional(z.string()),
    allowInsecureHttp: z.exactOptional(zFlag),
    userAgent: z.exactOptional(
      z.custom<string>((value) => typeof value === 'string' && HEADER_TEXT.test(value), {
        error: 'expected printable ASCII text, not blank',
      }),
    ),
    retry: z.exactOptional(zRetryOptions),
    timeoutMs: z.exactOptional(zCount),
    maxResponseBytes: z.exactOptional(zCount),
    statusMap: z.exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    priorityMap: z.exactOptional(zWordMap<Priority>(zPriority)),
    typeMap: z.exactOptional(zWordMap<IssueType>(zIssueType)),
    resolveUser: z.exactOptional(zFunction<NonNullable<GitlabOptions['resolveUser']>>()),
    iidOf: z.exactOptional(zFunction<NonNullable<GitlabOptions['iidOf']>>()),
    issuesPerMinute: z.exactOptional(zCount),
    notesPerMinute: z.exactOptional(zCount),
    readOnly: z.exactOptional(zFlag),
  }),
);

/** What the options come to, checked and with defaults. @internal */
export interface GitlabSettings extends Omit<GitlabOptions, 'token' | 'baseUrl' | 'project'> {
  /** The project as text; `ref.workspace` of every issue. */
  readonly workspace: string;
  /** Where people open the server, without a slash at the end. */
  readonly server: string;
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(options: GitlabOptions): GitlabSettings {
  // `undefined` counts as absent: hosts pass what their own configuration may or may not hold.
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  const checked = check(zGitlabOptions, Object.fromEntries(given));
  const { allowInsecureHttp, baseUrl = 'https://gitlab.com' } = checked.ok ? checked.value : (options ?? {});
  const server = checkServerUrl(String(baseUrl), { path: 'baseUrl', allowInsecureHttp });
  const problems = [...(checked.ok ? [] : checked.problems), ...(server.ok ? [] : server.problems)];
  if (!checked.ok || !server.ok) {
    const context = { operation: 'createGitlabAdapter', provider: 'gitlab', attempts: 0 };
    throw new ConfigurationError(problems, { context });
  }
  const { token, userAgent = 'spec-kitty-tracker', baseUrl: _, project, ...settings } = checked.value;
  const { retry, timeoutMs, maxResponseBytes } = settings;
  const root = server.value.replace(/\/api\/v4$/, '');
  return {
    ...settings,
    workspace: String(project),
    server: root,
    client: {
      baseUrl: `${root}/api/v4`,
      provider: 'gitlab',
      headers: { 'user-agent': userAgent },
      // Every kind of token is taken so; `PRIVATE-TOKEN` refuses those of OAuth.
      credentials: async (_, isRefused) => ({ authorization: `Bearer ${await tokenText(token, isRefused)}` }),
      ...(retry && { retry }),
      ...(timeoutMs && { timeoutMs }),
      ...(maxResponseBytes && { maxResponseBytes }),
    },
  };
}

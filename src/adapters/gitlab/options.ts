import * as z from 'zod/mini';
import { type AccessToken, tokenText, zAccessToken } from '../../contracts/adapter/access-token.js';
import {
  type AdapterOptions,
  adapterOptions,
  type ResolveUser,
  zFunctionOf,
} from '../../contracts/adapter/adapter-options.js';
import { type WordMap, zWordMap } from '../../contracts/adapter/word-map.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { exactOptional, strictObject } from '../../contracts/objects.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { zCount } from '../../contracts/retry-options.js';
import { schemaFor } from '../../contracts/schema-for.js';
import type { HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';

/**
 * The options of `createGitlabAdapter`.
 *
 * @public
 */
export interface GitlabOptions extends AdapterOptions {
  /** The project: its full path, `group/subgroup/project`, or its numeric id. Becomes the `workspace` as it is. */
  readonly project: string | number;
  /** Of any kind: personal, project, group, OAuth. Kept in a closure: no object of this package shows it. */
  readonly token: AccessToken;
  /** Default `https://gitlab.com`. Self-managed: where its start page is, sub-path included; `/api/v4` is added. */
  readonly baseUrl?: string;
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
  readonly resolveUser?: ResolveUser;
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
}

// What stands between slashes: never `.` or `..`, which a proxy that decodes `%2F` would climb out by.
const PROJECT = /^(?:[1-9]\d{0,15}|(?!\.{1,2}\/)[\w.+-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.+-]+)+)$/;

const zGitlabOptions = schemaFor<GitlabOptions>()(
  strictObject({
    ...adapterOptions,
    project: z.custom<string | number>((value) => /^[ns]/.test(typeof value) && PROJECT.test(String(value)), {
      error: 'expected the full path as in the web address, group/project, or the numeric id',
    }),
    token: zAccessToken,
    baseUrl: exactOptional(z.string()),
    statusMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    priorityMap: exactOptional(zWordMap<Priority>(zPriority)),
    typeMap: exactOptional(zWordMap<IssueType>(zIssueType)),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
    iidOf: exactOptional(zFunctionOf<NonNullable<GitlabOptions['iidOf']>>()),
    issuesPerMinute: exactOptional(zCount),
    notesPerMinute: exactOptional(zCount),
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
export function parseOptions(given: GitlabOptions): GitlabSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'gitlab',
    factory: 'createGitlabAdapter',
    schema: zGitlabOptions,
    urls: { baseUrl: 'https://gitlab.com' },
  });
  const { token, baseUrl: _, project, ...settings } = options;
  const server = urls.baseUrl.replace(/\/api\/v4$/, '');
  return {
    ...settings,
    workspace: String(project),
    server,
    client: {
      ...client,
      baseUrl: `${server}/api/v4`,
      // Every kind of token is taken so; `PRIVATE-TOKEN` refuses those of OAuth.
      credentials: async (_, isRefused) => ({ authorization: `Bearer ${await tokenText(token, isRefused)}` }),
    },
  };
}

import * as z from 'zod/mini';
import { type AccessToken, tokenText, zAccessToken } from '../../contracts/adapter/access-token.js';
import {
  type AdapterOptions,
  adapterOptions,
  type ResolveUser,
  zFunctionOf,
  zHeaderText,
} from '../../contracts/adapter/adapter-options.js';
import { createWords, type WordMap, type Words, zWordMap } from '../../contracts/adapter/word-map.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { exactOptional, strictObject } from '../../contracts/objects.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { schemaFor } from '../../contracts/schema-for.js';
import type { HttpClient, HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';

/**
 * The options of `createGithubAdapter`.
 *
 * @public
 */
export interface GithubOptions extends AdapterOptions {
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
  /**
   * What labels say of an open issue's status: label name to status. A mapped label is no longer among `labels`; where an
   * issue has several, the one that stands first here counts. Without it, an open issue is `todo`.
   */
  readonly statusMap?: WordMap<IssueStatus>;
  /** What labels say of the priority: label name to priority. A mapped label is no longer among `labels`. */
  readonly priorityMap?: WordMap<Priority>;
  /** What the organisation's issue types mean, in addition to GitHub's own (Bug, Feature, Task) and the usual others. */
  readonly typeMap?: WordMap<IssueType>;
  /**
   * Finds the login of someone to be assigned, from an e-mail address, say. It is not asked for who is assigned to the
   * issue already. Where it gives `undefined` or throws, the write is refused with an `InvalidInputError` at
   * `assignees[n]`, and nothing is written. Default: `who` is the login.
   */
  readonly resolveUser?: ResolveUser;
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

const zGithubOptions = schemaFor<GithubOptions>()(
  strictObject({
    ...adapterOptions,
    owner: zName,
    repo: zName,
    token: zAccessToken,
    baseUrl: exactOptional(z.string()),
    apiVersion: exactOptional(zHeaderText),
    statusMap: exactOptional(zWordMap(zIssueStatus)),
    priorityMap: exactOptional(zWordMap(zPriority)),
    typeMap: exactOptional(zWordMap(zIssueType)),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
  }),
);

/** The largest page that GitHub serves. @internal */
export const MAX_PAGE_SIZE = 100;

// Answers every path with HTML, and a 404 for most.
const WEB_SITE = /^https?:\/\/(?:(?:www\.)?github\.com|[\w-]+\.ghe\.com)(?=[:/]|$)/;

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
export function parseOptions(given: GithubOptions): GithubSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'github',
    factory: 'createGithubAdapter',
    schema: zGithubOptions,
    urls: { baseUrl: 'https://api.github.com' },
    complaint: (_, url) =>
      WEB_SITE.test(url) && 'is the web site; its API is at https://api.github.com, or at https://api.NAME.ghe.com',
  });
  const { owner, repo, token, apiVersion, statusMap, priorityMap, typeMap, readOnly, resolveUser } = options;
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
      ...client,
      baseUrl: urls.baseUrl,
      headers: {
        ...client.headers,
        accept: 'application/vnd.github+json',
        'x-github-api-version': apiVersion ?? '2022-11-28',
      },
      credentials: async (_, isRefused) => ({ authorization: `Bearer ${await tokenText(token, isRefused)}` }),
    },
  };
}

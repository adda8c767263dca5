import * as z from 'zod/mini';
import { type AccessToken, tokenText, zAccessToken } from '../../contracts/adapter/access-token.js';
import {
  type AdapterOptions,
  adapterOptions,
  type ResolveUser,
  zFunctionOf,
} from '../../contracts/adapter/adapter-options.js';
import { zListIssuesQuery, zSearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { createWords, type WordMap, type Words, zWordMap } from '../../contracts/adapter/word-map.js';
import { zNotBlank } from '../../contracts/external-ref.js';
import { LINK_TYPES, type LinkType } from '../../contracts/issue-link.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { zListOf } from '../../contracts/list-of.js';
import { exactOptional, optional, strictObject } from '../../contracts/objects.js';
import { zOneOf } from '../../contracts/one-of.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { schemaFor } from '../../contracts/schema-for.js';
import type { HttpClient, HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';

/**
 * An API token of a person or a service account.
 *
 * @public
 */
export interface JiraApiTokenAuth {
  /** The account's e-mail address. */
  readonly email: string;
  /** The API token. */
  readonly apiToken: AccessToken;
  /** For a token with scopes: the site's cloud id, because such a token works through Atlassian's gateway only. */
  readonly cloudId?: string;
}

/**
 * An access token of an OAuth 2.0 (3LO) app.
 *
 * @public
 */
export interface JiraOauthAuth {
  /** The access token. */
  readonly accessToken: AccessToken;
  /** The site's cloud id. */
  readonly cloudId: string;
}

/**
 * Who may read a restricted comment.
 *
 * @public
 */
export interface JiraAudience {
  /** A project role or a group. */
  readonly type: 'role' | 'group';
  /** The role's name, or the group's id. */
  readonly identifier: string;
}

/**
 * The options of `createJiraAdapter`.
 *
 * @public
 */
export interface JiraOptions extends AdapterOptions {
  /** The site as people open it: `https://acme.atlassian.net`. */
  readonly siteUrl: string;
  /** The project's key: `ACME`. */
  readonly project: string;
  /** The credentials. Kept in a closure: no object of this package shows them. */
  readonly auth: JiraApiTokenAuth | JiraOauthAuth;
  /**
   * What names of statuses and resolutions mean, where their category does not say enough: `{ 'In Review': 'in_review' }`.
   * A name refines its category and never overrides it: what Jira counts as done is `done` or `canceled`, and nothing else is.
   */
  readonly statusMap?: WordMap<IssueStatus>;
  /** What names of priorities mean. Default: Highest 0, High 1, Medium 2, Low 3, Lowest 4. */
  readonly priorityMap?: WordMap<Priority>;
  /** What names of issue types mean. Default: Epic, Story, Task, Bug, Sub-task, Subtask. */
  readonly typeMap?: WordMap<IssueType>;
  /** What names of link types mean, read outward. Default: Blocks, Relates, Duplicate. */
  readonly linkTypeMap?: WordMap<LinkType>;
  /**
   * Further fields to read into `customFields`, by Jira's ids: `customfield_10016`, `duedate`. Jira's own words for type and
   * priority stand there with `issuetype` and `priority`.
   */
  readonly customFields?: readonly string[];
  /** Who may read a comment that is added as `restricted`. */
  readonly restrictedTo?: JiraAudience;
  /** The id of the security level of issues that are written as `restricted`. */
  readonly securityLevel?: string;
  /**
   * The account id of an e-mail address or another name that the host knows people by; `undefined` for nobody. Asked for
   * everybody but who is assigned to the issue already, who passes as he is; nobody is an `InvalidInputError` at
   * `assignees[n]`. Without it, names are account ids.
   */
  readonly resolveUser?: ResolveUser;
  /** Atlassian's gateway, which is used with a `cloudId`. Default `https://api.atlassian.com`. */
  readonly gatewayUrl?: string;
}

/** What the operations work with. @internal */
export interface JiraContext extends Pick<JiraOptions, 'restrictedTo' | 'securityLevel' | 'resolveUser'> {
  readonly http: HttpClient;
  readonly now: () => number;
  /** The site's host; `ref.workspace` of every issue. */
  readonly workspace: string;
  /** Without a slash at its end. */
  readonly siteUrl: string;
  readonly project: string;
  readonly readOnly: boolean;
  /** Whether the credentials are an app's, which has webhooks of another kind. */
  readonly isApp: boolean;
  readonly statuses: Words<IssueStatus>;
  readonly priorities: Words<Priority>;
  readonly types: Words<IssueType>;
  readonly linkTypes: Words<LinkType>;
  readonly customFields: readonly string[];
}

const PRIORITIES: WordMap<Priority> = { Highest: 0, High: 1, Medium: 2, Low: 3, Lowest: 4 };
const TYPES: WordMap<IssueType> = {
  Epic: 'epic',
  Story: 'story',
  Task: 'task',
  Bug: 'bug',
  'Sub-task': 'subtask',
  Subtask: 'subtask',
};
const LINKS: WordMap<LinkType> = { Blocks: 'blocks', Relates: 'relates_to', Duplicate: 'duplicates' };

const matching = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }));

const zAuth = strictObject({
  email: optional(matching(/^[^\s:]+$/, 'expected an e-mail address')),
  apiToken: optional(zAccessToken),
  accessToken: optional(zAccessToken),
  cloudId: optional(matching(/^[\w-]+$/, 'expected a cloud id')),
}).check(
  z.refine(
    ({ email, apiToken, accessToken, cloudId }) => (accessToken ? cloudId && !email && !apiToken : email && apiToken),
    { error: 'expected { email, apiToken }, with cloudId for a scoped token, or { accessToken, cloudId }' },
  ),
);

/** The options with the credentials as one shape, because a union cannot say which member of which part is wrong. */
interface CheckedOptions extends Omit<JiraOptions, 'auth'> {
  readonly auth: z.output<typeof zAuth>;
}

const zJiraOptions = schemaFor<CheckedOptions>()(
  strictObject({
    ...adapterOptions,
    siteUrl: z.string(),
    project: matching(/^[A-Z][A-Z0-9_]*$/, 'expected the key of a project, such as ACME'),
    auth: zAuth,
    statusMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    priorityMap: exactOptional(zWordMap<Priority>(zPriority)),
    typeMap: exactOptional(zWordMap<IssueType>(zIssueType)),
    linkTypeMap: exactOptional(zWordMap<LinkType>(zOneOf(LINK_TYPES))),
    customFields: exactOptional(zListOf(matching(/^\w+$/, 'expected the id of a field'))),
    restrictedTo: exactOptional(strictObject({ type: zOneOf(['role', 'group']), identifier: zNotBlank })),
    securityLevel: exactOptional(zNotBlank),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
    gatewayUrl: exactOptional(z.string()),
  }),
);

/** The largest page that Jira serves with fields in it. @internal */
export const MAX_PAGE_SIZE = 100;

/** @internal */
export const zListQuery = zListIssuesQuery(MAX_PAGE_SIZE);

/** @internal */
export const zSearchQuery = zSearchIssuesQuery(MAX_PAGE_SIZE);

/** What the options come to, checked and with defaults. @internal */
export interface JiraSettings extends Omit<JiraContext, 'http' | 'now'> {
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(given: JiraOptions): JiraSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'jira',
    factory: 'createJiraAdapter',
    schema: zJiraOptions,
    urls: { siteUrl: undefined, gatewayUrl: 'https://api.atlassian.com' },
    complaint: (option, url) =>
      option === 'siteUrl' &&
      new URL(url).pathname !== '/' &&
      'must have no path: Jira Cloud is at the root of its host, and Jira Data Center is not supported',
  });
  const { siteUrl, gatewayUrl } = urls;
  const { auth, statusMap = {}, priorityMap, typeMap, linkTypeMap, ...rest } = options;
  return {
    readOnly: false,
    customFields: [],
    ...rest,
    workspace: new URL(siteUrl).host,
    siteUrl,
    isApp: auth.accessToken !== undefined,
    statuses: createWords(statusMap),
    priorities: withDefaults(priorityMap, PRIORITIES),
    types: withDefaults(typeMap, TYPES),
    linkTypes: withDefaults(linkTypeMap, LINKS),
    client: {
      ...client,
      baseUrl: auth.cloudId ? `${gatewayUrl}/ex/jira/${auth.cloudId}` : siteUrl,
      credentials: async (_, isRefused) => ({ authorization: await authorizationOf(auth, isRefused) }),
    },
  };
}

// The host's words first: they are the ones that are written.
function withDefaults<Meaning>(map: WordMap<Meaning> | undefined, defaults: WordMap<Meaning>): Words<Meaning> {
  return createWords({ ...map, ...defaults, ...map });
}

async function authorizationOf(
  { email, apiToken, accessToken }: CheckedOptions['auth'],
  isRefused: boolean | undefined,
): Promise<string> {
  const token = await tokenText(accessToken ?? apiToken ?? '', isRefused);
  return accessToken
    ? `Bearer ${token}`
    : `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${email}:${token}`)))}`;
}

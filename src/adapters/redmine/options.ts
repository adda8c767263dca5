import * as z from 'zod/mini';
import { type AccessToken, tokenText, zAccessToken } from '../../contracts/adapter/access-token.js';
import {
  type AdapterOptions,
  adapterOptions,
  type ResolveUser,
  zFunctionOf,
} from '../../contracts/adapter/adapter-options.js';
import { type WordMap, zWordMap } from '../../contracts/adapter/word-map.js';
import { zNotBlank } from '../../contracts/external-ref.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { zListOf } from '../../contracts/list-of.js';
import { exactOptional, strictObject } from '../../contracts/objects.js';
import { zOneOf } from '../../contracts/one-of.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { zCount } from '../../contracts/retry-options.js';
import { schemaFor } from '../../contracts/schema-for.js';
import type { HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';

/**
 * A custom field of the format "List" that carries the labels.
 *
 * @public
 */
export interface RedmineLabels {
  /** Its number: the one in the address of its page in the administration. */
  readonly customField: number;
  /** Its possible values. Without them they are read from Redmine, which tells them to administrators only. */
  readonly values?: readonly string[];
}

/**
 * The options of `createRedmineAdapter`.
 *
 * @public
 */
export interface RedmineOptions extends AdapterOptions {
  /** Where Redmine's start page is, sub-path included: `https://acme.example/redmine`. */
  readonly baseUrl: string;
  /** The project: its identifier, or its number. Becomes the `workspace` as it is. */
  readonly project: string | number;
  /** The API access key of an account. Kept in a closure: no object of this package shows it. */
  readonly token: AccessToken;
  /** What the token is. `oauth` is for access tokens, which Redmine takes from 6.1 on. Default `api_key`. */
  readonly tokenKind?: 'api_key' | 'oauth';
  /** What bodies are written in: the server's setting "Text formatting", which its API does not tell. */
  readonly textFormatting: 'textile' | 'common_mark';
  /** What carries the labels. Default: the issue's category, of which it has one at the most. */
  readonly labels?: RedmineLabels;
  /** What statuses mean, by name or by number, beyond open and closed: `{ 'In Arbeit': 'in_progress', '4': 'blocked' }`. */
  readonly statusMap?: WordMap<IssueStatus>;
  /** What priorities mean, by name or by number. Default: the English names, Immediate 0 to Low 4. */
  readonly priorityMap?: WordMap<Priority>;
  /** What trackers mean, by name or by number. Default: the English names, such as Bug and Feature. */
  readonly typeMap?: WordMap<IssueType>;
  /**
   * From a login or an e-mail address to Redmine's numeric user id, as text. Asked for every assignee that is no number.
   * Whom it does not know is an `InvalidInputError` at `assignees[n]`: nobody is left out in silence.
   */
  readonly resolveUser?: ResolveUser;
}

// No dot and no slash, and not only digits, which would be a number.
const PROJECT = /^(?:[1-9]\d{0,15}|(?!\d+$)[a-z0-9][a-z0-9_-]{0,99})$/;

const zRedmineOptions = schemaFor<RedmineOptions>()(
  strictObject({
    ...adapterOptions,
    baseUrl: z.string(),
    project: z.custom<string | number>((value) => /^[ns]/.test(typeof value) && PROJECT.test(String(value)), {
      error: 'expected the identifier as in the web address, or the number',
    }),
    token: zAccessToken,
    tokenKind: exactOptional(zOneOf(['api_key', 'oauth'])),
    textFormatting: zOneOf(['textile', 'common_mark']),
    labels: exactOptional(strictObject({ customField: zCount, values: exactOptional(zListOf(zNotBlank)) })),
    statusMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    priorityMap: exactOptional(zWordMap<Priority>(zPriority)),
    typeMap: exactOptional(zWordMap<IssueType>(zIssueType)),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
  }),
);

/** What the options come to, checked and with defaults. @internal */
export interface RedmineSettings extends Omit<RedmineOptions, 'token' | 'tokenKind' | 'baseUrl' | 'project'> {
  /** The project as text; `ref.workspace` of every issue. */
  readonly workspace: string;
  /** Where people open the server, without a slash at the end. */
  readonly server: string;
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
  /** A number that grows whenever another key is sent. */
  readonly keyNumber: () => number;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(given: RedmineOptions): RedmineSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'redmine',
    factory: 'createRedmineAdapter',
    schema: zRedmineOptions,
    urls: { baseUrl: undefined },
  });
  const { token, tokenKind, baseUrl: _, project, ...settings } = options;
  let sent: string | undefined;
  let keys = 0;
  return {
    ...settings,
    workspace: String(project),
    server: urls.baseUrl,
    keyNumber: () => keys,
    client: {
      ...client,
      baseUrl: urls.baseUrl,
      credentials: async (_, isRefused): Promise<Readonly<Record<string, string>>> => {
        const key = await tokenText(token, isRefused);
        if (sent !== undefined && key !== sent) keys++;
        sent = key;
        return tokenKind === 'oauth' ? { authorization: `Bearer ${key}` } : { 'x-redmine-api-key': key };
      },
    },
  };
}

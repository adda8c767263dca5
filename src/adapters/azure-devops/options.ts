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
import { textThat } from '../../contracts/text.js';
import type { HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';

/**
 * A personal access token.
 *
 * @public
 */
export interface AzureDevopsTokenAuth {
  /** The token, of this organisation only: those for all organisations stop working on 1 December 2026. */
  readonly personalAccessToken: AccessToken;
}

/**
 * A token of Microsoft Entra ID.
 *
 * @public
 */
export interface AzureDevopsEntraAuth {
  /** The access token. It lives for about an hour, so hand over a function that renews it. */
  readonly accessToken: AccessToken;
}

/**
 * The options of `createAzureDevopsAdapter`.
 *
 * @public
 */
export interface AzureDevopsOptions extends AdapterOptions {
  /**
   * The organisation or the collection: `https://dev.azure.com/acme`, `https://tfs.acme.example/tfs/DefaultCollection`.
   * Without its scheme it becomes the `workspace`, in lower case.
   */
  readonly baseUrl: string;
  /** The project, by its name or its id. */
  readonly project: string;
  /** The credentials. Kept in a closure: no object of this package shows them. */
  readonly auth: AzureDevopsTokenAuth | AzureDevopsEntraAuth;
  /** Which version of the REST API to speak. Default `7.1`; `6.0` for Azure DevOps Server 2020. */
  readonly apiVersion?: '7.1' | '6.0';
  /**
   * In what language bodies of new work items are written. Default `html`, which every version takes. `markdown` takes
   * Azure DevOps Services and API 7.1. A work item that is there is written in the language that it has.
   */
  readonly bodyFormat?: 'html' | 'markdown';
  /**
   * What names of states mean, where their category does not say enough: `{ 'On Hold': 'blocked' }`. A name refines its
   * category and never overrides it: a state of the category Completed or Removed is `done` or `canceled`, and no other is.
   */
  readonly statusMap?: WordMap<IssueStatus>;
  /** What values of the field Priority mean. Default: 1 to 4 are 1 to 4. */
  readonly priorityMap?: WordMap<Priority>;
  /** What names of work item types mean: `{ Risk: 'chore' }`. Default: the types of Microsoft's own processes. */
  readonly typeMap?: WordMap<IssueType>;
  /** The type of work items that are made without an issue type. Default: the one that stands for `task`. */
  readonly defaultType?: string;
  /** Further fields to read into `customFields`, by reference names: `Microsoft.VSTS.Scheduling.StoryPoints`. */
  readonly customFields?: readonly string[];
  /**
   * From what the host knows a person by to the unique name at Azure DevOps, an e-mail address or `DOMAIN\user`. Asked for
   * every assignee that is neither. Whom it does not know is an `InvalidInputError` at `assignees[n]`.
   */
  readonly resolveUser?: ResolveUser;
  /** The largest file to attach, in bytes. Default 62 914 560 (60 MiB), the limit of Azure DevOps Services. */
  readonly maxAttachmentBytes?: number;
}

const zAuth = z.custom<AzureDevopsOptions['auth']>(
  (value) => {
    const entries = Object.entries(Object(value));
    const [[name, token] = []] = entries;
    return (
      entries.length === 1 &&
      /^(?:personalAccessToken|accessToken)$/.test(String(name)) &&
      zAccessToken.safeParse(token).success
    );
  },
  { error: 'expected { personalAccessToken } or { accessToken }, each a token or a function that returns one' },
);

const zAzureDevopsOptions = schemaFor<AzureDevopsOptions>()(
  strictObject({
    ...adapterOptions,
    baseUrl: z.string(),
    // What no project may be called; as a part of a path, dots alone would lead elsewhere.
    project: textThat(
      (text) =>
        (!/^[^\\/:*?"<>|;#$*{},+=[\]\p{Cc}]+$/u.test(text) || /^\s|\s$|^\.+$/.test(text)) &&
        'expected the name or the id of a project',
    ),
    auth: zAuth,
    apiVersion: exactOptional(zOneOf(['7.1', '6.0'])),
    bodyFormat: exactOptional(zOneOf(['html', 'markdown'])),
    statusMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    priorityMap: exactOptional(zWordMap<Priority>(zPriority)),
    typeMap: exactOptional(zWordMap<IssueType>(zIssueType)),
    defaultType: exactOptional(zNotBlank),
    customFields: exactOptional(zListOf(textThat((text) => !/^[\w.]+$/.test(text) && 'expected a reference name'))),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
    maxAttachmentBytes: exactOptional(zCount),
  }).check(
    z.refine(({ apiVersion, bodyFormat }) => apiVersion !== '6.0' || bodyFormat !== 'markdown', {
      error: 'API 6.0 has no bodies in Markdown; leave it out',
      path: ['bodyFormat'],
    }),
  ),
);

/** What the options come to, checked and with defaults. @internal */
export interface AzureSettings extends Omit<AzureDevopsOptions, 'auth'> {
  /** `ref.workspace` of every issue: work items are numbered by organisation. */
  readonly workspace: string;
  readonly apiVersion: '7.1' | '6.0';
  readonly bodyFormat: 'html' | 'markdown';
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(given: AzureDevopsOptions): AzureSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'azure_devops',
    factory: 'createAzureDevopsAdapter',
    schema: zAzureDevopsOptions,
    urls: { baseUrl: '' },
    complaint: (_, url) => complaintOf(url),
  });
  const { auth, apiVersion = '7.1', bodyFormat = 'html', ...settings } = options;
  const { baseUrl } = urls;
  return {
    ...settings,
    apiVersion,
    bodyFormat,
    baseUrl,
    workspace: workspaceOf(baseUrl),
    client: {
      ...client,
      baseUrl,
      // Without it, a missing session is a redirect to a page for people.
      headers: { ...client.headers, 'x-tfs-fedauthredirect': 'Suppress' },
      credentials: async (_, isRefused) =>
        'accessToken' in auth
          ? { authorization: `Bearer ${await tokenText(auth.accessToken, isRefused)}` }
          : { authorization: `Basic ${btoa(`:${await tokenText(auth.personalAccessToken, isRefused)}`)}` },
    },
  };
}

function complaintOf(url: string): string | false {
  const { hostname, pathname } = new URL(url);
  return (
    pathname.length < 2 &&
    !hostname.endsWith('.visualstudio.com') &&
    'expected the address with the organisation or the collection in it, such as https://dev.azure.com/acme'
  );
}

/** The same for each spelling, and for the former address of an organisation. */
function workspaceOf(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  const [, organisation] = /^([\w-]+)\.visualstudio\.com$/i.exec(host) ?? [];
  const workspace = organisation ? `dev.azure.com/${organisation}` : `${host}${decodeURIComponent(pathname)}`;
  return workspace.toLowerCase().replace(/\/$/, '');
}

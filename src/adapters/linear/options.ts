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
import { exactOptional, optional, strictObject } from '../../contracts/objects.js';
import { schemaFor } from '../../contracts/schema-for.js';
import { textThat } from '../../contracts/text.js';
import type { HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';
import { isFault } from './faults.js';

/**
 * A personal API key, which is sent as it is.
 *
 * @public
 */
export interface LinearApiKeyAuth {
  /** The key: `lin_api_…`. */
  readonly apiKey: AccessToken;
}

/**
 * An access token of an OAuth 2.0 application, which is sent as a bearer.
 *
 * @public
 */
export interface LinearOauthAuth {
  /** The access token. */
  readonly accessToken: AccessToken;
}

/**
 * The options of `createLinearAdapter`.
 *
 * @public
 */
export interface LinearOptions extends AdapterOptions {
  /**
   * The team whose issues these are: its id (a UUID, which never changes) or its key (`ENG`, which an administrator can
   * change). Becomes the `workspace` as it is.
   */
  readonly team: string;
  /** The credentials. Kept in a closure: no object of this package shows them. */
  readonly auth: LinearApiKeyAuth | LinearOauthAuth;
  /**
   * What names of workflow states mean, where their type does not say enough: `{ 'In Review': 'in_review' }`. A name
   * refines its type and never overrides it: what Linear counts as closed is `done` or `canceled`, and nothing else is.
   */
  readonly statusMap?: WordMap<IssueStatus>;
  /** Which label names are kinds of work: `{ Bug: 'bug' }`. Linear has no kinds of its own. */
  readonly typeMap?: WordMap<IssueType>;
  /**
   * From whatever the host knows a person by to Linear's user id, a UUID. Asked for every assignee that is neither a UUID
   * nor an e-mail address; those Linear itself is asked for. Whom nobody knows is an `InvalidInputError` at `assignees[n]`.
   */
  readonly resolveUser?: ResolveUser;
  /** Default `https://api.linear.app`; `/graphql` is added. For a proxy of your own, and for tests. */
  readonly baseUrl?: string;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whether a text has the form of Linear's ids. @internal */
export function isUuid(text: unknown): boolean {
  return typeof text === 'string' && UUID.test(text);
}

const zAuth = strictObject({ apiKey: optional(zAccessToken), accessToken: optional(zAccessToken) }).check(
  z.refine(({ apiKey, accessToken }) => (apiKey === undefined) !== (accessToken === undefined), {
    error: 'expected either { apiKey } or { accessToken }',
  }),
);

/** The options with the credentials as one shape, because a union cannot say which member of which part is wrong. */
interface CheckedOptions extends Omit<LinearOptions, 'auth'> {
  readonly auth: z.output<typeof zAuth>;
}

const zLinearOptions = schemaFor<CheckedOptions>()(
  strictObject({
    ...adapterOptions,
    team: textThat(
      (team) =>
        !isUuid(team) &&
        !/^[A-Z][A-Z0-9]{0,31}$/.test(team) &&
        "expected the team's id (a UUID) or its key, such as ENG",
    ),
    auth: zAuth,
    statusMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    typeMap: exactOptional(zWordMap<IssueType>(zIssueType)),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
    baseUrl: exactOptional(z.string()),
  }),
);

/** What the options come to, checked and with defaults. @internal */
export interface LinearSettings extends Omit<LinearOptions, 'auth' | 'baseUrl'> {
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(given: LinearOptions): LinearSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'linear',
    factory: 'createLinearAdapter',
    schema: zLinearOptions,
    urls: { baseUrl: 'https://api.linear.app' },
  });
  const { auth, baseUrl: _, ...settings } = options;
  return {
    ...settings,
    client: {
      ...client,
      baseUrl: urls.baseUrl,
      isFault,
      // A key with a scheme before it is not taken, and neither is a token without one.
      credentials: async (_, isRefused) => ({
        authorization: auth.apiKey
          ? await tokenText(auth.apiKey, isRefused)
          : `Bearer ${await tokenText(auth.accessToken ?? '', isRefused)}`,
      }),
    },
  };
}

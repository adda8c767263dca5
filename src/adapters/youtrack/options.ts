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
import { LINK_TYPES, type LinkType } from '../../contracts/issue-link.js';
import { type IssueStatus, zIssueStatus } from '../../contracts/issue-status.js';
import { type IssueType, zIssueType } from '../../contracts/issue-type.js';
import { zListOf } from '../../contracts/list-of.js';
import { exactOptional, strictObject } from '../../contracts/objects.js';
import { zOneOf } from '../../contracts/one-of.js';
import { type Priority, zPriority } from '../../contracts/priority.js';
import { schemaFor } from '../../contracts/schema-for.js';
import { textThat } from '../../contracts/text.js';
import type { HttpClientOptions } from '../../http/http-request.js';
import { readOptions } from '../../http/read-options.js';

/**
 * Which custom fields of the project say what, by their names in any case. Only needed where they were renamed, or where a
 * project has several of a kind.
 *
 * @public
 */
export interface YoutrackFieldNames {
  /** Default: the field of type state, whatever its name; of several the one named `State`, else the first. */
  readonly state?: string;
  /** Default `Type`. */
  readonly type?: string;
  /** Default `Priority`. */
  readonly priority?: string;
  /** Default `Assignee`, else the project's only field for people. */
  readonly assignee?: string;
}

/**
 * The options of `createYoutrackAdapter`.
 *
 * @public
 */
export interface YoutrackOptions extends AdapterOptions {
  /** Where YouTrack is, sub-path included, without `/api`: `https://acme.youtrack.cloud`, `https://acme.test/youtrack`. */
  readonly baseUrl: string;
  /** The project: its short name, `DEV`, or its id, `0-12`, which survives a renaming. Becomes a part of the `workspace`. */
  readonly project: string;
  /** A permanent token, `perm:…`, or one of OAuth. Kept in a closure: no object of this package shows it. */
  readonly token: AccessToken;
  /** What the project's states mean, beyond resolved and unresolved: `{ 'To verify': 'in_review' }`. */
  readonly statusMap?: WordMap<IssueStatus>;
  /** Where a state machine rules: where its events lead to, by their ids or names: `{ 'start work': 'in_progress' }`. */
  readonly eventMap?: WordMap<IssueStatus>;
  /** What the project's priorities mean, beyond YouTrack's own five: `{ Blocker: 0 }`. */
  readonly priorityMap?: WordMap<Priority>;
  /** What the project's types mean, beyond YouTrack's own: `{ Incident: 'bug' }`. */
  readonly typeMap?: WordMap<IssueType>;
  /** What the phrases of link types mean, read from the issue that has them: `{ 'is blocked by': 'blocked_by' }`. */
  readonly linkMap?: WordMap<LinkType>;
  /** Which custom fields say what. */
  readonly fieldNames?: YoutrackFieldNames;
  /** The ids of the groups (`3-7`) that see what is written as `restricted`. Without it that is refused. */
  readonly restrictedTo?: readonly string[];
  /** The ids of the groups (`3-7`) that see and use a tag that had to be made for a label. Default: nobody else. */
  readonly shareTagsWith?: readonly string[];
  /**
   * From a login or an e-mail address to YouTrack's user id (`1-5`). Asked for every assignee that is no such id. Whom it
   * does not know is an `InvalidInputError` at `assignees[n]`: nobody is left out in silence.
   */
  readonly resolveUser?: ResolveUser;
}

/** An id of YouTrack's database: `2-123`. @internal */
export const ENTITY_ID = /^\d{1,9}-\d{1,15}$/;

const zProject = textThat(
  (text) =>
    !/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(text) &&
    "expected the project's short name, as in DEV-7, or its id, as 0-12",
);
const zGroups = zListOf(textThat((text) => !ENTITY_ID.test(text) && 'expected the id of a group, such as 3-7'));
const zFieldName = exactOptional(zNotBlank);

const zYoutrackOptions = schemaFor<YoutrackOptions>()(
  strictObject({
    ...adapterOptions,
    baseUrl: z.string(),
    project: zProject,
    token: zAccessToken,
    statusMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    eventMap: exactOptional(zWordMap<IssueStatus>(zIssueStatus)),
    priorityMap: exactOptional(zWordMap<Priority>(zPriority)),
    typeMap: exactOptional(zWordMap<IssueType>(zIssueType)),
    linkMap: exactOptional(zWordMap<LinkType>(zOneOf(LINK_TYPES))),
    fieldNames: exactOptional(
      strictObject({ state: zFieldName, type: zFieldName, priority: zFieldName, assignee: zFieldName }),
    ),
    restrictedTo: exactOptional(zGroups),
    shareTagsWith: exactOptional(zGroups),
    resolveUser: exactOptional(zFunctionOf<ResolveUser>()),
  }),
);

/** What the options come to, checked and with defaults. @internal */
export interface YoutrackSettings extends Omit<YoutrackOptions, 'token' | 'baseUrl'> {
  /** Where people open YouTrack, without a slash at the end. */
  readonly server: string;
  /** The server without its scheme: what `workspace` begins with. */
  readonly instance: string;
  /** `ref.workspace` of every issue. */
  readonly workspace: string;
  /** For the HTTP client; the credentials are in a closure. */
  readonly client: HttpClientOptions;
}

/**
 * Checks the options and fills in the defaults. Throws `ConfigurationError` with every problem and no value.
 *
 * @internal
 */
export function parseOptions(given: YoutrackOptions): YoutrackSettings {
  const { options, urls, client } = readOptions(given, {
    provider: 'youtrack',
    factory: 'createYoutrackAdapter',
    schema: zYoutrackOptions,
    urls: { baseUrl: undefined },
  });
  const { token, baseUrl: _, ...settings } = options;
  const server = urls.baseUrl.replace(/\/api$/, '');
  const instance = server.replace(/^https?:\/\//, '');
  return {
    ...settings,
    server,
    instance,
    workspace: `${instance}/${settings.project}`,
    client: {
      ...client,
      baseUrl: `${server}/api`,
      // Without it some answers are HTML.
      headers: { ...client.headers, accept: 'application/json' },
      credentials: async (_, isRefused) => ({ authorization: `Bearer ${await tokenText(token, isRefused)}` }),
    },
  };
}

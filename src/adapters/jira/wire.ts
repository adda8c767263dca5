import * as z from 'zod/mini';
import { isTimestamp } from '../../contracts/timestamp.js';

type Path = readonly PropertyKey[];

/**
 * Where a value is not of the shape that is read, or undefined when it is. In place of zod's own shapes, because every
 * synchronised issue passes through: nothing is copied, and what is not read is not looked at.
 */
interface Shape<Wire> {
  (value: unknown): Path | undefined;
  /** Never there; tells the compiler what passes. */
  readonly wire?: Wire;
}

type WireOf<Of> = Of extends Shape<infer Wire> ? Wire : never;

const HERE: Path = [];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function leaf<Wire>(fits: (value: unknown) => boolean): Shape<Wire> {
  return (value) => (fits(value) ? undefined : HERE);
}

function maybe<Wire>(shape: Shape<Wire>): Shape<Wire | null | undefined> {
  return (value) => (value === null || value === undefined ? undefined : shape(value));
}

function object<Members extends Readonly<Record<string, Shape<unknown>>>>(
  members: Members,
): Shape<{ readonly [Name in keyof Members]: WireOf<Members[Name]> }> {
  const entries = Object.entries(members);
  return (value) => {
    if (!isObject(value)) return HERE;
    for (const [name, shape] of entries) {
      const path = shape(value[name]);
      if (path) return [name, ...path];
    }
    return undefined;
  };
}

function list<Wire>(shape: Shape<Wire>): Shape<readonly Wire[]> {
  return (value) => {
    if (!Array.isArray(value)) return HERE;
    for (let at = 0; at < value.length; at++) {
      const path = shape(value[at]);
      if (path) return [at, ...path];
    }
    return undefined;
  };
}

/** An object whose members are all of one shape. */
function record<Wire>(shape: Shape<Wire>): Shape<Readonly<Record<string, Wire | undefined>>> {
  return (value) =>
    isObject(value) ? object(Object.fromEntries(Object.keys(value).map((name) => [name, shape])))(value) : HERE;
}

/** A shape as the HTTP client takes it: the value as it was sent, or the place where it breaks its shape. */
function sent<Wire>(shape: Shape<Wire>) {
  return z.custom<Wire>().check(({ value, issues }) => {
    const path = shape(value);
    if (path)
      issues.push({ code: 'custom', message: 'is missing, or not as agreed', path: [...path], input: undefined });
  });
}

const text = leaf<string>((value) => typeof value === 'string');
const flag = leaf<boolean>((value) => typeof value === 'boolean');
const number = leaf<number>(Number.isFinite);
const id = leaf<string | number>((value) => typeof value === 'string' || Number.isSafeInteger(value));
const unread = leaf<unknown>(() => true);
const any = leaf<Readonly<Record<string, unknown>>>(isObject);
const time = leaf<string>((value) => typeof value === 'string' && isTimestamp(toRfc3339(value)));
const named = object({ name: text });
const issueRef = object({ id: text, key: text });

const status = object({ id: text, name: text, statusCategory: object({ key: text }) });
const type = object({ id: text, name: text, subtask: maybe(flag), hierarchyLevel: maybe(number) });
const attachment = object({ id, filename: text, mimeType: maybe(text), size: maybe(number) });

/** What is read of an issue's fields. A field that the project hides is absent. */
const FIELDS = {
  summary: text,
  description: maybe(any),
  status,
  issuetype: type,
  priority: maybe(named),
  resolution: maybe(named),
  assignee: maybe(object({ accountId: text })),
  labels: maybe(list(text)),
  parent: maybe(issueRef),
  issuelinks: maybe(
    list(object({ id: text, type: named, inwardIssue: maybe(issueRef), outwardIssue: maybe(issueRef) })),
  ),
  attachment: maybe(list(attachment)),
  security: maybe(any),
  created: time,
  updated: time,
};

type FieldName = keyof typeof FIELDS;

/** The fields of a canonical issue. @internal */
export const ISSUE_FIELDS = Object.keys(FIELDS).filter((name) => name !== 'attachment') as Exclude<
  FieldName,
  'attachment'
>[];

/** An issue as it was sent, with these fields at least. @internal */
export interface WireIssue<Name extends FieldName = (typeof ISSUE_FIELDS)[number]> extends WireIssueRef {
  readonly fields: { readonly [Field in Name]: WireOf<(typeof FIELDS)[Field]> } & Readonly<Record<string, unknown>>;
}

function issueWith<Name extends FieldName>(names: readonly Name[]): Shape<WireIssue<Name>> {
  const fields = object(Object.fromEntries(names.map((name) => [name, FIELDS[name]])));
  return object({ id: text, key: text, fields }) as Shape<WireIssue<Name>>;
}

/** An issue with these fields. @internal */
export const zIssueWith = <Name extends FieldName>(...names: readonly Name[]) => sent(issueWith(names));

/** @internal */
export type WireIssueRef = WireOf<typeof issueRef>;
/** @internal */
export type WireStatus = WireOf<typeof status>;
/** @internal */
export type WireType = WireOf<typeof type>;
/** @internal */
export type WireLinks = WireIssue<'issuelinks'>['fields']['issuelinks'];
/** @internal */
export type WireAttachment = WireOf<typeof attachment>;

const issue = issueWith(ISSUE_FIELDS);

/** @internal */
export const zSentIssue = sent(issue);

/** One page of a search. @internal */
export interface SearchPage<Wire> {
  readonly issues: readonly Wire[];
  readonly nextPageToken?: string | null | undefined;
  readonly isLast?: boolean | null | undefined;
}

/** A page of a search. One that says there is more, and not where, is none. */
function searchPage<Wire>(entry: Shape<Wire>) {
  const page: Shape<SearchPage<Wire>> = object({
    issues: list(entry),
    nextPageToken: maybe(text),
    isLast: maybe(flag),
  });
  return sent<SearchPage<Wire>>((value) => {
    const { isLast, nextPageToken } = Object(value) as Partial<SearchPage<Wire>>;
    return page(value) ?? (isLast === false && !nextPageToken ? ['nextPageToken'] : undefined);
  });
}

/** @internal */
export const zIssuePage = searchPage(issue);
/** @internal */
export const zRefPage = searchPage(issueRef);
/** @internal */
export const zIdPage = searchPage(object({ id: text }));
/** An issue as it is answered to a create. @internal */
export const zIssueRef = sent(issueRef);

/** One page of a list that is paged by offset; its only list is what it brings. @internal */
export interface OffsetPage<Entry> {
  readonly [name: string]: readonly Entry[] | number | boolean | null | undefined;
  readonly maxResults?: number | null | undefined;
  readonly total?: number | null | undefined;
  readonly isLast?: boolean | null | undefined;
}

function offsetPage<Wire>(name: string, entry: Shape<Wire>) {
  const page = { [name]: list(entry), maxResults: maybe(number), total: maybe(number), isLast: maybe(flag) };
  return sent<OffsetPage<Wire>>(object(page));
}

const comment = object({
  id: text,
  body: maybe(any),
  author: maybe(object({ accountId: text })),
  created: time,
  updated: time,
  visibility: maybe(any),
  jsdPublic: maybe(flag),
  properties: maybe(list(object({ key: text, value: unread }))),
});
/** @internal */
export type WireComment = WireOf<typeof comment>;
/** @internal */
export const zComment = sent(comment);
/** @internal */
export const zCommentPage = offsetPage('comments', comment);

const screenField = object({
  required: maybe(flag),
  hasDefaultValue: maybe(flag),
  name: maybe(text),
  allowedValues: maybe(list(object({ name: maybe(text) }))),
});
const transition = object({ id: text, name: text, to: status, fields: maybe(record(screenField)) });
/** A way out of a status, and what its screen asks for. @internal */
export type WireTransition = WireOf<typeof transition>;
/** @internal */
export const zTransitions = sent(object({ transitions: list(transition) }));
/** @internal */
export const zStatuses = sent(list(object({ id: text, statuses: list(status) })));

const field = object({ fieldId: text, name: text, required: flag, hasDefaultValue: maybe(flag) });
/** @internal */
export type WireField = WireOf<typeof field>;
/** @internal */
export const zFieldPage = offsetPage('fields', field);
/** @internal */
export const zTypePage = offsetPage('issueTypes', type);
/** @internal */
export const zProjectPage = offsetPage('values', object({ id: text, key: text, name: text }));
/** @internal */
export const zLabelPage = offsetPage('values', text);
/** @internal */
export const zUsers = sent(list(object({ accountId: text, displayName: maybe(text), emailAddress: maybe(text) })));
/** @internal */
export const zLinkTypes = sent(object({ issueLinkTypes: list(object({ id: text, name: text })) }));
/** @internal */
export const zMadeAttachments = sent<readonly [WireAttachment]>((value) =>
  Array.isArray(value) ? attachment(value[0]) : HERE,
);
/** @internal */
export const zAttachmentMeta = sent(object({ enabled: flag, uploadLimit: maybe(number) }));

const appHook = object({ id, url: text, expirationDate: maybe(id) });
/** @internal */
export const zAppHookPage = offsetPage('values', appHook);
/** @internal */
export const zMadeAppHook = sent(
  object({ webhookRegistrationResult: list(object({ createdWebhookId: maybe(id), errors: maybe(list(text)) })) }),
);
const adminHook = object({ url: text, self: text, enabled: maybe(flag) });
/** @internal */
export const zAdminHook = sent(adminHook);
/** @internal */
export const zAdminHooks = sent(list(adminHook));

/** @internal */
export const zServerInfo = sent(object({ baseUrl: maybe(text), deploymentType: maybe(text) }));
/** @internal */
export const zMyself = sent(object({ accountId: text }));
/** @internal */
export const zProject = sent(object({ key: text, projectTypeKey: maybe(text), archived: maybe(flag) }));
/** @internal */
export const zPermissions = sent(object({ permissions: record(object({ havePermission: maybe(flag) })) }));

/**
 * A time as Jira tells it, `2024-12-29T08:43:45.214+0530`, in the time zone of whoever asks; with a colon in its offset.
 *
 * @internal
 */
export function toRfc3339(time: string): string {
  return time.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

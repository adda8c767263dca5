import {
  answer,
  anyObject,
  flag,
  leaf,
  list,
  maybe,
  number,
  object,
  type Shape,
  text,
  unread,
  type ValueOf,
} from '../../contracts/adapter/shape.js';
import type { Schema } from '../../contracts/schema.js';
import { isTimestamp } from '../../contracts/timestamp.js';

/** An id, which some answers give as a number. @internal */
export const id = leaf<string | number>('id', (value) => typeof value === 'string' || Number.isSafeInteger(value));
const time = leaf<string>('a time', (value) => typeof value === 'string' && isTimestamp(toRfc3339(value)));
const named = object({ name: text });
/** @internal */
export const issueRef = object({ id: text, key: text });

/** @internal */
export const status = object({ id: text, name: text, statusCategory: object({ key: text }) });
/** @internal */
export const type = object({ id: text, name: text, subtask: maybe(flag), hierarchyLevel: maybe(number) });
/** @internal */
export const attachment = object({ id, filename: text, mimeType: maybe(text), size: maybe(number) });

/** What is read of an issue's fields. A field that the project hides is absent. */
const FIELDS = {
  summary: text,
  description: maybe(anyObject),
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
  security: maybe(anyObject),
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
  readonly fields: { readonly [Field in Name]: ValueOf<(typeof FIELDS)[Field]> } & Readonly<Record<string, unknown>>;
}

function issueWith<Name extends FieldName>(names: readonly Name[]): Shape<WireIssue<Name>> {
  const fields = object(Object.fromEntries(names.map((name) => [name, FIELDS[name]])));
  return object({ id: text, key: text, fields }) as Shape<WireIssue<Name>>;
}

/** An issue with these fields. @internal */
export const zIssueWith = <Name extends FieldName>(...names: readonly Name[]) => answer(issueWith(names));

/** @internal */
export type WireIssueRef = ValueOf<typeof issueRef>;
/** @internal */
export type WireStatus = ValueOf<typeof status>;
/** @internal */
export type WireType = ValueOf<typeof type>;
/** @internal */
export type WireLinks = WireIssue<'issuelinks'>['fields']['issuelinks'];
/** @internal */
export type WireAttachment = ValueOf<typeof attachment>;

const issue = issueWith(ISSUE_FIELDS);

/** @internal */
export const zSentIssue = answer(issue);

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
  return answer<SearchPage<Wire>>((value, complain): value is SearchPage<Wire> => {
    if (!page(value, complain)) return false;
    const { isLast, nextPageToken } = value as SearchPage<Wire>;
    if (isLast !== false || nextPageToken) return true;
    complain?.('a token of the next page', ['nextPageToken']);
    return false;
  });
}

/** @internal */
export const zIssuePage = searchPage(issue);
/** @internal */
export const zRefPage = searchPage(issueRef);
/** @internal */
export const zIdPage = searchPage(object({ id: text }));

/** One page of a list that is paged by offset. @internal */
interface OffsetPage<Entry> {
  readonly [name: string]: readonly Entry[] | number | boolean | null | undefined;
  readonly maxResults?: number | null | undefined;
  readonly total?: number | null | undefined;
  readonly isLast?: boolean | null | undefined;
}

/** A list that is paged by offset: under which name its entries stand, beside which others may, and what a page is. @internal */
export interface OffsetPages<Entry> {
  readonly name: string;
  readonly schema: Schema<OffsetPage<Entry>>;
}

/** A list whose entries stand under a name. A page that does not say whether there are more is none. @internal */
export function offsetPages<Wire>(name: string, entry: Shape<Wire>): OffsetPages<Wire> {
  const page = object({ [name]: list(entry), maxResults: maybe(number), total: maybe(number), isLast: maybe(flag) });
  const schema = answer<OffsetPage<Wire>>((value, complain): value is OffsetPage<Wire> => {
    if (!page(value, complain)) return false;
    const { total, isLast } = value as OffsetPage<Wire>;
    if ((isLast ?? total ?? null) !== null) return true;
    complain?.('number, for want of isLast', ['total']);
    return false;
  });
  return { name, schema };
}

const comment = object({
  id: text,
  body: maybe(anyObject),
  author: maybe(object({ accountId: text })),
  created: time,
  updated: time,
  visibility: maybe(anyObject),
  jsdPublic: maybe(flag),
  properties: maybe(list(object({ key: text, value: unread }))),
});
/** @internal */
export type WireComment = ValueOf<typeof comment>;
/** @internal */
export const zComment = answer(comment);
/** @internal */
export const COMMENT_PAGES = offsetPages('comments', comment);

/**
 * A time as Jira tells it, `2024-12-29T08:43:45.214+0530`, in the time zone of whoever asks; with a colon in its offset.
 *
 * @internal
 */
export function toRfc3339(time: string): string {
  return /[+-]/.test(time.at(-5) ?? '') ? `${time.slice(0, -2)}:${time.slice(-2)}` : time;
}

import * as z from 'zod/mini';
import { zListOf } from '../../contracts/list-of.js';
import { zFlag, zNumber } from '../../contracts/number.js';
import { objectOf } from '../../contracts/plain-object.js';
import type { Schema } from '../../contracts/schema.js';
import { isTimestamp } from '../../contracts/timestamp.js';

/** Something with an id and a name. @internal */
export interface WireNamed {
  readonly id: string;
  readonly name: string;
}

/** @internal */
export interface WireStatus extends WireNamed {
  /** `new`, `indeterminate`, `done`, `undefined`; open. */
  readonly statusCategory: { readonly key: string };
}

/** @internal */
export interface WireType extends WireNamed {
  readonly subtask?: boolean;
  readonly hierarchyLevel?: number;
}

/** @internal */
export interface WireIssueRef {
  readonly id: string;
  readonly key: string;
}

/** @internal */
export interface WireLink {
  readonly id: string;
  readonly type: { readonly name: string };
  readonly inwardIssue?: WireIssueRef;
  readonly outwardIssue?: WireIssueRef;
}

/** @internal */
export interface WireAttachment {
  readonly id: string | number;
  readonly filename: string;
  readonly mimeType?: string | null;
  readonly size?: number | null;
}

/** What is read of an issue's fields. A field that the project hides is absent or null. @internal */
export interface WireFields {
  readonly summary: string;
  readonly description?: object | null;
  readonly status: WireStatus;
  readonly issuetype: WireType;
  readonly priority?: { readonly name: string } | null;
  readonly resolution?: { readonly name: string } | null;
  readonly assignee?: { readonly accountId: string } | null;
  readonly labels?: readonly string[] | null;
  readonly parent?: WireIssueRef | null;
  readonly issuelinks?: readonly WireLink[] | null;
  readonly attachment?: readonly WireAttachment[] | null;
  readonly security?: object | null;
  readonly created: string;
  readonly updated: string;
}

/** An issue as it was sent, with these fields at least. @internal */
export interface WireIssue<Name extends keyof WireFields = IssueField> extends WireIssueRef {
  readonly fields: Pick<WireFields, Name> & Readonly<Record<string, unknown>>;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const orNone =
  (test: Test): Test =>
  (value) =>
    value === null || value === undefined || test(value);
const each =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const shaped = (members: Readonly<Record<string, Test>>): Test => {
  const entries = Object.entries(members);
  return (value) => isObject(value) && entries.every(([name, test]) => test(value[name]));
};

const isNamed = shaped({ name: isText });
const isIssueRef = shaped({ id: isText, key: isText });
const isTime: Test = (value) => typeof value === 'string' && isTimestamp(toRfc3339(value));
const isId: Test = (value) => isText(value) || Number.isSafeInteger(value);
const isStatus = shaped({ id: isText, name: isText, statusCategory: shaped({ key: isText }) });
const isAttachment = shaped({ id: isId, filename: isText, mimeType: orNone(isText), size: orNone(Number.isFinite) });
const isLink = shaped({
  id: isText,
  type: isNamed,
  inwardIssue: orNone(isIssueRef),
  outwardIssue: orNone(isIssueRef),
});

const TESTS: { readonly [Name in keyof WireFields]-?: Test } = {
  summary: isText,
  description: orNone(isObject),
  status: isStatus,
  issuetype: shaped({ id: isText, name: isText }),
  priority: orNone(isNamed),
  resolution: orNone(isNamed),
  assignee: orNone(shaped({ accountId: isText })),
  labels: orNone(each(isText)),
  parent: orNone(isIssueRef),
  issuelinks: orNone(each(isLink)),
  attachment: orNone(each(isAttachment)),
  security: orNone(isObject),
  created: isTime,
  updated: isTime,
};

/** The fields of a canonical issue. @internal */
export const ISSUE_FIELDS = [
  'summary',
  'description',
  'status',
  'issuetype',
  'priority',
  'resolution',
  'assignee',
  'labels',
  'parent',
  'issuelinks',
  'security',
  'created',
  'updated',
] as const satisfies readonly (keyof WireFields)[];

type IssueField = (typeof ISSUE_FIELDS)[number];

/**
 * An issue as it was sent, nothing copied, with these fields as agreed. Plain tests, because every synchronised issue
 * passes through them.
 *
 * @internal
 */
export function zIssueWith<Name extends keyof WireFields>(...names: readonly Name[]) {
  const tests = names.map((name) => [name, TESTS[name]] as const);
  return z.custom<WireIssue<Name>>().check(({ value, issues }) => {
    const refuse = (...path: string[]) =>
      issues.push({ code: 'custom', message: 'is missing, or not as agreed', path, input: undefined });
    const { fields } = Object(value) as Partial<WireIssue<Name>>;
    if (!isIssueRef(value)) refuse('key');
    if (!isObject(fields)) refuse('fields');
    else for (const [name, test] of tests) if (!test(fields[name])) refuse('fields', name);
  });
}

/** @internal */
export const zSentIssue = zIssueWith(...ISSUE_FIELDS);

/** One page of a search. @internal */
export interface SearchPage<Wire> {
  readonly issues: readonly Wire[];
  readonly nextPageToken?: string | null | undefined;
  readonly isLast?: boolean | null | undefined;
}

/** A page of a search. One that says there is more, and not where, is none. */
const zSearchPage = <Wire>(issue: Schema<Wire>) =>
  z.object({ issues: zListOf(issue), nextPageToken: z.nullish(z.string()), isLast: z.nullish(zFlag) }).check(
    z.refine(({ isLast, nextPageToken }) => isLast !== false || Boolean(nextPageToken), {
      error: 'expected a nextPageToken, because it is not the last page',
    }),
  );

/** @internal */
export const zIssuePage = zSearchPage(zSentIssue);

const zText = z.string();
const zMaybe = z.nullish(zText);
const zTime = zText.check(z.refine(isTime, { error: 'expected a time' }));
const zObject = z.custom<object>(isObject, { error: 'expected object' });
const zId = z.custom<string | number>(isId, { error: 'expected an id' });
const zNamed = z.object({ id: zText, name: zText });

/** An issue of which only the id counts. @internal */
export const zWireId = z.object({ id: zText });

/** @internal */
export const zIdPage = zSearchPage(zWireId);

/** An issue as it is answered to a create, or found by its label. @internal */
export const zWireIssueRef = z.object({ id: zText, key: zText });

/** @internal */
export const zRefPage = zSearchPage(zWireIssueRef);

/** One page of a list that is paged by offset. @internal */
export type OffsetPage<Name extends string, Entry> = Readonly<Record<Name, readonly Entry[]>> & {
  readonly maxResults?: number;
  readonly total?: number;
  readonly isLast?: boolean;
};

/** A page whose entries stand under `name`. @internal */
function zOffsetPage<Name extends string, Entry>(name: Name, entry: Schema<Entry>) {
  const shape = {
    [name]: zListOf(entry),
    maxResults: z.optional(zNumber),
    total: z.optional(zNumber),
    isLast: z.optional(zFlag),
  };
  return z.object(shape) as unknown as Schema<OffsetPage<Name, Entry>>;
}

/** @internal */
export const zWireComment = z.object({
  id: zText,
  body: z.optional(z.nullable(zObject)),
  author: z.nullish(z.object({ accountId: zText })),
  created: zTime,
  updated: zTime,
  visibility: z.nullish(zObject),
  jsdPublic: z.nullish(zFlag),
  properties: z.nullish(z.array(z.object({ key: zText, value: z.unknown() }))),
});

/** @internal */
export type WireComment = z.output<typeof zWireComment>;

/** @internal */
export const zCommentPage = zOffsetPage('comments', zWireComment);

/** A place that a status can be moved to, and what it asks for on the way. @internal */
const zWireTransition = z.object({
  id: zText,
  name: zText,
  to: z.custom<WireStatus>(isStatus, { error: 'expected a status' }),
  fields: z.optional(
    objectOf<{
      readonly required?: boolean;
      readonly hasDefaultValue?: boolean;
      readonly name?: string;
      readonly allowedValues?: readonly { readonly id?: string; readonly name?: string }[];
    }>(),
  ),
});

/** @internal */
export type WireTransition = z.output<typeof zWireTransition>;

/** @internal */
export const zWireTransitions = z.object({ transitions: z.array(zWireTransition) });

/** @internal */
export const zWireStatuses = z.array(
  z.object({ id: zText, statuses: z.array(z.custom<WireStatus>(isStatus, { error: 'expected a status' })) }),
);

const zWireType = z.custom<WireType>(isNamed, { error: 'expected an issue type' });

/** @internal */
export const zTypePage = zOffsetPage('issueTypes', zWireType);

const zWireField = z.object({
  fieldId: zText,
  name: zText,
  required: zFlag,
  hasDefaultValue: z.optional(zFlag),
});

/** @internal */
export type WireField = z.output<typeof zWireField>;

/** @internal */
export const zFieldPage = zOffsetPage('fields', zWireField);

/** @internal */
export const zProjectPage = zOffsetPage('values', z.object({ id: zText, key: zText, name: zText }));

/** @internal */
export const zLabelPage = zOffsetPage('values', zText);

/** @internal */
export const zWireUsers = z.array(z.object({ accountId: zText, displayName: zMaybe, emailAddress: zMaybe }));

/** @internal */
export const zWireLinkTypes = z.object({ issueLinkTypes: z.array(zNamed) });

/** @internal */
export const zWireAttachments = z.tuple(
  [z.custom<WireAttachment>(isAttachment, { error: 'expected an attachment' })],
  z.unknown(),
);

/** @internal */
export const zWireAttachmentMeta = z.object({ enabled: zFlag, uploadLimit: z.optional(zNumber) });

/** @internal */
export const zHookPage = zOffsetPage('values', z.object({ id: zId, url: zText, expirationDate: z.nullish(zId) }));

/** @internal */
export const zRegisteredHooks = z.object({
  webhookRegistrationResult: z.array(
    z.object({ createdWebhookId: z.optional(zId), errors: z.optional(z.array(zText)) }),
  ),
});

const zAdminHook = z.object({ url: zText, self: zText, enabled: z.nullish(zFlag) });

/** @internal */
export const zWireAdminHook = zAdminHook;

/** @internal */
export const zAdminHooks = z.array(zAdminHook);

/** @internal */
export const zServerInfo = z.object({ baseUrl: zMaybe, deploymentType: zMaybe });

/** @internal */
export const zMyself = z.object({ accountId: zText });

/** @internal */
export const zMyPermissions = z.object({ permissions: objectOf<{ readonly havePermission?: boolean }>() });

/** @internal */
export const zProject = z.object({ key: zText, projectTypeKey: zMaybe, archived: z.nullish(zFlag) });

/**
 * A time as Jira tells it, `2024-12-29T08:43:45.214+0530`, in the time zone of whoever asks, with a colon in its offset.
 *
 * @internal
 */
export function toRfc3339(time: string): string {
  return time.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

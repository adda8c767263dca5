import {
  answer,
  flag,
  leaf,
  list,
  maybe,
  number,
  object,
  record,
  text,
  type ValueOf,
} from '../../contracts/adapter/shape.js';
import { attachment, id, issueRef, offsetPages, status, type, type WireAttachment } from './wire.js';

/** The answer to a write that has nothing to tell: what holds something was sent by somebody else. @internal */
export const zNothing = answer(leaf<undefined>('no content', (value) => value === undefined));

/** An issue as it is answered to a create. @internal */
export const zIssueRef = answer(issueRef);

const screenField = object({
  required: maybe(flag),
  hasDefaultValue: maybe(flag),
  name: maybe(text),
  allowedValues: maybe(list(object({ name: maybe(text) }))),
});
const transition = object({ id: text, name: text, to: status, fields: maybe(record(screenField)) });
/** A way out of a status, and what its screen asks for. @internal */
export type WireTransition = ValueOf<typeof transition>;
/** @internal */
export const zTransitions = answer(object({ transitions: list(transition) }));
/** @internal */
export const zStatuses = answer(list(object({ id: text, statuses: list(status) })));

const field = object({ fieldId: text, name: text, required: flag, hasDefaultValue: maybe(flag) });
/** @internal */
export type WireField = ValueOf<typeof field>;
/** @internal */
export const FIELD_PAGES = offsetPages('fields', field);
/** @internal */
export const TYPE_PAGES = offsetPages('issueTypes', type);
/** @internal */
export const PROJECT_PAGES = offsetPages('values', object({ id: text, key: text, name: text }));
/** @internal */
export const LABEL_PAGES = offsetPages('values', text);
/** @internal */
export const zUsers = answer(list(object({ accountId: text, displayName: maybe(text), emailAddress: maybe(text) })));
/** @internal */
export const zLinkTypes = answer(object({ issueLinkTypes: list(object({ id: text, name: text })) }));
/** @internal */
export const zRemoteLink = answer(object({ id }));
/** @internal */
export const zMadeAttachments = answer<readonly [WireAttachment]>(
  (value, complain): value is readonly [WireAttachment] =>
    list(attachment)(Array.isArray(value) ? [value[0]] : value, complain),
);
/** @internal */
export const zAttachmentMeta = answer(object({ enabled: flag, uploadLimit: maybe(number) }));

/** A time, which Jira tells in milliseconds. @internal */
export function millisOf(time: string | number): number {
  return new Date(/^\d+$/.test(String(time)) ? Number(time) : time).getTime();
}
const instant = leaf<string | number>(
  'a time in milliseconds',
  (value) => (typeof value === 'string' || typeof value === 'number') && Number.isFinite(millisOf(value)),
);

const appHook = object({ id, url: text, expirationDate: maybe(instant) });
/** @internal */
export const APP_HOOK_PAGES = offsetPages('values', appHook);
/** @internal */
export const zMadeAppHook = answer(
  object({ webhookRegistrationResult: list(object({ createdWebhookId: maybe(id), errors: maybe(list(text)) })) }),
);
/** @internal */
export const zRenewal = answer(object({ expirationDate: instant }));
const adminHook = object({ url: text, self: text, enabled: maybe(flag) });
/** @internal */
export const zAdminHook = answer(adminHook);
/** @internal */
export const zAdminHooks = answer(list(adminHook));

/** @internal */
export const zServerInfo = answer(object({ baseUrl: maybe(text), deploymentType: maybe(text) }));
/** @internal */
export const zMyself = answer(object({ accountId: text }));
/** @internal */
export const zProject = answer(object({ key: text, projectTypeKey: maybe(text), archived: maybe(flag) }));
/** @internal */
export const zPermissions = answer(object({ permissions: record(object({ havePermission: maybe(flag) })) }));

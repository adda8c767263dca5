import { flag, HERE, id, list, maybe, number, object, record, text, type WireOf } from './shapes.js';
import { attachment, issueRef, offsetPage, sent, status, type, type WireAttachment } from './wire.js';

/** An issue as it is answered to a create. @internal */
export const zIssueRef = sent(issueRef);

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

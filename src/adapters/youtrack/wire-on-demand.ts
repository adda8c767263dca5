import { answer, flag, leaf, list, maybe, object, text, type ValueOf, whole } from '../../contracts/adapter/shape.js';

// What a project has of custom fields, and what only setting up, looking up and writing need.

const value = object({
  id: text,
  name: text,
  isResolved: maybe(flag),
  archived: maybe(flag),
  ordinal: maybe(whole),
});
/** A value of a bundle: a state, a type, a priority. @internal */
export type WireValue = ValueOf<typeof value>;
/** @internal */
export const zWireValues = answer(list(value));
/** @internal */
export const VALUE_FIELDS = 'id,name,isResolved,archived,ordinal';

const field = object({
  $type: text,
  canBeEmpty: maybe(flag),
  ordinal: maybe(whole),
  field: object({ name: text, fieldType: maybe(object({ id: text })) }),
  bundle: maybe(object({ id: text, values: maybe(list(value)) })),
});
/** A custom field of a project. @internal */
export type WireProjectField = ValueOf<typeof field>;
/** @internal */
export const zWireProjectFields = answer(list(field));
/** @internal */
export const PROJECT_FIELD_FIELDS = `id,canBeEmpty,ordinal,field(name,fieldType(id)),bundle(id,values(${VALUE_FIELDS}))`;

const project = object({
  id: text,
  shortName: text,
  name: maybe(text),
  archived: maybe(flag),
  customFields: maybe(list(field)),
});
/** @internal */
export type WireProject = ValueOf<typeof project>;
/** @internal */
export const zWireProject = answer(project);
/** @internal */
export const zWireProjects = answer(list(project));
/** @internal */
export const PROJECT_FIELDS = 'id,shortName,name,archived';

/** The fields of an issue's project, as the issue shows them. @internal */
export const zWireFieldsSeen = answer(
  list(object({ id: text, customFields: list(object({ projectCustomField: maybe(field) })) })),
);

const tag = object({ id: text, name: text, owner: maybe(object({ id: text })) });
/** @internal */
export type WireTag = ValueOf<typeof tag>;
/** @internal */
export const zWireTag = answer(tag);
/** @internal */
export const zWireTags = answer(list(tag));
/** @internal */
export const TAG_FIELDS = 'id,name,owner(id)';

const user = object({
  id: text,
  login: maybe(text),
  fullName: maybe(text),
  email: maybe(text),
  banned: maybe(flag),
  guest: maybe(flag),
});
/** @internal */
export type WireUser = ValueOf<typeof user>;
/** @internal */
export const zWireUser = answer(user);
/** @internal */
export const zWireUsers = answer(list(user));
/** @internal */
export const USER_FIELDS = 'id,login,fullName,email,banned,guest';

const attachment = object({
  id: text,
  name: text,
  mimeType: maybe(text),
  size: maybe(whole),
  url: maybe(text),
  removed: maybe(flag),
});
/** @internal */
export type WireAttachment = ValueOf<typeof attachment>;
/** @internal */
export const zWireAttachments = answer(list(attachment));
const attachments = list(attachment);
const notEmpty = leaf<unknown>('a list with an entry', (value) => Array.isArray(value) && value.length > 0);
/** What an upload is answered with: a list, though of one. @internal */
export const zWireUploaded = answer<readonly [WireAttachment]>(
  (value, complain): value is readonly [WireAttachment] => notEmpty(value, complain) && attachments(value, complain),
);
/** @internal */
export const ATTACHMENT_FIELDS = 'id,name,mimeType,size,url,removed';

const linkType = object({ id: text, sourceToTarget: maybe(text), targetToSource: maybe(text), directed: maybe(flag) });
/** @internal */
export const zWireLinkTypes = answer(list(linkType));
/** @internal */
export const LINK_TYPE_FIELDS = 'id,sourceToTarget,targetToSource,directed';

/** What a state machine would do next to an issue. @internal */
export const zWireEvents = answer(
  object({
    customFields: list(
      object({
        id: text,
        name: text,
        $type: text,
        possibleEvents: maybe(list(object({ id: text, presentation: maybe(text) }))),
      }),
    ),
  }),
);
/** @internal */
export const EVENT_FIELDS = 'customFields(id,name,possibleEvents(id,presentation))';

const marked = object({
  id: text,
  idReadable: text,
  created: whole,
  isDraft: maybe(flag),
  project: object({ id: text, shortName: text }),
  description: maybe(text),
});
/** An issue as far as a client key finds it. @internal */
export type WireMarked = ValueOf<typeof marked>;
/** @internal */
export const zWireMarked = answer(list(marked));
/** @internal */
export const MARKED_FIELDS = 'id,idReadable,created,isDraft,project(id,shortName),description';

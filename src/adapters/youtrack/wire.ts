import {
  answer,
  flag,
  leaf,
  list,
  maybe,
  object,
  type Shape,
  text,
  unread,
  type ValueOf,
  whole,
} from '../../contracts/adapter/shape.js';

// What is asked for and does not come was left out in silence, so what decides something has to be there.
const wholeOrNull: Shape<number | null> = leaf(
  'whole number or null',
  (value) => value === null || Number.isSafeInteger(value),
);

const place = object({ id: text, shortName: text });
/** @internal */
export const linkedIssue = object({ id: text, idReadable: text, project: maybe(place) });
/** @internal */
export const link = object({
  id: text,
  direction: text,
  linkType: maybe(object({ name: maybe(text), sourceToTarget: maybe(text), targetToSource: maybe(text) })),
  issues: list(linkedIssue),
});
/** @internal */
export type WireLink = ValueOf<typeof link>;
/** @internal */
export type WireLinkedIssue = ValueOf<typeof linkedIssue>;

/** @internal */
export const field = object({ name: text, $type: text, value: unread });
/** A custom field of an issue. @internal */
export type WireField = ValueOf<typeof field>;

const visibility = maybe(object({ $type: text }));
/** @internal */
export const tag = object({ id: text, name: text });

const issue = object({
  id: text,
  idReadable: text,
  summary: maybe(text),
  description: maybe(text),
  created: whole,
  updated: whole,
  resolved: wholeOrNull,
  isDraft: maybe(flag),
  project: place,
  visibility,
  tags: list(tag),
  links: list(link),
  customFields: list(field),
});
/** @internal */
export type WireIssue = ValueOf<typeof issue>;
/** @internal */
export const zWireIssue = answer(issue);
/** @internal */
export const zWireIssues = answer(list(issue));

/** @internal */
export const LINKED = 'id,idReadable,project(id,shortName)';
/** @internal */
export const LINK = `id,direction,linkType(name,sourceToTarget,targetToSource),issues(${LINKED})`;
/** @internal */
export const TAG = 'id,name';
/** @internal */
export const FIELD = 'id,name,value(id,name,isResolved,minutes,text)';
/** @internal */
export const LINK_FIELDS = `id,idReadable,isDraft,project(id,shortName),links(${LINK})`;
/** What is asked for of an issue. @internal */
export const ISSUE_FIELDS =
  'id,idReadable,summary,description,created,updated,resolved,isDraft,project(id,shortName),visibility(id),' +
  `tags(${TAG}),links(${LINK}),customFields(${FIELD})`;

const holder = object({ id: text, idReadable: text, isDraft: maybe(flag), project: place });
/** An issue as far as it holds something. @internal */
export type WireHolder = ValueOf<typeof holder>;
/** @internal */
export const zWireHolder = answer(holder);
/** @internal */
export const HOLDER_FIELDS = 'id,idReadable,isDraft,project(id,shortName)';

const holderWithLinks = object({ id: text, idReadable: text, isDraft: maybe(flag), project: place, links: list(link) });
/** @internal */
export const zWireLinks = answer(holderWithLinks);

/** @internal */
export const zWireIds = answer(list(object({ id: text })));
/** @internal */
export const zWireId = answer(object({ id: text }));

const censusRow = object({ id: text, created: whole, isDraft: maybe(flag), project: place });
/** @internal */
export type WireCensusRow = ValueOf<typeof censusRow>;
/** @internal */
export const zWireCensus = answer(list(censusRow));
/** @internal */
export const CENSUS_FIELDS = 'id,created,isDraft,project(id,shortName)';

/** The token's user, as far as times are concerned. @internal */
export const zWireProfile = answer(object({ timezone: maybe(object({ id: maybe(text) })) }));

const comment = object({
  id: text,
  text: maybe(text),
  created: whole,
  updated: maybe(whole),
  deleted: maybe(flag),
  author: maybe(object({ id: text })),
  visibility,
  issue: maybe(holder),
});
/** @internal */
export type WireComment = ValueOf<typeof comment>;
/** @internal */
export const zWireComment = answer(comment);
/** @internal */
export const zWireComments = answer(list(comment));
/** @internal */
export const COMMENT_FIELDS = `id,text,created,updated,deleted,author(id),visibility(id),issue(${HOLDER_FIELDS})`;

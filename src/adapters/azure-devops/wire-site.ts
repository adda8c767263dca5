import {
  answer,
  anyObject,
  flag,
  list,
  maybe,
  object,
  record,
  text,
  time,
  unread,
  type ValueOf,
  whole,
} from '../../contracts/adapter/shape.js';
import { person } from './wire.js';

/** A work item that was only tried. @internal */
export const zWireTried = answer(object({ fields: anyObject }));

const comment = object({
  id: maybe(whole),
  // What Microsoft's examples call it.
  commentId: maybe(whole),
  text: maybe(text),
  format: maybe(text),
  isDeleted: maybe(flag),
  createdBy: maybe(person),
  createdDate: time,
  modifiedDate: maybe(time),
});
/** @internal */
export type WireComment = ValueOf<typeof comment>;
/** @internal */
export const zWireComment = answer(comment);
/** @internal */
export const zWireComments = answer(object({ comments: list(comment), continuationToken: maybe(text) }));

/** @internal */
export const zWireUpload = answer(object({ id: text, url: text }));

const project = object({ id: text, name: text });
/** @internal */
export type WireProject = ValueOf<typeof project>;
/** @internal */
export const zWireProject = answer(project);
/** @internal */
export const zWireProjects = answer(object({ value: list(project) }));
/** @internal */
export const zWireTags = answer(object({ value: list(object({ name: text })) }));
/** @internal */
export const zWireTeams = answer(object({ value: list(object({ id: text })) }));
/** @internal */
export const zWireMembers = answer(
  object({
    value: list(
      object({
        identity: object({ id: text, uniqueName: maybe(text), displayName: maybe(text), isContainer: maybe(flag) }),
      }),
    ),
  }),
);
/** @internal */
export const zWireConnection = answer(
  object({ authenticatedUser: maybe(object({ id: maybe(text), providerDisplayName: maybe(text) })) }),
);

const subscription = object({
  id: text,
  status: maybe(text),
  eventType: maybe(text),
  createdDate: maybe(text),
  publisherInputs: maybe(record(unread)),
  consumerInputs: maybe(record(unread)),
});
/** @internal */
export type WireSubscription = ValueOf<typeof subscription>;
/** @internal */
export const zWireSubscription = answer(subscription);
/** @internal */
export const zWireSubscriptions = answer(object({ value: list(subscription) }));

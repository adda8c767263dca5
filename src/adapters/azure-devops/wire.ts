import {
  answer,
  anyObject,
  flag,
  leaf,
  list,
  maybe,
  number,
  object,
  record,
  text,
  time,
  type ValueOf,
  whole,
} from '../../contracts/adapter/shape.js';

/** Somebody; in older answers a text, `Zoë Doe <zoe@acme.test>`. @internal */
export const person = leaf<string | WirePerson>(
  'person',
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
);

/** @internal */
export interface WirePerson {
  readonly id?: unknown;
  readonly uniqueName?: unknown;
}

const relation = object({ rel: text, url: text, attributes: maybe(anyObject) });
/** @internal */
export type WireRelation = ValueOf<typeof relation>;

const item = object({
  id: whole,
  rev: whole,
  fields: object({
    'System.Title': maybe(text),
    'System.Description': maybe(text),
    'Microsoft.VSTS.TCM.ReproSteps': maybe(text),
    'System.State': text,
    'System.WorkItemType': text,
    'System.TeamProject': text,
    'Microsoft.VSTS.Common.Priority': maybe(number),
    'System.Tags': maybe(text),
    'System.AssignedTo': maybe(person),
    'System.CreatedDate': time,
    'System.ChangedDate': time,
  }),
  multilineFieldsFormat: maybe(record(maybe(text))),
  relations: maybe(list(relation)),
});
/** @internal */
export type WireItem = ValueOf<typeof item>;
/** @internal */
export const zWireItem = answer(item);
/** A batch: null stands for what cannot be read (any more). @internal */
export const zWireBatch = answer(object({ value: list(maybe(item)) }));

/** What a query of work items finds. Queries of links find relations instead, which is told apart. @internal */
export const zWireIds = answer(object({ asOf: maybe(time), workItems: list(object({ id: whole })) }));

const state = object({ name: text, category: maybe(text) });
/** @internal */
export type WireState = ValueOf<typeof state>;
const type = object({
  name: text,
  referenceName: maybe(text),
  isDisabled: maybe(flag),
  states: maybe(list(state)),
  fields: maybe(list(object({ referenceName: text, name: maybe(text), alwaysRequired: maybe(flag) }))),
  transitions: maybe(record(maybe(list(object({ to: text }))))),
});
/** @internal */
export type WireType = ValueOf<typeof type>;
/** @internal */
export const zWireTypes = answer(object({ value: list(type) }));
/** @internal */
export const zWireStates = answer(object({ value: list(state) }));

import {
  answer,
  flag,
  list,
  maybe,
  number,
  object,
  type Shape,
  text,
  time,
  type ValueOf,
} from '../../contracts/adapter/shape.js';

/** The data of an answer. @internal */
export const dataOf = <Members extends Readonly<Record<string, Shape<unknown>>>>(members: Members) =>
  answer(object({ data: object(members) }));

/** @internal */
export const wireId = object({ id: text });

/** @internal */
export const wireTeamRef = object({ id: text, key: text });

/** @internal */
export const wireRef = object({ id: text, identifier: text, url: text, team: wireTeamRef });
/** @internal */
export type WireRef = ValueOf<typeof wireRef>;

/** @internal */
export const wireForward = object({ hasNextPage: flag, endCursor: maybe(text) });
/** @internal */
export const wireBackward = object({ hasPreviousPage: flag, startCursor: maybe(text) });

const more = object({ hasNextPage: flag });
const connection = <Node>(node: Shape<Node>) => object({ nodes: list(node), pageInfo: more });

/** The nodes of an issue's connections. @internal */
export const WIRE_NODES = {
  labels: object({ id: text, name: text }),
  relations: object({ type: text, relatedIssue: wireRef }),
  inverseRelations: object({ type: text, issue: wireRef }),
};

/** @internal */
export const wireIssue = object({
  id: text,
  identifier: text,
  url: text,
  team: wireTeamRef,
  title: text,
  description: maybe(text),
  priority: number,
  createdAt: time,
  updatedAt: time,
  archivedAt: maybe(text),
  trashed: maybe(flag),
  dueDate: maybe(text),
  estimate: maybe(number),
  state: object({ name: text, type: text }),
  assignee: maybe(wireId),
  parent: maybe(wireRef),
  project: maybe(wireId),
  labels: connection(WIRE_NODES.labels),
  relations: connection(WIRE_NODES.relations),
  inverseRelations: connection(WIRE_NODES.inverseRelations),
});
/** @internal */
export type WireIssue = ValueOf<typeof wireIssue>;

/** @internal */
export const zWireIssue = dataOf({ issue: wireIssue });
/** @internal */
export const zWireIssues = dataOf({
  issues: object({ nodes: list(wireIssue), pageInfo: object({ hasPreviousPage: flag }) }),
});

// The parts that documents share. What a connection may hold is always said: Linear counts 50 for one that does not say it,
// cuts it there in silence, and charges for it as if it were full.

/** What points at an issue. @internal */
export const REF = 'id identifier url team{id key}';

/** The connections of an issue, by the nodes that are read of them. @internal */
export const NODES = {
  labels: 'id name',
  relations: `type relatedIssue{${REF}}`,
  inverseRelations: `type issue{${REF}}`,
} as const;

/** So many of each come with an issue; an issue that has more is asked for the rest. */
const SOME = { labels: 10, relations: 5, inverseRelations: 5 } as const;

const connections = (Object.keys(NODES) as (keyof typeof NODES)[])
  .map((name) => `${name}(first:${SOME[name]}){nodes{${NODES[name]}}pageInfo{hasNextPage}}`)
  .join('');

/** An issue, whole, or so nearly so that it says what is missing. @internal */
export const ISSUE = `${REF} title description priority createdAt updatedAt archivedAt trashed dueDate estimate state{name type}assignee{id}parent{${REF}}project{id}${connections}`;

import { bodyOf, mixed, titleOf } from '../prose.ts';

type Json = Record<string, unknown>;

const TEAM = { __typename: 'Team', id: '9cfb482a-81e3-4154-b5b9-2c805e70a02d', key: 'ENG' };
const LABELS = ['api', 'backend', 'docs', 'needs triage', 'regression', 'ui'];
const STATES = [
  ['Todo', 'unstarted'],
  ['In Progress', 'started'],
  ['Done', 'completed'],
] as const;

const idOf = (kind: string, number: number) => `${kind}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** When an issue of the list has changed: they are a minute apart. */
export const changedAt = (number: number) => 1_767_225_600_000 + number * 60_000;

export const linearId = (number: number) => idOf('5eed0000', number);

function refTo(number: number): Json {
  const identifier = `ENG-${number}`;
  return { id: linearId(number), identifier, url: `https://linear.app/acme/issue/${identifier}/a-slug`, team: TEAM };
}

/** An issue as Linear's list sends it, with what either document asks for: about 3 kB. */
export function linearIssue(number: number): Json {
  const seed = mixed(number);
  const [name, type] = STATES[seed % 3] ?? STATES[0];
  const at = new Date(changedAt(number)).toISOString();
  const more = { hasNextPage: false };
  const labels = LABELS.filter((_, index) => (seed >>> index) % 4 === 0);
  const blocked = seed % 5 === 0 ? [{ type: 'blocks', relatedIssue: refTo(number + 1) }] : [];
  return {
    __typename: 'Issue',
    ...refTo(number),
    number,
    title: titleOf(number),
    description: bodyOf(number, 1300),
    priority: seed % 5,
    priorityLabel: ['No priority', 'Urgent', 'High', 'Medium', 'Low'][seed % 5],
    createdAt: '2026-01-01T08:00:00.000Z',
    updatedAt: at,
    archivedAt: null,
    trashed: null,
    startedAt: type === 'unstarted' ? null : at,
    completedAt: type === 'completed' ? at : null,
    canceledAt: null,
    dueDate: null,
    estimate: seed % 8,
    branchName: `mona/eng-${number}`,
    sortOrder: -1234.5 - number,
    prioritySortOrder: -1234.5,
    boardOrder: 0,
    customerTicketCount: 0,
    previousIdentifiers: [],
    labelIds: labels.map((_, nth) => idOf('1abe1000', nth)),
    reactionData: [],
    reactions: [],
    inheritsSharedAccess: false,
    sharedAccess: {
      isShared: false,
      sharedWithCount: 0,
      viewerHasOnlySharedAccess: false,
      disallowedIssueFields: [],
      sharedWithUsers: [],
    },
    state: { __typename: 'WorkflowState', id: idOf('57a7e000', seed % 3), name, type },
    assignee: seed % 4 === 0 ? null : { __typename: 'User', id: idOf('05e10000', (seed >>> 3) % 40) },
    creator: { __typename: 'User', id: idOf('05e10000', (seed >>> 5) % 40) },
    parent: seed % 6 === 0 ? refTo(number + 7) : null,
    project: null,
    labels: { nodes: labels.map((label, nth) => ({ id: idOf('1abe1000', nth), name: label })), pageInfo: more },
    relations: { nodes: blocked, pageInfo: more },
    inverseRelations: { nodes: [], pageInfo: more },
  };
}

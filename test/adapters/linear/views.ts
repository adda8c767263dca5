import { connectionOf, type PageArgs } from './connection.js';
import { fits } from './filters.js';
import type { LinearState, StoredAttachment, StoredComment, StoredIssue, StoredLabel } from './state.js';

type Json = Record<string, unknown>;
interface ListArgs extends PageArgs {
  readonly filter?: unknown;
  readonly orderBy?: string | null;
  readonly includeArchived?: boolean | null;
}

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** What is stored as the types of Linear's schema: members, and functions for what takes arguments. */
export function createViews(state: LinearState) {
  const byId = <Entry extends { readonly id: string }>(list: Iterable<Entry>, id: string | null) =>
    [...list].find((entry) => entry.id === id) ?? null;
  const teamOf = (id: string) => byId(state.teams, id);
  const keyOf = ({ team, number }: StoredIssue) => `${teamOf(team)?.key}-${number}`;

  /** As a filter sees it: with everything that it is linked to. */
  const filterable = (issue: StoredIssue): Json => ({
    ...issue,
    createdAt: iso(issue.createdAt),
    updatedAt: iso(issue.updatedAt),
    team: teamOf(issue.team),
    state: byId(state.states, issue.state),
    assignee: byId(state.users, issue.assignee),
    labels: issue.labels.map((id) => byId(state.labels, id)),
  });

  const label = (stored: StoredLabel): Json => ({
    ...stored,
    parent: () => {
      const parent = byId(state.labels, stored.parent);
      return parent && label(parent);
    },
    team: stored.team && teamView(stored.team),
  });

  const teamView = (id: string): Json | null => {
    const team = teamOf(id);
    return (
      team && {
        ...team,
        archivedAt: null,
        retiredAt: null,
        states: (args: PageArgs) =>
          connectionOf(
            state.states.filter((each) => each.team === id),
            args,
            (each) => each,
          ),
        members: (args: PageArgs) => connectionOf(state.users, args, (each) => each),
      }
    );
  };

  const issue = (stored: StoredIssue): Json => ({
    ...stored,
    identifier: keyOf(stored),
    url: `https://linear.app/acme/issue/${keyOf(stored)}/a-slug`,
    createdAt: iso(stored.createdAt),
    updatedAt: iso(stored.updatedAt),
    archivedAt: isoOrNull(stored.archivedAt),
    trashed: stored.trashed || null,
    state: byId(state.states, stored.state),
    team: () => teamView(stored.team),
    assignee: byId(state.users, stored.assignee),
    project: stored.project && { id: stored.project },
    parent: () => {
      const parent = stored.parent === null ? undefined : state.issues.get(stored.parent);
      return parent ? issue(parent) : null;
    },
    labels: (args: PageArgs) =>
      connectionOf(
        stored.labels.flatMap((id) => byId(state.labels, id) ?? []),
        args,
        label,
      ),
    relations: (args: PageArgs) => relationsOf((each) => each.issue === stored.id, args),
    inverseRelations: (args: PageArgs) => relationsOf((each) => each.relatedIssue === stored.id, args),
    children: ({ includeArchived, ...args }: ListArgs) =>
      connectionOf(
        newestFirst([...state.issues.values()].filter((each) => each.parent === stored.id)).filter(
          ({ archivedAt }) => includeArchived || archivedAt === null,
        ),
        args,
        issue,
      ),
    comments: (args: PageArgs) =>
      connectionOf(newestFirst([...state.comments.values()].filter((each) => each.issue === stored.id)), args, comment),
    attachments: (args: PageArgs) =>
      connectionOf(
        newestFirst([...state.attachments.values()].filter((each) => each.issue === stored.id)),
        args,
        attachment,
      ),
  });

  const linked = (id: string) => {
    const stored = state.issues.get(id);
    return stored ? issue(stored) : null;
  };

  const relationsOf = (isOne: (relation: { issue: string; relatedIssue: string }) => boolean, args: PageArgs) =>
    connectionOf([...state.relations.values()].filter(isOne), args, (relation) => ({
      ...relation,
      issue: () => linked(relation.issue),
      relatedIssue: () => linked(relation.relatedIssue),
    }));

  const comment = (stored: StoredComment): Json => ({
    ...stored,
    createdAt: iso(stored.createdAt),
    updatedAt: iso(stored.updatedAt),
    user: byId(state.users, stored.user),
    issue: () => linked(stored.issue),
  });

  const attachment = (stored: StoredAttachment): Json => ({ ...stored, issue: () => linked(stored.issue) });

  return {
    issue,
    label,
    comment,
    attachment,
    team: teamView,
    /** Issues, the newest first by the time that is asked for. */
    issues(
      { filter, orderBy, includeArchived, ...args }: ListArgs,
      isOne: (issue: StoredIssue) => boolean = () => true,
    ) {
      const time = orderBy === 'updatedAt' ? 'updatedAt' : 'createdAt';
      const found = [...state.issues.values()]
        .filter(
          (each) => (includeArchived || each.archivedAt === null) && isOne(each) && fits(filterable(each), filter),
        )
        .sort((a, b) => b[time] - a[time] || (a.id < b.id ? 1 : -1));
      return connectionOf(found, args, issue);
    },
  };
}

function newestFirst<Entry extends { readonly createdAt: number; readonly id: string }>(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

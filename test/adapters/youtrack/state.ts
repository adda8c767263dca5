import {
  ADA,
  DEV,
  FIELDS,
  type FieldSetting,
  type Json,
  LINK_TYPES,
  OPS,
  PRIORITIES,
  STATES,
  TYPES,
  USERS,
  VERSIONS,
} from './fixtures.js';

/** An issue in the fake's memory. */
export interface StoredIssue {
  readonly id: string;
  number: number;
  project: string;
  summary: string;
  description: string | null;
  usesMarkdown: boolean;
  created: number;
  updated: number;
  isDraft: boolean;
  reporter: string;
  visibility: Json;
  /** Ids of tags. */
  tags: string[];
  /** By the field's name, each value by its name, its id (people), or as it is. */
  values: Record<string, unknown>;
  /** What the search index holds of its texts. */
  indexed: string;
}

export interface StoredComment {
  readonly id: string;
  readonly issue: string;
  text: string;
  created: number;
  updated: number | null;
  deleted: boolean;
  visibility: Json;
  readonly author: string;
}

interface StoredLink {
  readonly type: string;
  /** The side that reads `sourceToTarget`. */
  readonly source: string;
  readonly target: string;
}

export interface StoredTag {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly groups: readonly string[];
  /** Whether the token's user sees it. */
  readonly isVisible: boolean;
}

/** What a state machine does: from a state, an event leads to another. */
type Machine = readonly {
  readonly id: string;
  readonly presentation: string;
  readonly from: string;
  readonly to: string;
}[];

export interface YoutrackServerOptions {
  /** The time zone of the token's user. Default `Europe/Berlin`. */
  readonly zone?: string;
  /** What his profile calls it. Default: that; null: he may not see his profile. */
  readonly profileZone?: string | null;
  /** How a local time is read that comes twice, or that there is none of. Default: the later one, and refused. */
  readonly overlap?: 'earlier' | 'later';
  readonly gap?: 'refuse' | 'later';
  readonly fields?: readonly FieldSetting[];
  readonly states?: readonly (Json & { name: string })[];
  readonly types?: readonly (Json & { name: string })[];
  readonly linkTypes?: typeof LINK_TYPES;
  readonly machine?: Machine;
  /** Whether the token's user sees the fields of projects. Default true. */
  readonly showsFields?: boolean;
  /** Whether a project is taken by its short name in a path. Default true. */
  readonly takesShortNames?: boolean;
  /** How many entries a collection within an answer has at the most. Default: all. */
  readonly nestedTop?: number;
  /** The most entries that an administrator allows in an answer. Default: all. */
  readonly maxTop?: number;
  /** Custom fields whose values are left out in silence. */
  readonly ignores?: readonly string[];
  /** Whether restricted visibility is ignored. */
  readonly ignoresVisibility?: boolean;
  /** Whether commands are taken and do nothing. */
  readonly ignoresCommands?: boolean;
  /** Whether the search index lags behind until `index` is called. */
  readonly lags?: boolean;
}

const BEGIN = Date.UTC(2026, 2, 10, 8, 0, 0, 123);

/** The memory of a YouTrack with two projects. */
export function createState(options: YoutrackServerOptions) {
  const issues = new Map<string, StoredIssue>();
  const comments = new Map<string, StoredComment>();
  const tags = new Map<string, StoredTag>();
  const files = new Map<string, { readonly id: string; readonly issue: string; readonly file: File }>();
  const links: StoredLink[] = [];
  const formerNames = new Map<string, string>();
  const { fields = FIELDS, states = STATES, types = TYPES, linkTypes = LINK_TYPES } = options;
  const bundles: Readonly<Record<string, readonly (Json & { name: string })[]>> = {
    '70-0': states,
    '71-0': types,
    '72-0': PRIORITIES,
    '73-0': VERSIONS,
  };
  let clock = BEGIN;
  let lastId = 100;
  const state = {
    options,
    issues,
    comments,
    tags,
    files,
    links,
    fields,
    bundles,
    linkTypes,
    projects: [{ ...DEV }, { ...OPS }],
    users: USERS,
    now: () => clock,
    /** More than two steps of YouTrack's clock, as where people edit by hand. */
    tick(ms = 5_321) {
      clock += ms;
      return clock;
    },
    /** Sets the clock. */
    setClock(ms: number) {
      clock = ms;
    },
    nextId: (space: number) => `${space}-${++lastId}`,
    index() {
      for (const issue of issues.values()) issue.indexed = textOf(issue);
    },
    touch(issue: StoredIssue) {
      issue.updated = state.tick();
      if (!options.lags) issue.indexed = textOf(issue);
    },
    /** What projects were called before. */
    formerNames,
    /** Gives a project another short name; queries and paths go on to know the former one. */
    rename(shortName: string, to: string) {
      formerNames.set(shortName, to);
      for (const project of state.projects) if (project.shortName === shortName) project.shortName = to;
      for (const issue of issues.values()) if (issue.project === shortName) issue.project = to;
    },
    /** Puts an issue there, as somebody else would. */
    seed(changes: Partial<StoredIssue> = {}): string {
      const at = state.tick();
      const id = state.nextId(2);
      const project = changes.project ?? DEV.shortName;
      const number =
        Math.max(0, ...[...issues.values()].filter((one) => one.project === project).map((one) => one.number)) + 1;
      const values = Object.fromEntries(fields.map(({ name, initial = null }) => [name, initial]));
      const issue: StoredIssue = {
        id,
        number,
        project,
        summary: `Widgets wobble, part ${number}`,
        description: 'Since *Tuesday*.',
        usesMarkdown: true,
        created: at,
        updated: at,
        isDraft: false,
        reporter: ADA.id,
        visibility: { $type: 'UnlimitedVisibility', id: `vis-${id}` },
        tags: [],
        indexed: '',
        ...changes,
        values: { ...values, ...changes.values },
      };
      if (!options.lags) issue.indexed = textOf(issue);
      issues.set(id, issue);
      return id;
    },
    seedTag(name: string, more: Partial<StoredTag> = {}): string {
      const id = state.nextId(6);
      tags.set(id, { id, name, owner: ADA.id, groups: [], isVisible: true, ...more });
      return id;
    },
    keyOf: ({ project, number }: StoredIssue) => `${project}-${number}`,
    find: (id: string) =>
      issues.get(id) ?? [...issues.values()].find((issue) => state.keyOf(issue) === id && !issue.isDraft),
  };
  return state;
}

export type State = ReturnType<typeof createState>;

function textOf({ summary, description }: StoredIssue): string {
  return `${summary} ${description ?? ''}`.toLowerCase();
}

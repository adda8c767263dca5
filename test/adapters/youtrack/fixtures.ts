/** Whatever JSON holds. */
export type Json = Record<string, unknown>;

export const SERVER = 'https://tracker.acme.test/youtrack';
const INSTANCE = 'tracker.acme.test/youtrack';
export const PROJECT = 'DEV';
export const WORKSPACE = `${INSTANCE}/${PROJECT}`;

const user = (id: string, login: string, fullName: string, more: Json = {}): Json & { id: string; login: string } => ({
  $type: 'User',
  id,
  login,
  fullName,
  email: `${login}@acme.test`,
  banned: false,
  guest: false,
  ...more,
});

/** Whose token it is. */
export const ADA = user('1-2', 'ada', 'Ada L.');
export const BEN = user('1-3', 'ben', 'Ben Ö.', { email: null });
export const CLEO = user('1-4', 'cleo', 'Cleo P.');
const GONE = user('1-9', 'gone', 'Gone G.', { banned: true });
export const GUEST = user('1-1', 'guest', 'Guest', { guest: true });
export const USERS = [GUEST, ADA, BEN, CLEO, GONE];

export const DEV = { $type: 'Project', id: '0-7', shortName: 'DEV', name: 'Development {and} more', archived: false };
export const OPS = { $type: 'Project', id: '0-8', shortName: 'OPS', name: 'Operations', archived: false };

/** A value of a bundle. */
export const value = ($type: string, id: string, name: string, more: Json = {}): Json & { name: string } => ({
  $type,
  id,
  name,
  localizedName: null,
  archived: false,
  ordinal: Number(id.split('-')[1]),
  ...more,
});

const state = (n: number, name: string, isResolved = false) =>
  value('StateBundleElement', `70-${n}`, name, { isResolved });

/** What every new project of YouTrack has. */
export const STATES = [
  state(1, 'Submitted'),
  state(2, 'Open'),
  state(3, 'In Progress'),
  state(4, 'To be discussed'),
  state(5, 'Reopened'),
  state(6, "Can't Reproduce", true),
  state(7, 'Duplicate', true),
  state(8, 'Fixed', true),
  state(9, "Won't fix", true),
  state(10, 'Incomplete', true),
  state(11, 'Obsolete', true),
  state(12, 'Verified', true),
];
const named = (kind: string, names: readonly string[], space: number) =>
  names.map((name, at) => value(kind, `${space}-${at + 1}`, name));
export const TYPES = named(
  'EnumBundleElement',
  ['Bug', 'Cosmetics', 'Exception', 'Feature', 'Task', 'Usability Problem', 'Epic', 'User Story'],
  71,
);
export const PRIORITIES = named('EnumBundleElement', ['Show-stopper', 'Critical', 'Major', 'Normal', 'Minor'], 72);
export const VERSIONS = named('VersionBundleElement', ['1.0', '1.1', '2.0'], 73);

/** A custom field of a project. */
export interface FieldSetting {
  readonly name: string;
  /** As projects say it: `EnumProjectCustomField`. */
  readonly $type: string;
  readonly fieldType: string;
  readonly canBeEmpty?: boolean;
  readonly bundle?: string;
  /** What a new issue has in it. */
  readonly initial?: unknown;
}

export const FIELDS: readonly FieldSetting[] = [
  { name: 'Priority', $type: 'EnumProjectCustomField', fieldType: 'enum[1]', bundle: '72-0', initial: 'Normal' },
  {
    name: 'Type',
    $type: 'EnumProjectCustomField',
    fieldType: 'enum[1]',
    bundle: '71-0',
    initial: 'Task',
    canBeEmpty: false,
  },
  {
    name: 'State',
    $type: 'StateProjectCustomField',
    fieldType: 'state[1]',
    bundle: '70-0',
    initial: 'Submitted',
    canBeEmpty: false,
  },
  { name: 'Assignee', $type: 'UserProjectCustomField', fieldType: 'user[1]', bundle: '74-0' },
  { name: 'Fix versions', $type: 'VersionProjectCustomField', fieldType: 'version[*]', bundle: '73-0' },
  { name: 'Reviewers', $type: 'UserProjectCustomField', fieldType: 'user[*]', bundle: '74-0' },
  { name: 'Estimation', $type: 'PeriodProjectCustomField', fieldType: 'period' },
  { name: 'Notes', $type: 'TextProjectCustomField', fieldType: 'text' },
  { name: 'Due Date', $type: 'SimpleProjectCustomField', fieldType: 'date' },
  { name: 'Story points', $type: 'SimpleProjectCustomField', fieldType: 'integer' },
];

/** The types of links of a new YouTrack. */
export const LINK_TYPES = [
  { id: '80-0', name: 'Relates', sourceToTarget: 'relates to', targetToSource: '', directed: false },
  { id: '80-1', name: 'Depend', sourceToTarget: 'is required for', targetToSource: 'depends on', directed: true },
  { id: '80-2', name: 'Duplicate', sourceToTarget: 'is duplicated by', targetToSource: 'duplicates', directed: true },
  { id: '80-3', name: 'Subtask', sourceToTarget: 'parent for', targetToSource: 'subtask of', directed: true },
].map((type) => ({ $type: 'IssueLinkType', localizedName: null, aggregation: false, readOnly: false, ...type }));

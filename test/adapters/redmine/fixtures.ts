/** Bodies in Redmine's own shapes, with values of ours. Nothing that the adapter ignores is left out. */

export type Json = Record<string, unknown>;

/** Where the server of the tests is: below a path. */
export const SERVER = 'https://acme.test/redmine';
export const PROJECT = 'widgets';
export const PROJECT_ID = 7;

export const MONA = { id: 5, name: 'Mona Doe' };
export const ZOE = { id: 6, name: 'Zoe Doe' };
export const ANONYMOUS = { id: 2, name: 'Anonymous' };

export const STATUSES = [
  { id: 1, name: 'New', is_closed: false },
  { id: 2, name: 'In Progress', is_closed: false },
  { id: 3, name: 'Resolved', is_closed: false },
  { id: 4, name: 'Feedback', is_closed: false },
  { id: 5, name: 'Closed', is_closed: true },
  { id: 6, name: 'Rejected', is_closed: true },
];
export const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent', 'Immediate'].map((name, at) => {
  return { id: at + 1, name, is_default: name === 'Normal', active: true };
});
export const TRACKERS = [
  { id: 1, name: 'Bug' },
  { id: 2, name: 'Feature' },
  { id: 3, name: 'Support' },
];
export const CATEGORIES = [
  { id: 11, project: { id: PROJECT_ID, name: 'Widgets' }, name: 'suite-one' },
  { id: 12, project: { id: PROJECT_ID, name: 'Widgets' }, name: 'suite-two' },
  { id: 13, project: { id: PROJECT_ID, name: 'Widgets' }, name: 'backend' },
];
/** The custom field that carries labels, where they are no categories. */
export const LABELS_FIELD = 9;
export const LABELS = [
  'suite-one',
  'suite-two',
  'suite two',
  'two words',
  'a,b',
  'a|b',
  '=x',
  '!y',
  '50%20off',
  'Grün 😀',
];

const RIGHTS = [
  'view_issues',
  'add_issues',
  'edit_issues',
  'add_issue_notes',
  'edit_issue_notes',
  'manage_issue_relations',
  'manage_subtasks',
  'set_issues_private',
  'view_private_notes',
  'set_notes_private',
  'delete_issues',
];
/** All rights but some. */
export const rightsWithout = (...missing: readonly string[]) => RIGHTS.filter((right) => !missing.includes(right));

export function project(changes: Json = {}): Json {
  return {
    id: PROJECT_ID,
    name: 'Widgets',
    identifier: PROJECT,
    description: 'All about widgets',
    homepage: '',
    status: 1,
    is_public: true,
    inherit_members: false,
    created_on: '2024-03-01T08:00:00Z',
    updated_on: '2026-03-01T08:00:00Z',
    ...changes,
  };
}

export function issue(id: number, changes: Json = {}): Json {
  return {
    id,
    project: { id: PROJECT_ID, name: 'Widgets' },
    tracker: TRACKERS[0],
    status: STATUSES[0],
    priority: { id: 2, name: 'Normal' },
    author: MONA,
    subject: `Widget ${id} wobbles`,
    description: `It wobbles.\r\n\r\n* tighten screw ${id}`,
    start_date: '2026-03-01',
    due_date: null,
    done_ratio: 0,
    is_private: false,
    estimated_hours: null,
    total_estimated_hours: null,
    spent_hours: 0.0,
    total_spent_hours: 0.0,
    created_on: '2026-03-01T08:00:00Z',
    updated_on: '2026-03-01T09:00:00Z',
    closed_on: null,
    ...changes,
  };
}

export function journal(id: number, notes: string | null, changes: Json = {}): Json {
  return { id, user: MONA, notes, created_on: '2026-03-02T10:00:00Z', private_notes: false, details: [], ...changes };
}

/** What is stored, as Linear keeps it: ids point at other things, and times are in milliseconds. */

export const TEAM = '9cfb482a-81e3-4154-b5b9-2c805e70a02d';
export const OTHER_TEAM = '3f2c1b77-6a5d-4c1e-9f60-0c7e5f1d2a11';
export const MONA = '1a3c5e70-1111-4111-8111-aaaaaaaaaaa1';
export const ZOE = '1a3c5e70-2222-4222-8222-aaaaaaaaaaa2';
const GONE = '1a3c5e70-3333-4333-8333-aaaaaaaaaaa3';
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';

export interface StoredIssue {
  readonly id: string;
  number: number;
  team: string;
  title: string;
  description: string | null;
  priority: number;
  state: string;
  assignee: string | null;
  parent: string | null;
  project: string | null;
  dueDate: string | null;
  estimate: number | null;
  labels: string[];
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  trashed: boolean;
}

export interface StoredComment {
  readonly id: string;
  issue: string;
  body: string;
  user: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface StoredAttachment {
  readonly id: string;
  issue: string;
  url: string;
  title: string;
  subtitle: string | null;
  metadata: Record<string, unknown>;
  createdAt: number;
}

export interface StoredLabel {
  readonly id: string;
  name: string;
  isGroup: boolean;
  parent: string | null;
  team: string | null;
}

export interface StoredRelation {
  readonly id: string;
  issue: string;
  relatedIssue: string;
  type: string;
}

export interface StoredHook {
  readonly id: string;
  url: string | null;
  secret: string;
  enabled: boolean;
  resourceTypes: readonly string[];
  team: string;
}

interface StoredState {
  readonly id: string;
  name: string;
  type: string;
  position: number;
  team: string;
}

const BEGIN = Date.UTC(2026, 2, 10, 8);

/** An id that counts. */
export const idOf = (kind: number, nth: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${nth.toString(16).padStart(12, '0')}`;

export type LinearState = ReturnType<typeof createState>;

/** A workspace with two teams. */
export function createState() {
  let now = BEGIN;
  let ids = 0;
  const states: StoredState[] = [
    ['Triage', 'triage', 0],
    ['Backlog', 'backlog', 1],
    ['Next', 'unstarted', 3],
    ['Todo', 'unstarted', 2],
    ['In Progress', 'started', 4],
    ['In Review', 'started', 5],
    ['Done', 'completed', 6],
    ['Canceled', 'canceled', 7],
    ['Duplicate', 'duplicate', 8],
  ].map(([name, type, position], nth) => {
    return { id: idOf(0x57, nth + 1), name: String(name), type: String(type), position: Number(position), team: TEAM };
  });
  states.push({ id: idOf(0x57, 99), name: 'Todo', type: 'unstarted', position: 1, team: OTHER_TEAM });
  const label = (nth: number, name: string, more: Partial<StoredLabel> = {}): StoredLabel => {
    return { id: idOf(0x1a, nth), name, isGroup: false, parent: null, team: null, ...more };
  };
  const labels: StoredLabel[] = [
    label(1, 'suite-one'),
    label(2, 'suite-two', { team: TEAM }),
    label(3, 'suite two'),
    label(4, 'Kind', { isGroup: true }),
    label(5, 'Bug', { parent: idOf(0x1a, 4) }),
    label(6, 'Story', { parent: idOf(0x1a, 4) }),
    label(7, 'Elsewhere', { team: OTHER_TEAM }),
    label(8, 'two words'),
  ];
  return {
    teams: [
      { id: TEAM, key: 'ENG', name: 'Engineering' },
      { id: OTHER_TEAM, key: 'OPS', name: 'Operations' },
    ],
    users: [
      { id: MONA, name: 'Mona Doe', displayName: 'mona', email: 'mona@acme.test', active: true, admin: true },
      { id: ZOE, name: 'Zoë Doe', displayName: 'zoe', email: 'zoe@acme.test', active: true, admin: false },
      { id: GONE, name: 'Gone Doe', displayName: 'gone', email: 'gone@acme.test', active: false, admin: false },
    ],
    states,
    labels,
    issues: new Map<string, StoredIssue>(),
    comments: new Map<string, StoredComment>(),
    attachments: new Map<string, StoredAttachment>(),
    relations: new Map<string, StoredRelation>(),
    hooks: new Map<string, StoredHook>(),
    uploads: new Map<string, { readonly type: string | null; readonly bytes: Uint8Array }>(),
    /** A new time, later than all before. */
    tick: () => (now += 1000),
    newId: (kind: number) => idOf(kind, ++ids),
    nextNumber(team: string): number {
      return (
        1 + Math.max(0, ...[...this.issues.values()].filter((issue) => issue.team === team).map(({ number }) => number))
      );
    },
  };
}

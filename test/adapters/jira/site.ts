/** The state of a Jira site, and its things in Jira's own shapes, with values of ours. */

export type Json = Record<string, unknown>;

export const CLOUD_ID = 'c10d-4f7b';

export interface Status {
  readonly id: string;
  readonly name: string;
  readonly category: 'new' | 'indeterminate' | 'done' | 'undefined';
}

export interface Transition {
  readonly id: string;
  readonly name: string;
  /** Status ids; every one when absent. */
  readonly from?: readonly string[];
  readonly to: string;
  readonly fields?: Readonly<Record<string, Json>>;
}

export interface Workflow {
  readonly statuses: readonly Status[];
  readonly transitions: readonly Transition[];
}

export interface StoredIssue {
  id: string;
  key: string;
  /** Jira's fields, in the form that they were written in. */
  fields: Json;
  created: number;
  updated: number;
  /** Whether the search index has it; the index may lag. */
  isIndexed: boolean;
  /** When it was updated, as the search index has it, where that lags. */
  indexedUpdate?: number;
}

interface StoredComment extends Json {
  id: string;
  created: number;
  updated: number;
}

interface StoredLink {
  readonly id: string;
  readonly type: string;
  readonly inward: string;
  readonly outward: string;
}

export const TODO: Status = { id: '10100', name: 'To Do', category: 'new' };
export const DOING: Status = { id: '10101', name: 'In Progress', category: 'indeterminate' };
export const REVIEW: Status = { id: '10102', name: 'In Review', category: 'indeterminate' };
export const DONE: Status = { id: '10103', name: 'Done', category: 'done' };
export const REJECTED: Status = { id: '10104', name: "Won't Do", category: 'done' };

/** Every status from everywhere, as team-managed projects have it. */
export const OPEN_WORKFLOW: Workflow = {
  statuses: [TODO, DOING, DONE],
  transitions: [
    { id: '11', name: 'To Do', to: TODO.id },
    { id: '21', name: 'Start', to: DOING.id },
    { id: '31', name: 'Finish', to: DONE.id },
  ],
};

/** One way only, one step at a time. */
export const LONG_WORKFLOW: Workflow = {
  statuses: [TODO, DOING, REVIEW, DONE],
  transitions: [
    { id: '21', name: 'Start', from: [TODO.id], to: DOING.id },
    { id: '22', name: 'Stop', from: [DOING.id], to: TODO.id },
    { id: '23', name: 'Submit', from: [DOING.id], to: REVIEW.id },
    { id: '24', name: 'Reject', from: [REVIEW.id], to: DOING.id },
    { id: '31', name: 'Approve', from: [REVIEW.id], to: DONE.id },
  ],
};

const TYPES: readonly Json[] = [
  { id: '10000', name: 'Epic', subtask: false, hierarchyLevel: 1, description: '', iconUrl: '' },
  { id: '10001', name: 'Story', subtask: false, hierarchyLevel: 0, description: '', iconUrl: '' },
  { id: '10002', name: 'Task', subtask: false, hierarchyLevel: 0, description: '', iconUrl: '' },
  { id: '10003', name: 'Bug', subtask: false, hierarchyLevel: 0, description: '', iconUrl: '' },
  { id: '10004', name: 'Sub-task', subtask: true, hierarchyLevel: -1, description: '', iconUrl: '' },
];

export const PRIORITIES = ['Highest', 'High', 'Medium', 'Low', 'Lowest'];

/** The fields of the create and edit screens. */
export const SCREEN: readonly string[] = [
  'summary',
  'issuetype',
  'project',
  'description',
  'priority',
  'assignee',
  'labels',
  'parent',
  'security',
  'duedate',
  'customfield_10016',
];

export interface Site {
  readonly url: string;
  workflow: Workflow;
  screen: readonly string[];
  /** Fields of the create screen that must be given. */
  required: readonly string[];
  types: readonly Json[];
  /** What the account may not do. */
  missingRights: readonly string[];
  deploymentType: string;
  projectTypeKey: string;
  uploadLimit: number;
  attachmentsEnabled: boolean;
  /** The offset of the account's time zone, as in `+0530`. */
  zone: string;
  /** Whether a search sees what was written just now. */
  isIndexing: boolean;
  /** The largest page of a search with fields. */
  pageLimit: number;
  now: number;
  /** How far apart writes are, in milliseconds. */
  tickMs: number;
  readonly users: Json[];
  readonly issues: Map<string, StoredIssue>;
  readonly comments: Map<string, StoredComment[]>;
  readonly attachments: Map<string, Json[]>;
  readonly remoteLinks: Map<string, Map<string, Json>>;
  readonly links: StoredLink[];
  linkTypes: Json[];
  readonly adminHooks: Json[];
  readonly appHooks: Json[];
  nextId: number;
}

export function createSite(url: string, changes: Partial<Site> = {}): Site {
  return {
    url,
    workflow: OPEN_WORKFLOW,
    screen: SCREEN,
    required: [],
    types: TYPES,
    missingRights: [],
    deploymentType: 'Cloud',
    projectTypeKey: 'software',
    uploadLimit: 1_000_000,
    attachmentsEnabled: true,
    zone: '+0000',
    isIndexing: true,
    pageLimit: 100,
    now: Date.parse('2026-03-10T09:00:00Z'),
    tickMs: 1000,
    users: ['mia', 'tom', 'ada'].map((name) => user(name)),
    issues: new Map(),
    comments: new Map(),
    attachments: new Map(),
    remoteLinks: new Map(),
    links: [],
    linkTypes: [
      { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
      { id: '10001', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
      { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
      { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
    ],
    adminHooks: [],
    appHooks: [],
    nextId: 20_000,
    ...changes,
  };
}

export function user(name: string): Json {
  return {
    self: `https://api.atlassian.com/ex/jira/c10d/rest/api/3/user?accountId=acc-${name}`,
    accountId: `acc-${name}`,
    accountType: 'atlassian',
    emailAddress: name === 'ada' ? '' : `${name}@acme.example`,
    displayName: name.toUpperCase(),
    avatarUrls: { '48x48': 'https://avatar.example/48' },
    active: true,
    timeZone: 'Asia/Kolkata',
    locale: 'en_GB',
  };
}

/** A time as Jira writes it: milliseconds, and an offset without a colon. */
export function timeIn(zone: string, ms: number): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d\d)(\d\d)/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return `${new Date(ms + offset).toISOString().slice(0, -1)}${zone}`;
}

const CATEGORY_IDS = { undefined: 1, new: 2, done: 3, indeterminate: 4 };

/** The names are localised, as they are for an account with another language. */
export function statusOf({ workflow, url }: Site, id: unknown): Json {
  const found = workflow.statuses.find((status) => status.id === id) ?? workflow.statuses[0] ?? TODO;
  return {
    self: `${url}/rest/api/3/status/${found.id}`,
    description: '',
    iconUrl: '',
    name: found.name,
    id: found.id,
    statusCategory: {
      self: `${url}/rest/api/3/statuscategory/${CATEGORY_IDS[found.category]}`,
      id: CATEGORY_IDS[found.category],
      key: found.category,
      colorName: 'blue-gray',
      name: 'К выполнению',
    },
  };
}

/** A document of one paragraph. */
export function adf(text: string): Json {
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

/** Puts an issue into a site, past its API. */
export function putIssue(site: Site, fields: Json = {}, changes: Partial<StoredIssue> = {}): StoredIssue {
  const id = String(site.nextId++);
  const number = [...site.issues.values()].filter(({ key }) => key.startsWith('ACME-')).length + 1;
  site.now += site.tickMs;
  const issue: StoredIssue = {
    id,
    key: `ACME-${number}`,
    created: site.now,
    updated: site.now,
    isIndexed: true,
    ...changes,
    fields: { summary: `Widget ${number} wobbles`, issuetype: '10002', status: TODO.id, labels: [], ...fields },
  };
  site.issues.set(id, issue);
  return issue;
}

function briefOf(site: Site, issue: StoredIssue): Json {
  const { summary, status, issuetype } = issue.fields;
  return {
    id: issue.id,
    key: issue.key,
    self: selfOf(issue.id),
    fields: { summary, status: statusOf(site, status), issuetype: site.types.find(({ id }) => id === issuetype) },
  };
}

/** Since 2026 such an address may be a gateway's. */
function selfOf(id: string): string {
  return `https://api.atlassian.com/ex/jira/c10d/rest/api/3/issue/${id}`;
}

/** An issue as Jira shows it. */
export function showIssue(site: Site, issue: StoredIssue, wanted: readonly string[]): Json {
  const { summary, issuetype, status, priority, assignee, labels, parent, security, resolution, ...custom } =
    issue.fields;
  const linked = site.links.flatMap(({ id, type, inward, outward }) => {
    const place = inward === issue.id ? 'outwardIssue' : outward === issue.id ? 'inwardIssue' : undefined;
    const other = site.issues.get(inward === issue.id ? outward : inward);
    const kind = site.linkTypes.find((each) => each.id === type);
    return place && other ? [{ id, type: kind, [place]: briefOf(site, other) }] : [];
  });
  const above = typeof parent === 'string' ? site.issues.get(parent) : undefined;
  const all: Json = {
    statuscategorychangedate: timeIn(site.zone, issue.updated),
    summary,
    description: null,
    issuetype: site.types.find(({ id }) => id === issuetype),
    status: statusOf(site, status),
    priority: priority ? { id: String(PRIORITIES.indexOf(String(priority)) + 1), name: priority, iconUrl: '' } : null,
    resolution: resolution ? { id: '10', name: resolution, description: '' } : null,
    assignee: site.users.find(({ accountId }) => accountId === assignee) ?? null,
    reporter: site.users[0],
    labels,
    security: security ? { id: security, name: 'Staff only' } : null,
    issuelinks: linked,
    subtasks: [],
    comment: { comments: [], self: '', maxResults: 0, total: 0, startAt: 0 },
    attachment: site.attachments.get(issue.id) ?? [],
    customfield_10016: null,
    created: timeIn(site.zone, issue.created),
    updated: timeIn(site.zone, issue.updated),
    ...custom,
    ...(above && { parent: briefOf(site, above) }),
  };
  const isWanted = (name: string) => wanted.includes('*all') || wanted.includes(name);
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: selfOf(issue.id),
    key: issue.key,
    fields: Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name))),
  };
}

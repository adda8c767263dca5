import type * as RichText from '../../src/adapters/jira/richtext.ts';
import { built } from '../built.ts';
import { bodyOf, mixed, titleOf } from '../prose.ts';

const { markdownToAdf } = await built<typeof RichText>('adapters/jira/richtext.js');

type Json = Record<string, unknown>;

const API = 'https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555/rest/api/3';
const LABELS = ['api', 'backend', 'docs', 'needs%20triage', 'regression', 'ui'];
const STATUSES = [
  { id: '10000', name: 'To Do', key: 'new', category: 2 },
  { id: '10001', name: 'In Progress', key: 'indeterminate', category: 4 },
  { id: '10002', name: 'Done', key: 'done', category: 3 },
] as const;

function person(seed: number): Json {
  const id = (seed % 40).toString(16).padStart(24, '5b10ac8d82e05b22cc7d4e');
  return {
    self: `${API}/user?accountId=${id}`,
    accountId: id,
    avatarUrls: Object.fromEntries(
      ['48x48', '24x24', '16x16', '32x32'].map((size) => [
        size,
        `https://avatar-management--avatars.us-west-2.prod.public.atl-paas.net/${id}/${size}.png`,
      ]),
    ),
    displayName: `Member ${seed % 40}`,
    active: true,
    timeZone: 'Europe/Berlin',
    accountType: 'atlassian',
  };
}

/** Making a document takes milliseconds, so after so many issues they come again. */
const DESCRIPTIONS = 1_000;
const descriptions: unknown[] = [];

/** What Jira's editor would have made of the prose: blocks, marks, and never a line break or a sign of Markdown in a text. */
function descriptionOf(number: number): unknown {
  const at = number % DESCRIPTIONS;
  descriptions[at] ??= markdownToAdf(bodyOf(at, 1100));
  return descriptions[at];
}

/** An issue as Jira's search sends it with `*all`, custom fields included: about 11 kB. */
export function jiraIssue(number: number): Json {
  const seed = mixed(number);
  const status = STATUSES[seed % 3] ?? STATUSES[0];
  const at = new Date(1_767_225_600_000 + number * 60_000).toISOString().replace('Z', '+0000');
  const customFields = Object.fromEntries(
    Array.from({ length: 36 }, (_, field) => [
      `customfield_${10_000 + field}`,
      field % 3 === 0
        ? null
        : field % 3 === 1
          ? { self: `${API}/customFieldOption/${10_020 + field}`, value: `Option ${field}`, id: String(10_020 + field) }
          : `value ${seed % (field + 7)}`,
    ]),
  );
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: String(100_000 + number),
    self: `${API}/issue/${100_000 + number}`,
    key: `ACME-${number}`,
    fields: {
      ...customFields,
      summary: titleOf(number),
      description: descriptionOf(number),
      status: {
        self: `${API}/status/${status.id}`,
        description: '',
        iconUrl: 'https://acme.atlassian.net/images/icons/statuses/generic.png',
        name: status.name,
        id: status.id,
        statusCategory: {
          self: `${API}/statuscategory/${status.category}`,
          id: status.category,
          key: status.key,
          colorName: 'blue-gray',
          name: status.name,
        },
      },
      issuetype: {
        self: `${API}/issuetype/10001`,
        id: '10001',
        description: 'Stories track functionality or features.',
        iconUrl: 'https://acme.atlassian.net/rest/api/2/universal_avatar/view/type/issuetype/avatar/10315',
        name: seed % 2 ? 'Story' : 'Bug',
        subtask: false,
        hierarchyLevel: 0,
      },
      priority: {
        self: `${API}/priority/3`,
        iconUrl: 'https://acme.atlassian.net/images/medium.svg',
        name: 'Medium',
        id: '3',
      },
      assignee: seed % 4 === 0 ? null : person(seed >>> 3),
      reporter: person(seed >>> 5),
      creator: person(seed >>> 7),
      labels: LABELS.filter((_, index) => (seed >>> index) % 4 === 0),
      project: {
        self: `${API}/project/10000`,
        id: '10000',
        key: 'ACME',
        name: 'Acme',
        projectTypeKey: 'software',
        simplified: false,
      },
      issuelinks: [],
      subtasks: [],
      attachment: [],
      components: [],
      fixVersions: [],
      versions: [],
      resolution: null,
      resolutiondate: null,
      duedate: null,
      environment: null,
      created: '2026-01-01T08:00:00.000+0000',
      updated: at,
      statuscategorychangedate: at,
      workratio: -1,
      watches: { self: `${API}/issue/ACME-${number}/watchers`, watchCount: 1, isWatching: false },
      votes: { self: `${API}/issue/ACME-${number}/votes`, votes: 0, hasVoted: false },
      progress: { progress: 0, total: 0 },
      aggregateprogress: { progress: 0, total: 0 },
    },
  };
}

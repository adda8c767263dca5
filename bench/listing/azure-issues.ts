import { bodyOf, mixed, titleOf } from '../prose.ts';

type Json = Record<string, unknown>;

const TAGS = ['api', 'backend', 'docs', 'needs triage', 'regression', 'ui'];
const STATES = ['New', 'Active', 'Resolved', 'Closed'];
const BASE = 'https://dev.azure.com/acme';

function person(seed: number): Json {
  const id = `8c8c7d32-6b1b-47f4-b2e9-${String(seed % 40).padStart(12, '0')}`;
  return {
    displayName: `Member ${seed % 40}`,
    url: `https://spsprodweu1.vssps.visualstudio.com/A0/_apis/Identities/${id}`,
    _links: { avatar: { href: `${BASE}/_apis/GraphProfile/MemberAvatars/aad.${id}` } },
    id,
    uniqueName: `member-${seed % 40}@acme.test`,
    imageUrl: `${BASE}/_apis/GraphProfile/MemberAvatars/aad.${id}`,
    descriptor: `aad.${id}`,
  };
}

/** When work item `number` last changed: they are a minute apart. */
export function azureTime(number: number): number {
  return 1_767_225_600_000 + number * 60_000;
}

/** A work item as a batch with its relations has it: about 4 kB. Its body is Markdown, as Azure DevOps Services keep it now. */
export function azureIssue(number: number): Json {
  const seed = mixed(number);
  const at = new Date(azureTime(number)).toISOString();
  const links = [
    { rel: 'System.LinkTypes.Hierarchy-Reverse', name: 'Parent', to: 1 + (seed % 500) },
    { rel: 'System.LinkTypes.Related', name: 'Related', to: 1 + (seed % 700) },
  ].slice(0, seed % 3);
  return {
    id: number,
    rev: 1 + (seed % 9),
    fields: {
      'System.AreaPath': 'Widgets\\Frontend',
      'System.TeamProject': 'Widgets',
      'System.IterationPath': 'Widgets\\Sprint 12',
      'System.WorkItemType': seed % 5 === 0 ? 'Bug' : 'Task',
      'System.State': STATES[seed % 4],
      'System.Reason': 'Moved to state',
      ...(seed % 4 !== 0 && { 'System.AssignedTo': person(seed >>> 3) }),
      'System.CreatedDate': '2026-01-01T08:00:00.123Z',
      'System.CreatedBy': person(seed >>> 5),
      'System.ChangedDate': at,
      'System.ChangedBy': person(seed >>> 7),
      'System.CommentCount': seed % 12,
      'System.Title': titleOf(number),
      'System.BoardColumn': 'Active',
      'System.BoardColumnDone': false,
      'Microsoft.VSTS.Common.StateChangeDate': at,
      'Microsoft.VSTS.Common.Priority': 1 + (seed % 4),
      'Microsoft.VSTS.Common.StackRank': 1_999_922_382.0 + number,
      'Microsoft.VSTS.Common.ValueArea': 'Business',
      'System.Tags': TAGS.filter((_, index) => (seed >>> index) % 4 === 0).join('; '),
      'System.Description': bodyOf(number, 900),
      'Custom.Team': 'Blue',
    },
    multilineFieldsFormat: { 'System.Description': 'markdown' },
    relations: links.map(({ rel, name, to }) => ({
      rel,
      url: `${BASE}/_apis/wit/workItems/${to}`,
      attributes: { isLocked: false, name },
    })),
    commentVersionRef: { commentId: number, version: 1, url: `${BASE}/_apis/wit/workItems/${number}/comments/1` },
    url: `${BASE}/_apis/wit/workItems/${number}`,
  };
}

/** The types of the project, as far as they are read. */
export const AZURE_TYPES = {
  count: 2,
  value: ['Bug', 'Task'].map((name) => ({
    name,
    referenceName: `Microsoft.VSTS.WorkItemTypes.${name}`,
    isDisabled: false,
    fields: [],
    transitions: {},
    states: ['Proposed', 'InProgress', 'Resolved', 'Completed'].map((category, at) => ({
      name: STATES[at],
      color: 'b2b2b2',
      category,
    })),
  })),
};

/** Where the two calls of a listing are, as the official client asks before its first one. */
export const AZURE_LOCATIONS = {
  count: 2,
  value: [
    ['1a9c53f7-f243-4447-b110-35ef023636e4', 'wiql'],
    ['908509b6-4248-4475-a1cd-829139ba419f', 'workitemsbatch'],
  ].map(([id, resourceName]) => ({
    id,
    area: 'wit',
    resourceName,
    routeTemplate: '{project}/_apis/{area}/{resource}',
    resourceVersion: 2,
    minVersion: '1.0',
    maxVersion: '7.1',
    releasedVersion: '7.1',
  })),
};

import type { Issue, SnapshotInput } from '@spec-kitty/tracker';
import { bodyOf, mixed, titleOf } from './prose.ts';

const STATUSES = ['todo', 'in_progress', 'in_review', 'blocked', 'done', 'canceled'] as const;
const TYPES = ['story', 'task', 'bug', 'chore'] as const;
const LABELS = ['api', 'backend', 'docs', 'good first issue', 'needs triage', 'regression', 'ui'];

/**
 * Issues of about 970 bytes each on the wire, in the order in which they last changed, which is not that of the wire.
 * Parsed from JSON, as all that comes from a tracker or a database: texts that are put together are laid out differently.
 */
export function canonicalIssues(count: number): Issue[] {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  numbers.sort((a, b) => mixed(a) - mixed(b));
  return JSON.parse(JSON.stringify(numbers.map(issueOf))) as Issue[];
}

function issueOf(number: number): Issue {
  const seed = mixed(number * 3);
  const at = new Date(1_767_225_600_000 + seed).toISOString().slice(0, 19);
  return {
    ref: {
      system: 'jira',
      workspace: 'acme.atlassian.net',
      id: String(100_000 + number * 7),
      key: `ACME-${number}`,
      url: `https://acme.atlassian.net/browse/ACME-${number}`,
    },
    title: titleOf(number),
    body: bodyOf(number, 480),
    status: STATUSES[seed % 6] ?? 'todo',
    statusName: 'In Progress',
    issueType: TYPES[seed % 4] ?? 'task',
    priority: 2,
    assignees: seed % 3 === 0 ? [] : [`712020:${(seed * 7919).toString(16).padStart(12, '0')}`],
    labels: LABELS.filter((_, index) => (seed >>> index) % 4 === 0),
    parent: null,
    links: [],
    customFields: {},
    createdAt: '2026-01-05T08:00:00Z',
    updatedAt: `${at}+00:00`,
    revision: String(seed % 40),
    visibility: 'public',
    raw: null,
  };
}

/** All that `buildSnapshot` needs, around these issues; every tenth one is mapped to a work package. */
export function snapshotInput(issues: readonly Issue[]): SnapshotInput {
  const mapped = issues.filter((_, at) => at % 10 === 0);
  return {
    provider: 'jira',
    workspace: 'acme.atlassian.net',
    credentials: { project_key: 'ACME' },
    doctrine: { mode: 'split_ownership', fieldOwners: { title: 'external', status: 'shared' } },
    project: { uuid: '6f1f9c1e-4d5b-4c0a-9a51-0d3f6c2b7e10', slug: 'acme' },
    issues,
    mappings: mapped.map(({ ref }, at) => ({
      wpId: `WP${String((at % 99) + 1).padStart(2, '0')}`,
      system: ref.system,
      workspace: ref.workspace,
      externalId: ref.id,
      externalKey: ref.key,
      externalUrl: ref.url,
      createdAt: '2026-02-01T09:00:00Z',
      updatedAt: '2026-03-01T09:00:00Z',
    })),
    checkpoint: { cursor: 'eyJwIjo0Mn0', updatedSince: '2026-03-10T09:30:00Z' },
  };
}

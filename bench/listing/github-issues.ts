import { issue, type Json, label, user } from '../../test/adapters/github/fixtures.ts';
import { bodyOf, mixed, titleOf } from '../prose.ts';

const LABELS = ['backend', 'bug', 'docs', 'good first issue', 'help wanted', 'regression', 'ui'];

function person(seed: number): Json {
  return user(`member-${seed % 40}`, 7_000 + (seed % 40));
}

/** An issue as GitHub's list sends it, with every member: about 5 kB. */
export function githubIssue(number: number): Json {
  const seed = mixed(number);
  const isClosed = seed % 3 === 0;
  const assignees = seed % 4 === 0 ? [] : [person(seed >>> 3)];
  const at = new Date(1_767_225_600_000 + number * 60_000).toISOString().replace('.000', '');
  return issue(number, {
    title: titleOf(number),
    body: bodyOf(number, 1100, '\r\n'),
    user: person(seed >>> 5),
    labels: LABELS.filter((_, index) => (seed >>> index) % 4 === 0).map((name, index) => label(name, 501 + index)),
    state: isClosed ? 'closed' : 'open',
    state_reason: isClosed ? 'completed' : null,
    closed_at: isClosed ? at : null,
    closed_by: isClosed ? person(seed >>> 7) : null,
    assignee: assignees[0] ?? null,
    assignees,
    comments: seed % 12,
    created_at: '2026-01-01T08:00:00Z',
    updated_at: at,
  });
}

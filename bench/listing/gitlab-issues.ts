import { bodyOf, mixed, titleOf } from '../prose.ts';

type Json = Record<string, unknown>;

const LABELS = ['api', 'backend', 'docs', 'needs triage', 'regression', 'workflow::in dev', 'ui'];
const PROJECT = 'https://gitlab.com/api/v4/projects/278964';

function person(seed: number): Json {
  const id = 7_000 + (seed % 40);
  return {
    id,
    username: `member-${id}`,
    public_email: '',
    name: `Member ${id}`,
    state: 'active',
    locked: false,
    avatar_url: `https://gitlab.com/uploads/-/system/user/avatar/${id}/avatar.png`,
    web_url: `https://gitlab.com/member-${id}`,
  };
}

/** An issue as GitLab's list sends it: about 3 kB. */
export function gitlabIssue(number: number): Json {
  const seed = mixed(number);
  const isClosed = seed % 3 === 0;
  const at = new Date(1_767_225_600_000 + number * 60_000).toISOString();
  const assignees = seed % 4 === 0 ? [] : [person(seed >>> 3)];
  const url = `${PROJECT}/issues/${number}`;
  return {
    id: 140_000_000 + number,
    iid: number,
    project_id: 278_964,
    title: titleOf(number),
    description: bodyOf(number, 900),
    state: isClosed ? 'closed' : 'opened',
    created_at: '2026-01-01T08:00:00.000Z',
    updated_at: at,
    closed_at: isClosed ? at : null,
    closed_by: isClosed ? person(seed >>> 7) : null,
    labels: LABELS.filter((_, index) => (seed >>> index) % 4 === 0),
    milestone: null,
    assignees,
    author: person(seed >>> 5),
    type: 'ISSUE',
    assignee: assignees[0] ?? null,
    user_notes_count: seed % 12,
    merge_requests_count: 0,
    upvotes: 0,
    downvotes: 0,
    start_date: null,
    due_date: null,
    confidential: seed % 20 === 0,
    discussion_locked: null,
    issue_type: 'issue',
    web_url: `https://gitlab.com/acme/widgets/-/issues/${number}`,
    time_stats: { time_estimate: 0, total_time_spent: 0, human_time_estimate: null, human_total_time_spent: null },
    task_completion_status: { count: 3, completed_count: 1 },
    weight: null,
    blocking_issues_count: 0,
    has_tasks: true,
    task_status: '1 of 3 checklist items completed',
    _links: {
      self: url,
      notes: `${url}/notes`,
      award_emoji: `${url}/award_emoji`,
      project: PROJECT,
      closed_as_duplicate_of: null,
    },
    references: { short: `#${number}`, relative: `#${number}`, full: `acme/widgets#${number}` },
    severity: 'UNKNOWN',
    moved_to_id: null,
    imported: false,
    imported_from: 'none',
    service_desk_reply_to: null,
    epic_iid: null,
    epic: null,
    iteration: null,
    health_status: null,
  };
}

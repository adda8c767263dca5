/** Bodies in GitLab's own shapes, with values of ours. Nothing that the adapter ignores is left out. */

export type Json = Record<string, unknown>;

/** Where the server of the tests is: self-managed, under a sub-path. */
export const SERVER = 'https://gitlab.acme.test/git';
export const PROJECT = 'acme/tools/widgets';
export const PROJECT_ID = 278;

function user(id: number, username: string): Json {
  return {
    id,
    username,
    public_email: username === 'zoe' ? 'zoe@acme.test' : '',
    name: `${username[0]?.toUpperCase()}${username.slice(1)} Doe`,
    state: 'active',
    locked: false,
    avatar_url: `${SERVER}/uploads/-/system/user/avatar/${id}/avatar.png`,
    web_url: `${SERVER}/${username}`,
  };
}

export const MONA: Json = user(7, 'mona');
export const ZOE: Json = user(8, 'zoe');
export const ADAM: Json = user(9, 'adam');

export function project(changes: Json = {}): Json {
  return {
    id: PROJECT_ID,
    description: 'All about widgets',
    name: 'widgets',
    name_with_namespace: 'Acme / Tools / widgets',
    path: 'widgets',
    path_with_namespace: PROJECT,
    created_at: '2024-03-01T08:00:00.120Z',
    default_branch: 'main',
    tag_list: [],
    topics: [],
    web_url: `${SERVER}/${PROJECT}`,
    forks_count: 0,
    star_count: 3,
    last_activity_at: '2026-03-01T08:00:00.120Z',
    visibility: 'private',
    namespace: { id: 31, name: 'Tools', path: 'tools', kind: 'group', full_path: 'acme/tools' },
    archived: false,
    issues_enabled: true,
    issues_access_level: 'enabled',
    open_issues_count: 3,
    permissions: { project_access: { access_level: 50, notification_level: 3 }, group_access: null },
    ...changes,
  };
}

export function issue(iid: number, changes: Json = {}): Json {
  const url = `${SERVER}/${PROJECT}/-/issues/${iid}`;
  const api = `${SERVER}/api/v4/projects/${PROJECT_ID}/issues/${iid}`;
  return {
    id: 91_000 + iid,
    iid,
    project_id: PROJECT_ID,
    title: `Widget ${iid} wobbles`,
    description: `It wobbles.\n\n- [ ] tighten screw ${iid}`,
    state: 'opened',
    created_at: '2026-02-01T08:00:00.512Z',
    updated_at: '2026-03-01T08:00:00.128Z',
    closed_at: null,
    closed_by: null,
    labels: ['ui', 'needs triage'],
    milestone: null,
    assignees: [ZOE, ADAM],
    author: MONA,
    type: 'ISSUE',
    assignee: ZOE,
    user_notes_count: 2,
    merge_requests_count: 0,
    upvotes: 0,
    downvotes: 0,
    start_date: null,
    due_date: null,
    confidential: false,
    discussion_locked: null,
    issue_type: 'issue',
    web_url: url,
    time_stats: { time_estimate: 0, total_time_spent: 0, human_time_estimate: null, human_total_time_spent: null },
    task_completion_status: { count: 1, completed_count: 0 },
    weight: null,
    blocking_issues_count: 0,
    has_tasks: true,
    task_status: '0 of 1 checklist item completed',
    _links: {
      self: api,
      notes: `${api}/notes`,
      award_emoji: `${api}/award_emoji`,
      project: `${SERVER}/api/v4/projects/278`,
    },
    references: { short: `#${iid}`, relative: `#${iid}`, full: `${PROJECT}#${iid}` },
    severity: 'UNKNOWN',
    subscribed: true,
    moved_to_id: null,
    imported: false,
    imported_from: 'none',
    service_desk_reply_to: null,
    epic_iid: null,
    epic: null,
    iteration: null,
    health_status: null,
    ...changes,
  };
}

export function note(id: number, body: string, changes: Json = {}): Json {
  return {
    id,
    type: null,
    body,
    author: MONA,
    created_at: '2026-03-02T10:00:00.120Z',
    updated_at: '2026-03-02T10:00:00.120Z',
    system: false,
    noteable_id: 91_001,
    noteable_type: 'Issue',
    project_id: PROJECT_ID,
    resolvable: false,
    confidential: false,
    internal: false,
    imported: false,
    imported_from: 'none',
    noteable_iid: 1,
    commands_changes: {},
    ...changes,
  };
}

/** The headers of a list's nth page: where the next one is, up to the last. */
export function nthLink(nth: number, last: number): Record<string, string> {
  return nth < last ? { link: `<${SERVER}/api/v4/projects?page=${nth + 1}>; rel="next"` } : {};
}

export function hook(id: number, url: string, changes: Json = {}): Json {
  return {
    id,
    url,
    name: null,
    description: null,
    created_at: '2026-03-02T10:00:00.120Z',
    push_events: false,
    tag_push_events: false,
    merge_requests_events: false,
    repository_update_events: false,
    enable_ssl_verification: true,
    organization_id: 1,
    alert_status: 'executable',
    disabled_until: null,
    url_variables: [],
    push_events_branch_filter: null,
    branch_filter_strategy: 'wildcard',
    custom_webhook_template: null,
    custom_headers: [],
    project_id: PROJECT_ID,
    issues_events: true,
    confidential_issues_events: true,
    note_events: true,
    confidential_note_events: true,
    ...changes,
  };
}

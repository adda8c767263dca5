/** Bodies in GitHub's own shapes, with values of ours. Nothing that the adapter ignores is left out. */

const API = 'https://api.github.com';
const WEB = 'https://github.com';

/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'ghp_canary5Xk29vQpLmZr8TtYw3Nn71CcDdEeFf';

export type Json = Record<string, unknown>;

export function user(login: string, id = 7_001): Json {
  const url = `${API}/users/${login}`;
  return {
    login,
    id,
    node_id: 'U_kgDOBq8wCQ',
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${WEB}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    user_view_type: 'public',
    site_admin: false,
  };
}

export function label(name: string, id = 501): Json {
  return {
    id,
    node_id: 'LA_kwDOC8mXkM8AAAAB',
    url: `${API}/repos/acme/widgets/labels/${encodeURIComponent(name)}`,
    name,
    color: 'd73a4a',
    default: false,
    description: `About ${name}`,
  };
}

export function issue(number: number, changes: Json = {}, repository = 'acme/widgets'): Json {
  const url = `${API}/repos/${repository}/issues/${number}`;
  return {
    url,
    repository_url: `${API}/repos/${repository}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${WEB}/${repository}/issues/${number}`,
    id: 3_000_000_000 + number,
    node_id: `I_kwDOC8mXkM6y${number}`,
    number,
    title: `Widget ${number} wobbles`,
    user: user('mona'),
    labels: [label('ui'), label('needs triage')],
    state: 'open',
    locked: false,
    assignee: user('zoe'),
    assignees: [user('zoe'), user('adam')],
    milestone: null,
    comments: 2,
    created_at: '2026-02-01T08:00:00Z',
    updated_at: '2026-03-01T08:00:00Z',
    closed_at: null,
    author_association: 'MEMBER',
    type: null,
    active_lock_reason: null,
    sub_issues_summary: { total: 0, completed: 0, percent_completed: 0 },
    issue_dependencies_summary: { blocked_by: 0, total_blocked_by: 0, blocking: 0, total_blocking: 0 },
    issue_field_values: [],
    body: `It wobbles.\r\n\r\n- [ ] tighten screw ${number}`,
    closed_by: null,
    reactions: {
      url: `${url}/reactions`,
      total_count: 1,
      '+1': 1,
      '-1': 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
    },
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
    ...changes,
  };
}

export function pullRequest(number: number): Json {
  const url = `${API}/repos/acme/widgets/pulls/${number}`;
  const html = `${WEB}/acme/widgets/pull/${number}`;
  return issue(number, {
    html_url: html,
    draft: false,
    pull_request: { url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch`, merged_at: null },
  });
}

export function repository(changes: Json = {}): Json {
  return {
    id: 1_300_192,
    node_id: 'R_kgDOABPW4A',
    name: 'widgets',
    full_name: 'acme/widgets',
    private: true,
    owner: { ...user('acme', 42), type: 'Organization' },
    html_url: `${WEB}/acme/widgets`,
    description: null,
    fork: false,
    url: `${API}/repos/acme/widgets`,
    default_branch: 'main',
    has_issues: true,
    archived: false,
    disabled: false,
    visibility: 'private',
    open_issues_count: 3,
    permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
    ...changes,
  };
}

export function fault(message: string, more: Json = {}): Json {
  return { message, documentation_url: 'https://docs.github.com/rest', ...more };
}

export function comment(id: number, changes: Json = {}, number = 1): Json {
  const url = `${API}/repos/acme/widgets/issues`;
  return {
    url: `${url}/comments/${id}`,
    html_url: `${WEB}/acme/widgets/issues/${number}#issuecomment-${id}`,
    issue_url: `${url}/${number}`,
    id,
    node_id: `IC_kwDOC8mXkM5${id}`,
    user: user('mona'),
    created_at: '2026-03-01T08:00:00Z',
    updated_at: '2026-03-01T08:00:00Z',
    author_association: 'MEMBER',
    body: `Comment ${id}`,
    reactions: { url: `${url}/comments/${id}/reactions`, total_count: 0, '+1': 0, '-1': 0 },
    performed_via_github_app: null,
    ...changes,
  };
}

export function hook(id: number, changes: Json = {}): Json {
  const url = `${API}/repos/acme/widgets/hooks/${id}`;
  return {
    type: 'Repository',
    id,
    name: 'web',
    active: true,
    events: ['push'],
    config: { content_type: 'form', insecure_ssl: '0', url: 'https://host.example/hook' },
    updated_at: '2026-03-01T08:00:00Z',
    created_at: '2026-03-01T08:00:00Z',
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: 'unused', message: null },
    ...changes,
  };
}

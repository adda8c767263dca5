export { createJiraAdapter, type JiraAdapter, type JiraReader } from './adapter.js';
export type { JiraApiTokenAuth, JiraAudience, JiraOauthAuth, JiraOptions, JiraToken } from './options.js';

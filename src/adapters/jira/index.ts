export { createJiraAdapter, type JiraAdapter, type JiraReader } from './adapter.js';
export type { JiraApiTokenAuth, JiraAudience, JiraOauthAuth, JiraOptions } from './options.js';

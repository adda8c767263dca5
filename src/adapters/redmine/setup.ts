// The door to what is asked when something is set up, which is loaded with the first such question.
export { testConnection } from './connection.js';
export { listIssueTypes, listLabels, listProjects, listStatuses, listUsers } from './directory.js';

// The door to what is asked when something is set up, which is loaded with the first such question.
export { testConnection } from './connection.js';

import { listIssueTypes, listLabels, listProjects, listStatuses, listUsers } from './directory.js';
import { listHooks } from './webhooks.js';

/** @internal */
export const directory = {
  projects: listProjects,
  labels: listLabels,
  users: listUsers,
  statuses: listStatuses,
  issueTypes: listIssueTypes,
};

/** @internal */
export const webhooks = { list: listHooks };

// The door to what is asked when something is set up, which is loaded with the first such question.
export { testConnection } from './connection.js';

import { listLabels, listStatuses, listTeams, listUsers } from './directory.js';
import { listWebhooks, webhookHealth } from './webhooks.js';

/** @internal */
export const directory = { projects: listTeams, labels: listLabels, users: listUsers, statuses: listStatuses };

/** @internal */
export const webhooks = { list: listWebhooks, health: webhookHealth };

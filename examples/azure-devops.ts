// Mirrors an object of the host's as a work item of Azure DevOps: created once, found again, moved on, commented.
import { isTrackerError } from '@spec-kitty/tracker';
import { createAzureDevopsAdapter } from '@spec-kitty/tracker/adapters/azure-devops';

const azure = createAzureDevopsAdapter({
  baseUrl: 'https://dev.azure.com/acme',
  project: 'Widgets',
  auth: { personalAccessToken: process.env.AZURE_DEVOPS_TOKEN ?? '' },
  statusMap: { 'On Hold': 'blocked' },
  typeMap: { Risk: 'chore' },
});

const { account, missingPermissions, warnings } = await azure.testConnection();
console.log(account, missingPermissions, warnings);

const clientKey = 'work-package-17';
let ref = await azure.issues.findByClientKey(clientKey);
if (!ref) {
  try {
    const draft = { title: 'Widgets wobble', body: 'Since *Tuesday*.', issueType: 'bug', priority: 1 } as const;
    const created = await azure.issues.create(draft, { clientKey });
    for (const { field, message } of created.warnings) console.warn(`${field}: ${message}`);
    ref = created.issue.ref;
  } catch (error) {
    // The answer was lost: look before anything is sent again.
    if (!isTrackerError(error, 'ambiguous_write')) throw error;
    ref = await azure.issues.findByClientKey(clientKey);
  }
}
if (ref) {
  await azure.issues.transition(ref.id, 'in_progress');
  await azure.comments.add(ref.id, 'Work has begun.', { clientKey: `${clientKey}-begun` });
}

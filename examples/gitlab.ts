// Mirrors an object of the host's as an issue of GitLab: created once, found again, moved on, commented.
import { isTrackerError } from '@spec-kitty/tracker';
import { createGitlabAdapter } from '@spec-kitty/tracker/adapters/gitlab';

const gitlab = createGitlabAdapter({
  project: 'acme/tools/widgets',
  token: process.env.GITLAB_TOKEN ?? '',
  statusMap: { 'workflow::in dev': 'in_progress', 'workflow::review': 'in_review', "won't do": 'canceled' },
  priorityMap: { 'priority::1': 1, 'priority::2': 2 },
  typeMap: { 'type::bug': 'bug' },
});

const { account, missingPermissions, warnings } = await gitlab.testConnection();
console.log(account, missingPermissions, warnings);

const clientKey = 'work-package-17';
let ref = await gitlab.issues.findByClientKey(clientKey);
if (!ref) {
  try {
    const draft = { title: 'Widgets wobble', body: 'Since *Tuesday*.', issueType: 'bug', priority: 1 } as const;
    const created = await gitlab.issues.create(draft, { clientKey });
    for (const { field, message } of created.warnings) console.warn(`${field}: ${message}`);
    ref = created.issue.ref;
  } catch (error) {
    // The answer was lost: look before anything is sent again.
    if (!isTrackerError(error, 'ambiguous_write')) throw error;
    ref = await gitlab.issues.findByClientKey(clientKey);
  }
}
if (ref) {
  await gitlab.issues.transition(ref.id, 'in_progress');
  await gitlab.comments.add(ref.id, 'Work has begun.', { clientKey: `${clientKey}-begun` });
}

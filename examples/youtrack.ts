// Mirrors an object of the host's as an issue of YouTrack: created once, found again, moved on, commented.
import { isTrackerError } from '@spec-kitty/tracker';
import { createYoutrackAdapter } from '@spec-kitty/tracker/adapters/youtrack';

const youtrack = createYoutrackAdapter({
  baseUrl: 'https://acme.youtrack.cloud',
  project: 'DEV',
  token: process.env.YOUTRACK_TOKEN ?? '',
  statusMap: { 'To be discussed': 'blocked', 'To verify': 'in_review' },
  shareTagsWith: ['3-7'],
});

const { account, warnings } = await youtrack.testConnection();
console.log(account, warnings);

const clientKey = 'work-package-17';
let ref = await youtrack.issues.findByClientKey(clientKey);
if (!ref) {
  try {
    const draft = { title: 'Widgets wobble', body: 'Since *Tuesday*.', issueType: 'bug', priority: 1 } as const;
    const created = await youtrack.issues.create({ ...draft, labels: ['ui'] }, { clientKey });
    for (const { field, message } of created.warnings) console.warn(`${field}: ${message}`);
    ref = created.issue.ref;
  } catch (error) {
    // The answer was lost: look before anything is sent again.
    if (!isTrackerError(error, 'ambiguous_write')) throw error;
    ref = await youtrack.issues.findByClientKey(clientKey);
  }
}
if (ref) {
  await youtrack.issues.transition(ref.id, 'in_progress');
  await youtrack.comments.add(ref.id, 'Work has begun.', { clientKey: `${clientKey}-begun` });
}

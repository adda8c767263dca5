// Mirrors an object of the host's as an issue of Redmine: created once, found again, moved on, commented.
import { isTrackerError } from '@spec-kitty/tracker';
import { createRedmineAdapter } from '@spec-kitty/tracker/adapters/redmine';

const redmine = createRedmineAdapter({
  baseUrl: 'https://acme.example/redmine',
  project: 'widgets',
  token: process.env.REDMINE_API_KEY ?? '',
  textFormatting: 'textile',
  statusMap: { 'In Arbeit': 'in_progress', Wartet: 'blocked' },
  typeMap: { Fehler: 'bug', Aufgabe: 'task' },
});

const { account, missingPermissions, warnings } = await redmine.testConnection();
console.log(account, missingPermissions, warnings);

const clientKey = 'work-package-17';
let ref = await redmine.issues.findByClientKey(clientKey);
if (!ref) {
  try {
    const draft = { title: 'Widgets wobble', body: 'Since *Tuesday*.', issueType: 'bug', labels: ['backend'] } as const;
    const created = await redmine.issues.create(draft, { clientKey });
    for (const { field, message } of created.warnings) console.warn(`${field}: ${message}`);
    ref = created.issue.ref;
  } catch (error) {
    // The answer was lost: look before anything is sent again.
    if (!isTrackerError(error, 'ambiguous_write')) throw error;
    ref = await redmine.issues.findByClientKey(clientKey);
  }
}
if (ref) {
  try {
    await redmine.issues.transition(ref.id, 'in_progress');
  } catch (error) {
    // The workflow decides who may move an issue where, and Redmine itself would say nothing.
    if (!isTrackerError(error, 'rejected')) throw error;
    console.warn(error.message);
  }
  await redmine.comments.add(ref.id, 'Work has begun.', { clientKey: `${clientKey}-begun` });
}

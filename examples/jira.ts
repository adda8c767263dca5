import { createJiraAdapter } from '@spec-kitty/tracker/adapters/jira';

const jira = createJiraAdapter({
  siteUrl: 'https://acme.atlassian.net',
  project: 'ACME',
  auth: { email: process.env.JIRA_EMAIL ?? '', apiToken: process.env.JIRA_TOKEN ?? '' },
  statusMap: { 'In Review': 'in_review' }, // statuses that their category does not tell apart
});

const { account, missingPermissions, warnings } = await jira.testConnection();
console.log(`connected as ${account}`, missingPermissions, warnings);

// The key finds the issue again if the answer to the create is lost.
const { issue, warnings: notWritten } = await jira.issues.create(
  {
    title: 'Widget wobbles',
    body: 'Since **yesterday**.',
    issueType: 'bug',
    status: 'in_progress',
    labels: ['needs triage'],
  },
  { clientKey: 'work-package-7' },
);
for (const { field, message } of notWritten) console.warn(`${field}: ${message}`);

await jira.comments.add(issue.ref.id, 'A fix is on its way.');
await jira.backlinks.upsert(issue.ref.id, { key: 'wp-7', url: 'https://host.example/wp/7', title: 'Work package 7' });

for await (const { items } of jira.issues.search({ native: 'priority = Highest ORDER BY created DESC' })) {
  for (const { ref, title, status } of items) console.log(ref.key, status, title);
}

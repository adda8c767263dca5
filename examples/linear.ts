// Mirrors an object of the host's as an issue of Linear: created exactly once, moved on, commented, pointed back from.
import { createLinearAdapter } from '@spec-kitty/tracker/adapters/linear';

const linear = createLinearAdapter({
  team: process.env.LINEAR_TEAM ?? 'ENG',
  auth: { apiKey: process.env.LINEAR_API_KEY ?? '' },
  statusMap: { 'In Review': 'in_review' },
  typeMap: { Bug: 'bug' },
});

const { account, warnings } = await linear.testConnection();
console.log(account, warnings);

// The issue's id follows from the key: run this twice, and there is one issue.
const clientKey = 'work-package-17';
const draft = { title: 'Widgets wobble', body: 'Since *Tuesday*.', priority: 1 } as const;
const created = await linear.issues.create(draft, { clientKey });
for (const { field, message } of created.warnings) console.warn(`${field}: ${message}`);

const { id } = created.issue.ref;
await linear.issues.transition(id, 'in_progress');
await linear.comments.add(id, 'Work has begun.', { clientKey: `${clientKey}-begun` });
await linear.backlinks.upsert(id, { key: clientKey, url: 'https://host.example/wp/17', title: 'Work package 17' });

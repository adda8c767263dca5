// Files an issue, says something about it, and closes it: what a host does with the GitHub adapter.
import { isTrackerError } from '@spec-kitty/tracker';
import { createGithubAdapter } from '@spec-kitty/tracker/adapters/github';

const github = createGithubAdapter({
  owner: 'octocat',
  repo: 'hello-world',
  token: () => process.env.GITHUB_TOKEN ?? '', // asked before every request: renew it here
  userAgent: 'my-planner',
  statusMap: { 'In progress': 'in_progress' }, // label names
  priorityMap: { P0: 0, P1: 1 },
});

const { account, missingPermissions } = await github.testConnection();
console.log(`I am ${account ?? 'an app'}; missing: ${missingPermissions.join(', ') || 'nothing'}`);

const clientKey = 'mission-7/WP01';
const draft = { title: 'The widget wobbles', body: 'Since **Tuesday**.', priority: 1, status: 'in_progress' } as const;

/** Makes the issue once, whatever happens to the answer. */
async function fileOnce(): Promise<string> {
  const known = await github.issues.findByClientKey(clientKey);
  if (known) return known.id;
  try {
    const { issue, warnings } = await github.issues.create(draft, { clientKey });
    for (const { field, message } of warnings) console.warn(`${field}: ${message}`);
    return issue.ref.id;
  } catch (error) {
    const made = isTrackerError(error, 'ambiguous_write') ? await github.issues.findByClientKey(clientKey) : undefined;
    if (made) return made.id;
    throw error;
  }
}

const id = await fileOnce();
await github.comments.add(id, 'Tightened the screw.', { clientKey: `${clientKey}/done` });
const { issue } = await github.issues.transition(id, 'done');
console.log(`${issue.ref.url} is ${issue.status} (${issue.statusName})`);

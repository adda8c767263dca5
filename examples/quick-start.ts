import { buildSnapshot, createMemoryReceiptStore, createPublishClient, type Issue } from '@spec-kitty/tracker';
import { createGithubAdapter } from '@spec-kitty/tracker/adapters/github';

const github = createGithubAdapter({ owner: 'octocat', repo: 'hello-world', token: process.env.GITHUB_TOKEN ?? '' });
const saas = createPublishClient({
  serverUrl: 'https://saas.example',
  token: process.env.SAAS_TOKEN,
  receipts: createMemoryReceiptStore(), // forgets on restart: pass a store of your own in production
});

const issues: Issue[] = [];
for await (const page of github.issues.list()) issues.push(...page.items);

const snapshot = buildSnapshot({
  provider: github.provider,
  workspace: github.workspace,
  credentials: {}, // read for routing only, never sent
  doctrine: { mode: 'external_authoritative', fieldOwners: {} },
  project: { uuid: null, slug: 'hello-world' },
  issues,
  mappings: [],
  checkpoint: { cursor: null, updatedSince: null },
});
const { status, receipt } = await saas.publish(snapshot);
console.log(`${issues.length} issues ${status}`, receipt?.receipt_id);

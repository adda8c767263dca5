import { buildSnapshot, type Snapshot, type SnapshotInput } from '../../src/index.js';
import { aRef } from '../../src/testing/fixtures/a-ref.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';

/** A snapshot whose content is told by one word, with the same counts and cursor whatever the word. */
export function aSnapshot(word: string, overrides: Partial<SnapshotInput> = {}): Snapshot {
  return buildSnapshot({
    provider: 'jira',
    workspace: 'acme.atlassian.net',
    credentials: { project_key: 'ACME', token: 'tracker-token-canary' },
    doctrine: { mode: 'external_authoritative', fieldOwners: {} },
    project: { uuid: null, slug: word },
    issues: [
      anIssue({ ref: aRef({ system: 'jira', workspace: 'acme.atlassian.net', id: '1' }), title: `Title ${word}` }),
    ],
    mappings: [],
    checkpoint: { cursor: null, updatedSince: null },
    ...overrides,
  });
}

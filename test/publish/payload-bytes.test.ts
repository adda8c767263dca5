import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildSnapshot, type SnapshotInput } from '../../src/index.js';
import { payloadBytes } from '../../src/publish/payload-bytes.js';
import { aRef } from '../../src/testing/fixtures/a-ref.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';
import { runs } from '../support/runs.js';

test('are those of JSON.stringify, whatever the texts are', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('"issues":[]', '\\"issues\\":[]', '\ud83d', '数'),
  );
  const id = fc.uuid();
  fc.assert(
    fc.property(text, fc.uniqueArray(id, { maxLength: 4 }), fc.array(text, { maxLength: 3 }), (word, ids, labels) => {
      const input: SnapshotInput = {
        provider: 'jira',
        workspace: `w${word}`,
        credentials: {},
        doctrine: { mode: 'split', fieldOwners: { issues: 'local', [word]: 'shared', mappings: 'external' } },
        project: { uuid: null, slug: word },
        issues: ids.map((one) =>
          anIssue({
            ref: aRef({ system: 'jira', workspace: `w${word}`, id: one }),
            title: `t${word}`,
            body: word,
            labels,
          }),
        ),
        mappings: [],
        checkpoint: { cursor: word, updatedSince: null },
      };
      fc.pre(word !== '__proto__');
      const { payload } = buildSnapshot(input);
      expect(new TextDecoder().decode(payloadBytes(payload))).toBe(JSON.stringify(payload));
    }),
    { numRuns: runs(300) },
  );
});

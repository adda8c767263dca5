import { describe, expect, test } from 'vitest';
import { createMemoryCheckpointStore } from '../../../src/stores/memory/checkpoint-store.js';
import { createMemoryEventQueueStore } from '../../../src/stores/memory/event-queue-store.js';
import { createMemoryEventStore } from '../../../src/stores/memory/event-store.js';
import { createMemoryIssueStore } from '../../../src/stores/memory/issue-store.js';
import { createMemoryMappingStore } from '../../../src/stores/memory/mapping-store.js';
import { createMemoryReceiptStore } from '../../../src/stores/memory/receipt-store.js';
import { createMemorySnapshotStore } from '../../../src/stores/memory/snapshot-store.js';
import { createMemoryTokenStore } from '../../../src/stores/memory/token-store.js';
import { checkpointStoreCases } from '../../../src/testing/stores/checkpoint-store-cases.js';
import { eventQueueStoreCases } from '../../../src/testing/stores/event-queue-store-cases.js';
import { eventStoreCases } from '../../../src/testing/stores/event-store-cases.js';
import { issueStoreCases } from '../../../src/testing/stores/issue-store-cases.js';
import { mappingStoreCases } from '../../../src/testing/stores/mapping-store-cases.js';
import { receiptStoreCases } from '../../../src/testing/stores/receipt-store-cases.js';
import { runStoreCases } from '../../../src/testing/stores/run-store-cases.js';
import { snapshotStoreCases } from '../../../src/testing/stores/snapshot-store-cases.js';
import type { StoreCase } from '../../../src/testing/stores/store-case.js';
import { tokenStoreCases } from '../../../src/testing/stores/token-store-cases.js';
import { checkpointStoreMutants } from './mutants/checkpoint-store-mutants.js';
import { eventQueueStoreMutants } from './mutants/event-queue-store-mutants.js';
import { eventStoreMutants } from './mutants/event-store-mutants.js';
import { issueStoreMutants } from './mutants/issue-store-mutants.js';
import { mappingStoreMutants } from './mutants/mapping-store-mutants.js';
import type { Mutants } from './mutants/mutant.js';
import { receiptStoreMutants } from './mutants/receipt-store-mutants.js';
import { snapshotStoreMutants } from './mutants/snapshot-store-mutants.js';
import { tokenStoreMutants } from './mutants/token-store-mutants.js';

/** Holds a twin to its cases, and the cases to their mutants. */
function prove<Store>(name: string, cases: readonly StoreCase<Store>[], twin: () => Store, mutants: Mutants<Store>) {
  describe(name, () => {
    test('cases have ids of their own, in kebab case, and a title', () => {
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
      for (const { id, title } of cases) {
        expect(id).toMatch(new RegExp(`^${name}/[a-z]+(-[a-z]+)*$`));
        expect(title.length).toBeGreaterThan(10);
      }
    });

    test('each case has a mutant, and each mutant a case', () => {
      expect(Object.keys(mutants).toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
    });

    test.for(cases)('$id: the twin passes', ({ run }) => run(twin));

    test.for(cases)('$id: its mutants fail', async ({ id }) => {
      const broken = [mutants[id] ?? []].flat();
      expect(broken.length).toBeGreaterThan(0);
      for (const [at, mutant] of broken.entries()) {
        const results = await runStoreCases(cases, mutant);
        const failed = results.filter(({ outcome }) => outcome === 'failed').map((result) => result.id);
        expect(failed, `mutant ${at} of ${id}`).toContain(id);
        // A mutant that breaks everything proves nothing about its case.
        expect(failed.length, `cases that mutant ${at} of ${id} fails: ${failed}`).toBeLessThan((cases.length * 2) / 3);
      }
    });
  });
}

prove('issue-store', issueStoreCases, createMemoryIssueStore, issueStoreMutants);
prove('mapping-store', mappingStoreCases, createMemoryMappingStore, mappingStoreMutants);
prove('checkpoint-store', checkpointStoreCases, createMemoryCheckpointStore, checkpointStoreMutants);
prove('receipt-store', receiptStoreCases, createMemoryReceiptStore, receiptStoreMutants);
prove('snapshot-store', snapshotStoreCases, createMemorySnapshotStore, snapshotStoreMutants);
prove('event-store', eventStoreCases, createMemoryEventStore, eventStoreMutants);
prove('event-queue-store', eventQueueStoreCases, createMemoryEventQueueStore, eventQueueStoreMutants);
prove('token-store', tokenStoreCases, createMemoryTokenStore, tokenStoreMutants);

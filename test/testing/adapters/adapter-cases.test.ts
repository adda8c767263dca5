import { describe, expect, test } from 'vitest';
import { lackedBy } from '../../../src/testing/adapters/adapter-case.js';
import { adapterCases } from '../../../src/testing/adapters/adapter-cases.js';
import { runAdapterCases } from '../../../src/testing/adapters/run-adapter-cases.js';
import { listMutants } from './mutants/list-mutants.js';
import { lostAnswerMutants } from './mutants/lost-answer-mutants.js';
import { harnessOf, type Mutants } from './mutants/mutant.js';
import { presenceMutants } from './mutants/presence-mutants.js';
import { commentMutants, fileMutants, linkMutants, surroundingsMutants } from './mutants/rest-mutants.js';
import { transitionMutants } from './mutants/transition-mutants.js';
import { clientKeyMutants, createMutants, updateMutants } from './mutants/write-mutants.js';

const mutants: Mutants = {
  ...presenceMutants,
  ...listMutants,
  ...createMutants,
  ...clientKeyMutants,
  ...lostAnswerMutants,
  ...updateMutants,
  ...transitionMutants,
  ...commentMutants,
  ...linkMutants,
  ...fileMutants,
  ...surroundingsMutants,
};

describe('adapter cases', () => {
  test('have ids of their own, in kebab case, and a title', () => {
    expect(new Set(adapterCases.map(({ id }) => id)).size).toBe(adapterCases.length);
    for (const { id, title } of adapterCases) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/);
      expect(title.length).toBeGreaterThan(10);
    }
  });

  test('have a mutant each, and each mutant a case', () => {
    expect(Object.keys(mutants).toSorted()).toEqual(adapterCases.map(({ id }) => id).toSorted());
  });

  test.for(adapterCases)('$id: the fake adapter passes', async (adapterCase) => {
    const harness = harnessOf();
    expect(lackedBy(harness, adapterCase)).toEqual([]);
    await adapterCase.run(harness);
  });

  test.for(adapterCases)('$id: its mutants fail', async (adapterCase) => {
    const { id } = adapterCase;
    const broken = [mutants[id] ?? []].flat();
    expect(broken.length).toBeGreaterThan(0);
    for (const [at, mutant] of broken.entries()) {
      const [result] = await runAdapterCases(mutant, [adapterCase]);
      expect(result, `mutant ${at}`).toMatchObject({ outcome: 'failed' });
    }
    // A mutant that breaks everything proves nothing about its case.
    const results = await runAdapterCases(broken[0] ?? harnessOf);
    const failed = results.filter(({ outcome }) => outcome === 'failed').map((result) => result.id);
    expect(failed.length, `cases that it fails: ${failed}`).toBeLessThanOrEqual(9);
  });
});

import { describe, expect, test } from 'vitest';
import { type AdapterHarness, lackedBy } from '../../../src/testing/adapters/adapter-case.js';
import { adapterCases } from '../../../src/testing/adapters/adapter-cases.js';
import { createFakeAdapter } from '../../../src/testing/adapters/fake-adapter.js';
import { createFakeTracker } from '../../../src/testing/adapters/fake-tracker.js';

function fakeHarness(): AdapterHarness {
  const tracker = createFakeTracker();
  return {
    adapter: createFakeAdapter(tracker),
    again: () => createFakeAdapter(tracker),
    readOnly: () => createFakeAdapter(tracker, { readOnly: true }),
    sent: () => tracker.requests,
    backlinks: async (id) => [...(tracker.backlinks.get(id)?.values() ?? [])],
    unknownId: '4711',
  };
}

describe('the fake adapter', () => {
  test.for(adapterCases)('$id: $title', async (adapterCase) => {
    const harness = fakeHarness();
    expect(lackedBy(harness, adapterCase)).toEqual([]);
    await adapterCase.run(harness);
  });
});

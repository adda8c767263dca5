import { describe, expect, test } from 'vitest';
import type { AdapterHarness } from '../../src/testing/adapters/adapter-case.js';
import { lackedBy } from '../../src/testing/adapters/adapter-case.js';
import { adapterCases } from '../../src/testing/adapters/adapter-cases.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { isWriting, PROVIDERS, type ProviderModule } from './subjects.js';

function harnessOf(module: ProviderModule): AdapterHarness {
  const { createSubject, harness = {} } = module;
  const { create, server } = createSubject();
  const runtime = createTestRuntime({ fetch: server.handle });
  const adapter = create(runtime);
  return {
    adapter,
    again: () => create(runtime),
    readOnly: () => create(runtime, { readOnly: true }),
    losing: () => {
      let hasLost = false;
      const fetch = async (request: Request) => {
        const isLost = !hasLost && isWriting(module, request);
        const answer = await server.handle(request);
        if (!isLost || !answer.ok) return answer;
        hasLost = true;
        throw new TypeError('fetch failed');
      };
      return create({ ...runtime, fetch });
    },
    sent: () => server.requests.length,
    settle: async () => runtime.advance(adapter.traits.indexLagMs),
    ...harness,
  };
}

test('there are adapters to be tested', () => {
  expect(PROVIDERS.map(({ provider }) => provider)).toContain('toy');
});

describe.each(PROVIDERS)('the $provider adapter keeps', (module) => {
  test.for(adapterCases)('$id: $title', async (adapterCase, { skip }) => {
    const harness = harnessOf(module);
    const lacks = lackedBy(harness, adapterCase);
    if (lacks.length > 0) skip(`no ${lacks.join(', ')}`);
    await adapterCase.run(harness);
  });
});

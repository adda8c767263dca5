import { describe, test } from 'vitest';
import { lackedBy } from '../../../src/testing/adapters/adapter-case.js';
import { adapterCases } from '../../../src/testing/adapters/adapter-cases.js';
import { scene, type WritingOptions } from './scene.js';

// The suite of all adapters runs with the options as they are when nobody sets them; these are the others.
const VARIANTS: readonly WritingOptions[] = [{ bodyFormat: 'markdown' }, { apiVersion: '6.0' }];

describe.each(VARIANTS)('with %j the adapter keeps', (options) => {
  test.for(adapterCases)('$id: $title', async (adapterCase, { skip }) => {
    const { azure, server, runtime } = scene(options);
    const harness = {
      adapter: azure,
      again: () => scene(options, {}, server).azure,
      sent: () => server.requests.length,
      settle: async () => runtime.advance(azure.traits.indexLagMs),
    };
    const lacks = lackedBy(harness, adapterCase);
    if (lacks.length > 0) skip(`no ${lacks.join(', ')}`);
    await adapterCase.run(harness);
  });
});

import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { EgressScope } from '../../src/contracts/egress.js';
import { redact } from '../../src/errors/redact.js';
import { assertPermitted } from '../../src/publish/egress.js';

const scope: EgressScope = {
  provider: 'jira',
  workspace: 'acme.atlassian.net',
  projectUuid: null,
  destination: 'https://saas.example/api/',
};

test('without a port, and with one that says true, everything may leave', async () => {
  await assertPermitted(undefined, scope, 'publish', redact);
  await assertPermitted({ permits: () => true }, scope, 'publish', redact);
  await assertPermitted({ permits: async () => true }, scope, 'publish', redact);
});

test.each([false, undefined, null, 1, 'true', {}])('%j refuses', async (answer) => {
  const refused = { code: 'egress_refused', context: { operation: 'publish', provider: 'jira', attempts: 0 } };
  await expect(assertPermitted({ permits: () => answer as never }, scope, 'publish', redact)).rejects.toMatchObject(
    refused,
  );
});

test('a fault refuses, thrown or rejected, and is told without what it may have leaked', async () => {
  const fault = new Error('no answer for Bearer hush-hush-hush');
  const thrown = () => {
    throw fault;
  };
  for (const permits of [thrown, async () => thrown()]) {
    const error = await assertPermitted({ permits }, scope, 'publish', redact).catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: 'egress_refused', cause: { name: 'Error' } });
    expect(inspect(error, { depth: 5 })).not.toContain('hush');
  }
});

test('the port is asked as a method, and cannot change the scope', async () => {
  const port = {
    answer: true,
    permits(asked: EgressScope) {
      expect(asked).toEqual(scope);
      expect(Object.isFrozen(asked)).toBe(true);
      return this.answer;
    },
  };
  await assertPermitted(port, scope, 'publish', redact);
  expect(Object.isFrozen(scope)).toBe(false);
});

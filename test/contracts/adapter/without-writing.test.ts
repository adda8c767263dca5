import { expect, test } from 'vitest';
import { withoutWriting } from '../../../src/contracts/adapter/without-writing.js';
import { createFakeAdapter } from '../../../src/testing/adapters/fake-adapter.js';
import { createFakeTracker } from '../../../src/testing/adapters/fake-tracker.js';

test('an adapter without writing has every method that reads, and no other', () => {
  const whole = createFakeAdapter(createFakeTracker());
  const reader = withoutWriting(whole);
  const methods = Object.fromEntries(
    Object.entries(reader).map(([name, member]) => [name, typeof member === 'object' ? Object.keys(member) : []]),
  );
  expect(methods).toMatchObject({
    issues: ['list', 'get', 'ids', 'search', 'findByClientKey'],
    directory: ['projects', 'labels', 'users', 'statuses', 'issueTypes'],
    comments: ['list', 'findByClientKey'],
    links: ['list', 'findByClientKey'],
    attachments: ['list', 'findByClientKey'],
    body: ['render', 'activeNodes'],
    webhooks: ['list', 'health'],
  });
  expect(reader).not.toHaveProperty('backlinks');
  expect([reader.provider, reader.traits, reader.testConnection]).toEqual([
    whole.provider,
    whole.traits,
    whole.testConnection,
  ]);
  expect(whole.issues).toHaveProperty('create');
});

test('an adapter that does not write stays as it is', () => {
  const reader = withoutWriting(createFakeAdapter(createFakeTracker()));
  expect(withoutWriting(reader)).toEqual(reader);
});

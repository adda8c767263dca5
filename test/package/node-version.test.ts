import { expect, it } from 'vitest';

// The `node` dev dependency puts Node 24 in front of whatever the machine has. Where its install script was not run,
// nothing else fails: the tests would silently run on another version.
it('runs on Node 24', () => {
  expect(process.version).toMatch(/^v24\./);
});

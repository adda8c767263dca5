import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { havingDone } from '../../../src/adapters/jira/refusals.js';
import { ConfigurationError } from '../../../src/errors/configuration-error.js';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.js';
import { RejectedError } from '../../../src/errors/rejected-error.js';

const details = { context: { operation: 'issues.update', provider: 'jira', attempts: 2 } };
const problems = [{ path: 'status', message: 'may be any of $& and others' }];

it.each([
  new InvalidInputError(problems, details),
  new ConfigurationError(problems, details),
  new RejectedError('refused', { ...details, fields: problems, cause: { name: 'Error', message: 'why' } }),
])('what was done is told beside a fault of any class: $name', (fault) => {
  const { message } = fault;
  const before = structuredClone(fault.toJSON());
  expect(havingDone(fault, 'moves made before: 1')).toBe(fault);
  expect(fault.toJSON()).toEqual({ ...before, message: `${message}; moves made before: 1` });
  expect(inspect(fault)).toContain(fault.message);
});

it('an abort passes as it is', () => {
  const reason = new Error('enough');
  expect(havingDone(reason, 'moves made before: 1')).toBe(reason);
  expect(reason.message).toBe('enough');
});

import { expect, test } from 'vitest';
import type { StandardSchema } from '../../src/contracts/standard-schema.js';
import * as entry from '../../src/index.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';

const schemas = Object.entries(entry).filter(([name]) => name.endsWith('Schema')) as [
  string,
  StandardSchema<unknown>,
][];

test.each(schemas)('%s says in words what is wrong with nothing at all', async (_, schema) => {
  const { issues } = await schema['~standard'].validate(null);
  expect(issues?.map(({ message }) => message)).toEqual([expect.stringMatching(/^expected (an )?object$/)]);
});

test('each problem has words and a path in parts, an unknown key its own, and no value', async () => {
  const odd = { ...anIssue(), priority: 7, title: '', status: 'hunter2', extra: 1, more: 2 };
  const { issues = [] } = await entry.issueSchema['~standard'].validate(odd);
  expect(Object.fromEntries(issues.map(({ path, message }) => [path?.join('.'), message]))).toMatchObject({
    priority: expect.stringContaining('expected'),
    status: expect.stringMatching(/^expected one of todo/),
    extra: 'is not a known key; remove it',
    more: 'is not a known key; remove it',
  });
  expect(JSON.stringify(issues)).not.toMatch(/hunter2|Invalid input/);
});

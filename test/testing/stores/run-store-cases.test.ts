import { expect, test } from 'vitest';
import { runStoreCases } from '../../../src/testing/stores/run-store-cases.js';
import type { StoreCase } from '../../../src/testing/stores/store-case.js';

function aCase(id: string, run: StoreCase<number[]>['run']): StoreCase<number[]> {
  return { id, title: `about ${id}`, requires: [], run };
}

test('every case gets a result, also behind one that failed', async () => {
  const results = await runStoreCases(
    [
      aCase('one', async (create) => {
        if ((await create()).push(1) !== 1) throw new Error('not empty');
      }),
      aCase('two', async () => {
        throw new Error('the record: expected 1, found 2');
      }),
      aCase('three', () => Promise.reject('no error at all')),
      aCase('four', async (create) => {
        if ((await create()).push(1) !== 1) throw new Error('not empty');
      }),
    ],
    async () => [],
  );
  expect(results).toEqual([
    { id: 'one', title: 'about one', outcome: 'passed' },
    { id: 'two', title: 'about two', outcome: 'failed', error: 'the record: expected 1, found 2' },
    { id: 'three', title: 'about three', outcome: 'failed', error: 'no error at all' },
    { id: 'four', title: 'about four', outcome: 'passed' },
  ]);
});

test('a store that can not be made fails the case, not the run', async () => {
  const results = await runStoreCases([aCase('one', async (create) => void (await create()))], () => {
    throw new Error('no database');
  });
  expect(results).toEqual([{ id: 'one', title: 'about one', outcome: 'failed', error: 'no database' }]);
});

test('cases run one after another', async () => {
  let running = 0;
  const alone = aCase('alone', async () => {
    expect(++running).toBe(1);
    await null;
    running--;
  });
  const results = await runStoreCases([alone, alone, alone], () => []);
  expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed']);
});

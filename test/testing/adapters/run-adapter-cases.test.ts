import { describe, expect, test } from 'vitest';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { AdapterCase, AdapterHarness } from '../../../src/testing/adapters/adapter-case.js';
import { lackedBy } from '../../../src/testing/adapters/adapter-case.js';
import { adapterCases } from '../../../src/testing/adapters/adapter-cases.js';
import { createFakeAdapter } from '../../../src/testing/adapters/fake-adapter.js';
import { createFakeTracker } from '../../../src/testing/adapters/fake-tracker.js';
import { runAdapterCases } from '../../../src/testing/adapters/run-adapter-cases.js';
import { harnessOf } from './mutants/mutant.js';

function aCase(id: string, run: AdapterCase['run'], requires: readonly string[] = []): AdapterCase {
  return { id, title: `about ${id}`, requires, run };
}

describe('a run', () => {
  test('has a result for every case, also behind one that failed', async () => {
    const results = await runAdapterCases(harnessOf, [
      aCase('one', async ({ adapter }) => void (await adapter.testConnection())),
      aCase('two', async () => {
        throw new Error('the page: expected 1, found 2');
      }),
      aCase('three', () => Promise.reject('no error at all')),
      aCase('four', async () => {}, ['issues.merge', 'votes.add', 'harness.photo']),
    ]);
    expect(results).toEqual([
      { id: 'one', title: 'about one', outcome: 'passed' },
      { id: 'two', title: 'about two', outcome: 'failed', reason: 'the page: expected 1, found 2' },
      { id: 'three', title: 'about three', outcome: 'failed', reason: 'no error at all' },
      { id: 'four', title: 'about four', outcome: 'skipped', reason: 'no issues.merge, votes.add, harness.photo' },
    ]);
  });

  test('makes a harness for each case, and fails the case where it cannot', async () => {
    let made = 0;
    const create = async () => {
      if (++made === 2) throw new Error('no tracker');
      return harnessOf();
    };
    const results = await runAdapterCases(
      create,
      ['one', 'two', 'three'].map((id) => aCase(id, async () => {})),
    );
    expect(results.map(({ outcome, reason }) => reason ?? outcome)).toEqual(['passed', 'no tracker', 'passed']);
  });

  test('is of all cases when none are named', async () => {
    const results = await runAdapterCases(harnessOf);
    expect(results.map(({ id }) => id)).toEqual(adapterCases.map(({ id }) => id));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

test('what is lacking is named by its path', () => {
  const harness = harnessOf();
  expect(lackedBy(harness, { requires: ['issues.create', 'limits', 'harness.sent'] })).toEqual([]);
  const { comments: _, ...adapter } = harness.adapter;
  const requires = ['comments.add', 'comments', 'issues.vote', 'harness.settle'];
  expect(lackedBy({ ...harness, adapter }, { requires })).toEqual(requires);
});

/** The paths of what an adapter may lack. */
const OPTIONAL = Object.entries(harnessOf().adapter).flatMap(([name, group]) => {
  if (typeof group === 'function') return name === 'testConnection' ? [] : [name];
  if (typeof group !== 'object' || name === 'traits') return [];
  const methods = Object.keys(group).filter((method) => !['list', 'get', 'projects'].includes(method));
  return [...(['issues', 'directory'].includes(name) ? [] : [name]), ...methods.map((method) => `${name}.${method}`)];
});

/** The adapter without one of its parts. */
function withoutPart(adapter: TrackerAdapter, path: string): TrackerAdapter {
  const [name = '', method] = path.split('.');
  const parts: Record<string, unknown> = { ...adapter };
  if (method === undefined) delete parts[name];
  else {
    const group: Record<string, unknown> = { ...(parts[name] as object) };
    delete group[method];
    parts[name] = group;
  }
  return parts as unknown as TrackerAdapter;
}

describe('an adapter that lacks', () => {
  test.for(OPTIONAL)('%s is not asked for it', async (path) => {
    const results = await runAdapterCases(() => {
      const harness = harnessOf();
      const without = (adapter: TrackerAdapter) => withoutPart(adapter, path);
      return {
        ...harness,
        adapter: without(harness.adapter),
        again: () => without(harness.again()),
        readOnly: () => without(harness.readOnly?.() ?? harness.adapter),
      };
    });
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  test('all that writes is held to what it reads', async () => {
    const results = await runAdapterCases(() => {
      const tracker = createFakeTracker();
      for (let nth = 1; nth <= 5; nth++) {
        const at = tracker.tick();
        const id = tracker.nextId();
        tracker.issues.set(id, {
          ...{ id, title: `Issue ${nth}`, body: null, state: 'Open', kind: 'Task', priority: null, assignees: [] },
          ...{ labels: [], parent: null, fields: {}, restricted: false, createdMs: at, updatedMs: at, version: 1 },
        });
      }
      const adapter = createFakeAdapter(tracker, { readOnly: true });
      const harness: AdapterHarness = { adapter, again: () => adapter, sent: () => tracker.requests };
      return harness;
    });
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(12);
  });
});

import { describe, expect, test } from 'vitest';
import type { TrackerAdapter } from '../../src/contracts/adapter/tracker-adapter.js';
import { TransportError } from '../../src/errors/transport-error.js';
import type { Runtime } from '../../src/runtime/runtime.js';
import { misdeeds } from './judge.js';
import { at, FAULTS } from './network-faults.js';
import { createStage, runOperation } from './run-operation.js';
import type { ProviderModule } from './subjects.js';
import * as toy from './toy/operations.js';

const context = { operation: 'issues.create', attempts: 1 };

/** The toy adapter with something broken. */
function broken(
  change: (adapter: TrackerAdapter, runtime: Partial<Runtime>) => Partial<TrackerAdapter>,
): ProviderModule {
  return {
    ...toy,
    createSubject() {
      const subject = toy.createSubject();
      return {
        ...subject,
        create(runtime = {}, options) {
          const adapter = subject.create(runtime, options);
          return { ...adapter, ...change(adapter, runtime) };
        },
      };
    },
  };
}

/** The toy adapter whose create does something else when it fails. */
const creating = (
  otherwise: (error: unknown, create: () => Promise<unknown>, runtime: Partial<Runtime>) => Promise<unknown>,
) =>
  broken(({ issues }, runtime) => ({
    issues: {
      ...issues,
      create: (draft, call) => {
        const create = async () => issues.create?.(draft, call);
        return create().catch((error: unknown) => otherwise(error, create, runtime)) as never;
      },
    },
  }));

/** What the judge finds in an operation under a fault at its first request. */
async function found(module: ProviderModule, name: string, fault: string, isLasting = false) {
  const operation = toy.operations.find((one) => one.name === name);
  const problem = FAULTS.find((one) => one.name === fault);
  if (!operation || !problem) throw new Error(`no ${name}, or no ${fault}`);
  const stage = createStage(module, operation);
  const usual = await runOperation(module, operation, stage);
  const run = await runOperation(module, operation, stage, at(0, problem, isLasting));
  return misdeeds(operation, run, usual);
}

const LOST = 'reset after the tracker applied it';

describe('the judge of the fault matrix sees', () => {
  test('nothing in an adapter that is whole', async () => {
    for (const { name } of FAULTS) expect(await found(toy, 'issues.create', name)).toEqual([]);
  });

  test('a second write', async () => {
    const again = creating((_, create) => create());
    const expected = ['POST /api/boards/main/cards was applied 2 times in place of 1'];
    expect(await found(again, 'issues.create', LOST)).toContain(expected[0]);
  });

  test('a lost write that is reported as success', async () => {
    const hopeful = creating(async () => ({ issue: null, warnings: [] }));
    expect(await found(hopeful, 'issues.create', 'reset before the tracker saw it')).toEqual([
      'it resolved, and POST /api/boards/main/cards was not applied',
      'it resolved to something else: {"issue":null,"warnings":[]}',
    ]);
  });

  test('nothing wrong in a result that says itself what was not written', async () => {
    const warnings = [{ field: 'status', message: 'the second step failed' }];
    const honest = creating(async () => ({ issue: null, warnings }));
    expect(await found(honest, 'issues.create', 'reset before the tracker saw it')).toEqual([]);
  });

  test('a write that the host would repeat', async () => {
    const passing = creating(async () => {
      throw new TransportError('broken', { context, retryable: true });
    });
    expect(await found(passing, 'issues.create', LOST)).toEqual([
      'what was made would be made again: transport says that it can be repeated',
    ]);
  });

  test('a foreign error', async () => {
    const foreign = creating(async () => {
      throw new TypeError('fetch failed');
    });
    expect(await found(foreign, 'issues.create', LOST)).toEqual([
      'it rejected with something foreign: TypeError: fetch failed',
    ]);
  });

  test.for([
    ['message', (secret: string) => new TransportError(`with ${secret}`, { context, retryable: false })],
    [
      'cause',
      (secret: string) =>
        Object.assign(new TransportError('no', { context, retryable: false }), { cause: { headers: { secret } } }),
    ],
    [
      'hidden member',
      (secret: string) =>
        Object.defineProperty(new TransportError('no', { context, retryable: false }), 'request', {
          value: { secret },
        }),
    ],
  ] as const)('a secret in the %s of an error', async ([, make]) => {
    const telling = creating(async () => {
      throw make(toy.CANARY);
    });
    expect(await found(telling, 'issues.create', LOST)).toEqual(['an error or the log shows a secret']);
  });

  test('a secret in the log', async () => {
    const telling = creating(async (error, _, runtime) => {
      runtime.logger?.debug('sending', { headers: { authorization: `Bearer ${toy.CANARY}` } });
      throw error;
    });
    expect(await found(telling, 'issues.create', LOST)).toContain('an error or the log shows a secret');
  });

  test('a request to another origin', async () => {
    const astray = creating(async (error, _, runtime) => {
      await runtime.fetch?.(new Request('https://elsewhere.example/login'));
      throw error;
    });
    expect(await found(astray, 'issues.create', LOST)).toContain('a request went to https://elsewhere.example/login');
  });

  test('a listing that ends where it broke', async () => {
    const short = broken(({ issues }) => ({
      issues: {
        ...issues,
        async *list(...args) {
          try {
            yield* issues.list(...args);
          } catch {
            yield { items: [], cursor: null };
          }
        },
      },
    }));
    expect(await found(short, 'issues.list', 'half of the JSON', true)).toEqual(['it resolved to something else: []']);
  });
});

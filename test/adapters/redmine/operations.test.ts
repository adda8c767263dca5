import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { CANARY, createSubject, operations } from './operations.js';
import { SPEC_NOTE } from './server.js';

// Those that send nothing have nothing to fail.
const OFFLINE = ['body.render', 'body.activeNodes'];

/** What stands before the variant: `issues.create for few`. */
const methodOf = (name: string) => name.split(' ')[0] ?? '';

describe('the operations', () => {
  it('are all of the adapter, each under its kind', () => {
    const namesOf = (adapter: object) =>
      Object.entries(adapter).flatMap(([group, member]) =>
        typeof member === 'object' && group !== 'traits' ? Object.keys(member).map((name) => `${group}.${name}`) : [],
      );
    const { create } = createSubject();
    const methodsIn = (some: typeof operations) =>
      [...new Set(some.map(({ name }) => methodOf(name))), ...OFFLINE]
        .filter((name) => name !== 'testConnection')
        .sort();
    expect(methodsIn(operations)).toEqual(namesOf(create()).sort());
    const reading = operations.filter(({ kind }) => kind === 'read');
    expect(methodsIn(reading)).toEqual(namesOf(create(undefined, { readOnly: true })).sort());
  });

  it.each(operations)(`$name succeeds, as Redmine describes itself${SPEC_NOTE}`, async ({ prepare, run }) => {
    const { server, create } = createSubject();
    const adapter = create();
    await run(adapter, await prepare?.(adapter), {});
    expect(server.requests.length).toBeGreaterThan(0);
    expect(server.complaints).toEqual([]);
  });

  it.each(operations)('$name ends with the reason of an abort', async ({ prepare, run }) => {
    const { create } = createSubject();
    const adapter = create();
    const prepared = await prepare?.(adapter);
    const reason = { enough: true };
    const signal = AbortSignal.abort(reason);
    await expect(run(adapter, prepared, { signal })).rejects.toBe(reason);
  });

  it.each(operations)(
    '$name fails with an error of ours that shows no secret',
    async ({ name, kind, prepare, run }) => {
      const { server, create } = createSubject();
      const prepared = await prepare?.(create());
      const sent: Request[] = [];
      const adapter = create({
        fetch: async (request) => {
          sent.push(request);
          // What is written is applied, and its answer lost.
          if (request.method !== 'GET') await server.handle(request);
          throw new TypeError(`fetch failed: ${CANARY}`);
        },
        sleep: async () => {},
      });
      const error = await run(adapter, prepared, {}).catch((caught: unknown) => caught);
      expect(isTrackerError(error)).toBe(true);
      const writes = sent.filter(({ method }) => method !== 'GET');
      // A write that reads first fails there, and may be repeated by its caller.
      expect(error).toMatchObject({
        code: writes.length > 0 ? 'ambiguous_write' : 'transport',
        context: { operation: methodOf(name) },
      });
      expect(writes.length).toBeLessThanOrEqual(kind === 'read' ? 0 : 1);
      expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('canary');
    },
  );
});

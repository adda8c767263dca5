import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { CANARY, createSubject, operations } from './operations.js';
import { SPEC_NOTE } from './server.js';

/** The operations that an adapter has, by walking over it. */
function methodsOf(adapter: object): string[] {
  return Object.entries(adapter).flatMap(([group, value]) => {
    if (typeof value === 'function') return [group];
    if (typeof value !== 'object' || value === null || group === 'traits' || group === 'body') return [];
    return Object.keys(value).map((name) => `${group}.${name}`);
  });
}

describe('the operations', () => {
  it('are all there', () => {
    const has = methodsOf(createSubject().create()).filter((name) => name !== 'limits');
    expect(operations.map(({ name }) => name).sort()).toEqual(has.sort());
  });

  it.each(operations)(`$name: works, and sends what Jira's description knows${SPEC_NOTE}`, async ({ prepare, run }) => {
    const { server, create } = createSubject();
    const adapter = create();
    const prepared = await prepare?.(adapter);
    server.requests.length = 0;
    await run(adapter, prepared, {});
    expect(server.complaints).toEqual([]);
    expect(server.requests.length).toBeGreaterThan(0);
    for (const { url } of server.requests) expect(new URL(url).origin).toBe(server.url);
  });

  it.each(operations)('$name: ends with the reason of an abort', async ({ prepare, run }) => {
    const { server, create } = createSubject();
    const adapter = create();
    const prepared = await prepare?.(adapter);
    const reason = { why: 'enough' };
    const before = server.requests.length;
    await expect(run(adapter, prepared, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests.length).toBe(before);
  });

  it.each(operations)('$name: shows no secret when it fails', async ({ prepare, run }) => {
    const { server, create } = createSubject();
    const adapter = create();
    const prepared = await prepare?.(adapter);
    server.intercept(() =>
      Response.json({ errorMessages: [`no ${CANARY}`], errors: { x: `canary ${CANARY}` } }, { status: 403 }),
    );
    const error: unknown = await run(adapter, prepared, {}).catch((caught: unknown) => caught);
    expect(isTrackerError(error, 'permission')).toBe(true);
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain(CANARY);
  });
});

describe('an adapter that only reads', () => {
  it('has no method that writes', () => {
    const reads = methodsOf(createSubject().create({}, { readOnly: true })).filter((name) => name !== 'limits');
    const expected = operations.filter(({ kind }) => kind === 'read');
    expect(reads.sort()).toEqual(expected.map(({ name }) => name).sort());
  });
});

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { CANARY, createSubject, type Operation, operations } from './operations.js';
import { SPEC_NOTE } from './server.js';

/** The operations that an adapter has, by walking over it. */
function methodsOf(adapter: object): string[] {
  return Object.entries(adapter).flatMap(([group, value]) => {
    if (typeof value === 'function') return [group];
    if (typeof value !== 'object' || value === null || group === 'traits' || group === 'body') return [];
    return Object.keys(value).map((name) => `${group}.${name}`);
  });
}

/** The methods that operations are of, each once. */
function methodsIn(some: readonly Operation[]): string[] {
  return [...new Set(some.map(({ name }) => name.split(' ')[0] ?? ''))].sort();
}

describe('the operations', () => {
  it('are all there', () => {
    const has = methodsOf(createSubject().create()).filter((name) => name !== 'limits');
    expect(methodsIn(operations)).toEqual(has.sort());
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

/** Whether a request may change something at Jira: a search is a question in a body. */
function isWrite({ method, url }: Request): boolean {
  return method !== 'GET' && !url.endsWith('/search/jql');
}

describe('a write whose answer is lost', () => {
  const writes = operations.filter(({ kind }) => kind === 'write');

  it.each(writes)('$name: is not sent twice, nor told as a success', async ({ name, prepare, run }) => {
    const { server, create } = createSubject();
    const prepared = await prepare?.(create());
    const sent: string[] = [];
    const adapter = create({
      fetch: async (request) => {
        const written = isWrite(request);
        if (written) sent.push(`${request.method} ${request.url}`);
        const answer = await server.handle(request);
        if (written && sent.length === 1) throw new TypeError('terminated');
        return answer;
      },
    });
    const ended = await run(adapter, prepared, {}).then(
      () => 'done',
      (error: unknown) => (isTrackerError(error) ? error.code : error),
    );
    if (sent.length === 0) return; // an administrator's webhook needs no renewal
    // Jira knows a remote link by its global id; sending it again is safe.
    const isKeyed = name === 'backlinks.upsert';
    expect(ended).toBe(isKeyed ? 'done' : 'ambiguous_write');
    expect(sent).toHaveLength(isKeyed ? 2 : 1);
  });
});

describe('an adapter that only reads', () => {
  it('has no method that writes', () => {
    const reads = methodsOf(createSubject().create({}, { readOnly: true })).filter((name) => name !== 'limits');
    const expected = operations.filter(({ kind }) => kind === 'read');
    expect(reads.sort()).toEqual(methodsIn(expected));
  });
});

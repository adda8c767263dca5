import { describe, expect, it } from 'vitest';
import { createSubject, operations } from './operations.js';
import { SPEC_NOTE } from './spec.js';

describe(`every request of every operation${SPEC_NOTE}`, () => {
  it.each(operations)('$name says which fields it wants and how many entries', async ({ prepare, run }) => {
    const { server, create } = createSubject();
    const adapter = create();
    await run(adapter, await prepare?.(adapter), {});
    for (const { method, url } of server.requests) {
      const { searchParams, pathname } = new URL(url);
      const fields = searchParams.get('fields');
      if (method === 'DELETE') expect(fields).toBeNull();
      else expect(fields, `${method} ${pathname}`).toMatch(/\w/);
    }
    // The server answers what was asked for and nothing else, counts 42 where nobody says a number, and complains of both.
    expect(server.complaints).toEqual([]);
  });

  it('is noticed where one is forgotten', async () => {
    const { server } = createSubject();
    const ask = (path: string) =>
      server.handle(
        new Request(`${server.url}/api${path}`, { headers: { authorization: 'Bearer x', 'user-agent': 'x' } }),
      );
    await ask('/issues/2-102');
    expect(server.complaints).toEqual(['GET /issues/2-102: no fields']);
  });
});

import { describe, expect, test } from 'vitest';
import { createIngestHandler } from '../../src/ingest/index.js';
import { createMemoryEventStore } from '../../src/stores/memory/event-store.js';
import { createMemorySnapshotStore } from '../../src/stores/memory/snapshot-store.js';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { aKey, BATCH, callIngest, SNAPSHOTS, startIngest } from './ingest-server.js';

describe('which requests are ours', () => {
  test.each([
    ['another path', '/github/webhook/'],
    ['the snapshot path without its trailing slash', SNAPSHOTS.slice(0, -1)],
    ['the batch path without its trailing slash', BATCH.slice(0, -1)],
    ['a path below', `${SNAPSHOTS}1/`],
    ['a doubled slash', `/${SNAPSHOTS}`],
    ['another case', SNAPSHOTS.toUpperCase()],
    ['a prefix that was not configured', `/app${SNAPSHOTS}`],
  ])('%s is not, and its body is left to the next handler', async (_, path) => {
    let asked = 0;
    const { handler } = callIngest({ authenticate: () => void asked++ });
    const request = new Request(`https://saas.example${path}`, { method: 'POST', body: 'for the next' });
    expect(await handler(request)).toBeUndefined();
    expect(request.bodyUsed).toBe(false);
    expect(asked).toBe(0);
    expect(await request.text()).toBe('for the next');
  });

  test('a query does not matter', async () => {
    const { send } = callIngest();
    expect((await send(`${BATCH}?source=cli`, '{"events":[]}')).status).toBe(200);
  });

  test('a base path is part of both paths', async () => {
    const { send, handler } = callIngest({ basePath: '/app/v2' });
    expect((await send(`/app/v2${BATCH}`, '{"events":[]}')).status).toBe(200);
    expect(await handler(new Request(`https://saas.example${BATCH}`, { method: 'POST' }))).toBeUndefined();
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is answered 405 with what is possible',
    async (method) => {
      const { send } = await startIngest();
      for (const path of [SNAPSHOTS, BATCH]) {
        const { status, headers, body } = await send(path, null, {}, method);
        expect(status).toBe(405);
        expect(headers.get('allow')).toBe('POST');
        expect(body).toEqual({ error_code: 'method_not_allowed', message: expect.any(String), retryable: false });
      }
    },
  );

  test('HEAD is answered 405 too', async () => {
    const { send } = await startIngest();
    expect((await send(SNAPSHOTS, null, {}, 'HEAD')).status).toBe(405);
  });
});

describe('the options', () => {
  const valid = () => ({
    authenticate: () => undefined,
    snapshots: createMemorySnapshotStore(),
    events: createMemoryEventStore(),
  });

  test.each([
    ['an unknown one', { maxBytes: 1 }, 'maxBytes'],
    ['no authentication', { authenticate: undefined }, 'authenticate'],
    ['a store without a method', { snapshots: { claim() {}, finish() {} } }, 'snapshots.release'],
    ['an event store that is none', { events: {} }, 'events.append'],
    ['a base path that ends with a slash', { basePath: '/app/' }, 'basePath'],
    ['a base path that is an address', { basePath: 'https://saas.example' }, 'basePath'],
    ['no room for a body', { maxBodyBytes: 0 }, 'maxBodyBytes'],
    ['a fraction', { leaseMs: 0.5 }, 'leaseMs'],
    ['a text for a number', { maxEvents: '10' }, 'maxEvents'],
    ['a limit that is not one', { maxBatchBytes: Number.NaN }, 'maxBatchBytes'],
    ['a check that is no function', { authorizeProject: true }, 'authorizeProject'],
  ])('%s is refused by name', (_, wrong, path) => {
    const options = { ...valid(), ...wrong } as unknown as Parameters<typeof createIngestHandler>[0];
    expect(() => createIngestHandler(options)).toThrow(
      expect.objectContaining({ code: 'configuration', problems: [expect.objectContaining({ path })] }),
    );
  });

  test('no options at all are refused the same way', () => {
    expect(() => createIngestHandler(undefined as never)).toThrow(expect.objectContaining({ code: 'configuration' }));
  });

  test('stores may be classes with private members', async () => {
    class Store {
      readonly #inner = createMemorySnapshotStore();
      claim = undefined as never;
      get finish() {
        return this.#inner.finish;
      }
    }
    class Whole {
      readonly #inner = createMemorySnapshotStore();
      claim(...args: Parameters<typeof this.inner.claim>) {
        return this.#inner.claim(...args);
      }
      finish(...args: Parameters<typeof this.inner.finish>) {
        return this.#inner.finish(...args);
      }
      release(...args: Parameters<typeof this.inner.release>) {
        return this.#inner.release(...args);
      }
      newest(...args: Parameters<typeof this.inner.newest>) {
        return this.#inner.newest(...args);
      }
      expire(...args: Parameters<typeof this.inner.expire>) {
        return this.#inner.expire(...args);
      }
      get inner() {
        return this.#inner;
      }
    }
    expect(() => createIngestHandler({ ...valid(), snapshots: new Store() as never })).toThrow(/snapshots.claim/);
    const { publish } = callIngest({ snapshots: new Whole() });
    expect((await publish(aSnapshotPayload(), aKey(1))).status).toBe(201);
  });
});

describe('a fault inside', () => {
  test('a store that answers with a state of its own invention is a 500, never a success and never "not ours"', async () => {
    const snapshots = { ...createMemorySnapshotStore(), claim: async () => ({ state: 'maybe' }) as never };
    const { publish, log } = callIngest({ snapshots });
    const { status, body } = await publish(aSnapshotPayload(), aKey(1));
    expect(status).toBe(500);
    expect(body).toEqual({ error_code: 'internal_error', message: expect.any(String), retryable: true });
    expect(log).toHaveLength(1);
  });

  test('a body that authenticate has read is named in the log', async () => {
    const { publish, log } = callIngest({
      authenticate: async (request) => {
        await request.text();
        return { id: 'ann', teams: ['harbour'] };
      },
    });
    expect((await publish(aSnapshotPayload(), aKey(1))).status).toBe(500);
    expect(JSON.stringify(log)).toContain('already read');
  });

  test('a logger that throws changes nothing', async () => {
    const broken = () => {
      throw new Error('disk full');
    };
    const handler = createIngestHandler(
      {
        authenticate: broken,
        snapshots: createMemorySnapshotStore(),
        events: createMemoryEventStore(),
      },
      { logger: { debug: broken, info: broken, warn: broken, error: broken } },
    );
    const response = await handler(new Request(`https://saas.example${BATCH}`, { method: 'POST', body: '{}' }));
    expect(response?.status).toBe(503);
  });
});

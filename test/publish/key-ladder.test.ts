import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contentKey,
  createMemoryReceiptStore,
  createPublishClient,
  createRuntime,
  isTrackerError,
  type PublishResult,
  type PublishStream,
  type ReceiptStore,
} from '../../src/index.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { runs } from '../support/runs.js';
import { aSnapshot } from './a-snapshot.js';
import { type PublishServer, plainServer, provingServer, strictServer } from './publish-servers.js';

const STREAM: PublishStream = {
  serverUrl: 'https://saas.test',
  team: null,
  provider: 'jira',
  workspace: 'acme.atlassian.net',
  projectUuid: null,
};

function connect(server: PublishServer, receipts: ReceiptStore = createMemoryReceiptStore(), attempts = 2) {
  // The platform's chance: two clients with one seed would draw one unique key.
  const runtime = createTestRuntime({ fetch: server.fetch, random: createRuntime().random });
  return createPublishClient({ serverUrl: 'https://saas.test', receipts, retry: { attempts } }, runtime);
}

const SERVERS = {
  proving: () => provingServer(createTestRuntime()),
  plain: plainServer,
  strict: strictServer,
};

/** How the publishes of a sequence are spread over clients and their memories. */
const CLIENTS = {
  'one long-lived client': (server: PublishServer) => {
    const client = connect(server);
    return () => client;
  },
  'fresh clients on a durable store': (server: PublishServer) => {
    const receipts = createMemoryReceiptStore();
    return () => connect(server, receipts);
  },
  'fresh clients without memory': (server: PublishServer) => () => connect(server),
  'two clients on one store, in turn': (server: PublishServer) => {
    const receipts = createMemoryReceiptStore();
    const clients = [connect(server, receipts), connect(server, receipts)] as const;
    return (at: number) => clients[at % 2 === 0 ? 0 : 1];
  },
  'two clients with a memory each, in turn': (server: PublishServer) => {
    const clients = [connect(server), connect(server)] as const;
    return (at: number) => clients[at % 2 === 0 ? 0 : 1];
  },
};

const SEQUENCES: readonly (readonly string[])[] = [
  ['A', 'B', 'A'],
  ['A', 'B', 'A', 'B'],
  ['A', 'B', 'A', 'B', 'A', 'B', 'A'],
  ['A', 'B', 'C', 'A', 'A', 'C', 'B'],
];

describe.each(Object.keys(SERVERS) as (keyof typeof SERVERS)[])('a %s server', (serverName) => {
  describe.each(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])('%s', (clientsName) => {
    // Alone among these, a client without shared memory on a server that proves nothing cannot see that another client
    // published since: its own newest send is answered with a bare replay. The documentation says so.
    const blind = clientsName === 'two clients with a memory each, in turn' && serverName !== 'proving';

    test.each(SEQUENCES)('%s %s %s…: every content is the newest when its publish resolves', async (...words) => {
      const server = SERVERS[serverName]();
      const clientAt = CLIENTS[clientsName](server);
      for (const [at, word] of words.entries()) {
        if (blind && words[at - 2] === word) return;
        const before = server.requests.length;
        await clientAt(at).publish(aSnapshot(word));
        expect(server.applied.at(-1)).toBe(word);
        expect(server.requests.length - before).toBeLessThanOrEqual(3);
      }
    });

    test('ACME, BETA, ACME: a rebind and back arrives each time', async () => {
      const server = SERVERS[serverName]();
      const clientAt = CLIENTS[clientsName](server);
      const bound = (key: string) => aSnapshot(key, { credentials: { project_key: key } });
      expect(bound('ACME').idempotencyKey).not.toBe(bound('BETA').idempotencyKey);
      for (const [at, key] of ['ACME', 'BETA', 'ACME'].entries()) {
        if (blind && at === 2) return;
        await clientAt(at).publish(bound(key));
        expect(server.applied.at(-1)).toBe(key);
      }
    });

    test('A accepted, B applied with every answer lost, back to A', async () => {
      const server = SERVERS[serverName]();
      const clientAt = CLIENTS[clientsName](server);
      await clientAt(0).publish(aSnapshot('A'));
      server.mishaps.push('lost_after', 'lost_after', 'lost_after', 'lost_after', 'lost_after', 'lost_after');
      const error: unknown = await clientAt(1)
        .publish(aSnapshot('B'))
        .catch((fault: unknown) => fault);
      expect(isTrackerError(error, 'transport')).toBe(true);
      server.mishaps.length = 0;
      if (blind) return;
      await clientAt(2).publish(aSnapshot('A'));
      expect(server.applied.at(-1)).toBe('A');
    });
  });

  test('the same content again is a duplicate and applied once', async () => {
    const server = SERVERS[serverName]();
    const client = connect(server);
    const first = await client.publish(aSnapshot('A'));
    const second = await client.publish(aSnapshot('A'));
    expect([first.status, second.status]).toEqual(['accepted', 'duplicate']);
    expect(second.idempotencyKey).toBe(first.idempotencyKey);
    expect(second.receipt?.receipt_id).toBe(first.receipt?.receipt_id);
    expect(server.applied).toEqual(['A']);
  });

  test('a lost answer is repeated under the same key with the same bytes', async () => {
    const server = SERVERS[serverName]();
    server.mishaps.push('lost_after');
    await connect(server).publish(aSnapshot('A'));
    expect(server.requests[1]).toEqual(server.requests[0]);
    // Only a server that proves nothing sees the same content twice.
    expect(server.applied).toEqual(serverName === 'proving' ? ['A'] : ['A', 'A']);
  });

  test('a crash between answer and receipt: published again, nothing lost', async () => {
    const server = SERVERS[serverName]();
    const receipts = createMemoryReceiptStore();
    const failing: ReceiptStore = { ...receipts, settle: () => Promise.reject(new Error('disk full')) };
    const result = await connect(server, failing).publish(aSnapshot('A'));
    expect(result.status).toBe('accepted');
    expect(result.receiptError?.code).toBe('store');
    expect((await receipts.newest(STREAM))?.value.state).toBe('pending');
    await connect(server, receipts).publish(aSnapshot('A'));
    expect((await receipts.newest(STREAM))?.value.state).toBe('accepted');
    expect(new Set(server.applied)).toEqual(new Set(['A']));
    await connect(server, receipts).publish(aSnapshot('B'));
    expect(server.applied.at(-1)).toBe('B');
  });
});

describe('which key a publish uses', () => {
  const keysOf = (results: readonly PublishResult[]) => results.map(({ keyKind, status }) => [keyKind, status]);

  test('first the snapshot’s own, then keys chained to the newest send', async () => {
    const server = provingServer(createTestRuntime());
    const client = connect(server);
    const a = await client.publish(aSnapshot('A'));
    const b = await client.publish(aSnapshot('B'));
    const back = await client.publish(aSnapshot('A'));
    expect(keysOf([a, b, back])).toEqual([
      ['contract', 'accepted'],
      ['chained', 'accepted'],
      ['chained', 'accepted'],
    ]);
    expect(a.idempotencyKey).toBe(aSnapshot('A').idempotencyKey);
    expect(b.idempotencyKey).toBe(contentKey(aSnapshot('B'), a.idempotencyKey));
    expect(back.idempotencyKey).toBe(contentKey(aSnapshot('A'), b.idempotencyKey));
  });

  test('a snapshot with a content key goes out under it', async () => {
    const client = connect(provingServer(createTestRuntime()));
    const snapshot = aSnapshot('A', { idempotency: 'content' });
    const result = await client.publish(snapshot);
    expect([result.keyKind, result.idempotencyKey]).toEqual(['content', contentKey(snapshot)]);
  });

  test('without memory, a replay of older content is chained to the server’s latest key', async () => {
    const server = provingServer(createTestRuntime());
    await connect(server).publish(aSnapshot('A'));
    const b = await connect(server).publish(aSnapshot('B'));
    const back = await connect(server).publish(aSnapshot('A'));
    expect(b.keyKind).toBe('chained');
    expect([back.keyKind, back.attempts]).toEqual(['chained', 2]);
    expect(back.idempotencyKey).toBe(contentKey(aSnapshot('A'), b.idempotencyKey));
    expect(server.applied).toEqual(['A', 'B', 'A']);
  });

  test('a replay that proves nothing is answered with a unique key', async () => {
    const server = plainServer();
    await connect(server).publish(aSnapshot('A'));
    const b = await connect(server).publish(aSnapshot('B'));
    expect([b.keyKind, b.status, b.attempts]).toEqual(['unique', 'accepted', 2]);
  });

  test.each([
    ['latest is false', { content_digest: 'DIGEST', latest: false }],
    ['the digest is another', { content_digest: 'f'.repeat(64), latest: true }],
    ['only the digest is there', { content_digest: 'DIGEST' }],
    ['only latest is there', { latest: true }],
  ])('a replay is not believed when %s, though it came under an accepted send', async (_title, fields) => {
    const { contentDigest } = await import('../../src/index.js');
    const digest = contentDigest(aSnapshot('A'));
    const keys: string[] = [];
    const server: PublishServer = {
      ...plainServer(),
      fetch: async (request) => {
        keys.push(request.headers.get('idempotency-key') ?? '');
        if (keys.length === 1 || keys.length === 3) return Response.json({}, { status: 201 });
        const body = JSON.parse(JSON.stringify(fields).replace('DIGEST', digest)) as object;
        return Response.json(body, { headers: { 'idempotency-replayed': 'true' } });
      },
    };
    const client = connect(server);
    await client.publish(aSnapshot('A'));
    const again = await client.publish(aSnapshot('A'));
    expect([again.status, again.keyKind]).toEqual(['accepted', 'unique']);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('a 422 is never believed, not even under a repeated key; an unbelieved send stays pending', async () => {
    const receipts = createMemoryReceiptStore();
    const statuses = [201, 422, 422, 201];
    const states: (string | undefined)[] = [];
    const seen: string[] = [];
    const server: PublishServer = {
      ...plainServer(),
      fetch: async (request) => {
        seen.push(request.headers.get('idempotency-key') ?? '');
        states.push((await receipts.newest(STREAM))?.value.state);
        const status = statuses[seen.length - 1] ?? 500;
        const body = status === 422 ? { error_code: 'idempotency_key_reused', latest_key: 'e'.repeat(64) } : {};
        return Response.json(body, { status });
      },
    };
    const client = connect(server, receipts);
    await client.publish(aSnapshot('A'));
    const again = await client.publish(aSnapshot('A'));
    expect([again.keyKind, again.attempts]).toEqual(['unique', 3]);
    expect(seen[2]).toBe(contentKey(aSnapshot('A'), 'e'.repeat(64)));
    expect(new Set(seen).size).toBe(3);
    // The repeat did not set the accepted send back; each further key was recorded before its request.
    expect(states).toEqual(['pending', 'accepted', 'pending', 'pending']);
  });

  test('a 422 under a unique key is final and typed', async () => {
    const server: PublishServer = {
      ...plainServer(),
      fetch: async () => Response.json({ error_code: 'idempotency_key_reused', message: 'no' }, { status: 422 }),
    };
    const error: unknown = await connect(server)
      .publish(aSnapshot('A'))
      .catch((fault: unknown) => fault);
    expect(isTrackerError(error, 'rejected') && error.serverCode).toBe('idempotency_key_reused');
  });

  test('the server’s newest being the send that this one was chained to already leads to a unique key', async () => {
    const keys: string[] = [];
    let first = '';
    const server: PublishServer = {
      ...plainServer(),
      fetch: async (request) => {
        keys.push(request.headers.get('idempotency-key') ?? '');
        if (keys.length === 1) first = keys[0] ?? '';
        if (keys.length === 2) {
          const body = { content_digest: 'f'.repeat(64), latest: false, latest_key: first };
          return Response.json(body, { headers: { 'idempotency-replayed': 'true' } });
        }
        return Response.json({}, { status: 201 });
      },
    };
    const client = connect(server);
    await client.publish(aSnapshot('A'));
    const b = await client.publish(aSnapshot('B'));
    expect(b.keyKind).toBe('unique');
    expect(new Set(keys).size).toBe(3);
  });

  test('a store that kept key, digest and state only still tells a chained repeat from a contract one', async () => {
    const receipts = createMemoryReceiptStore();
    const lean: ReceiptStore = {
      ...receipts,
      newest: async (stream) => {
        const found = await receipts.newest(stream);
        const { kind: _kind, ...rest } = found?.value ?? ({} as never);
        return found && { ...found, value: rest as never };
      },
    };
    const server = plainServer();
    // Pending under the contract key: a bare replay proves nothing, so the content is sent once more.
    const neverSettles: ReceiptStore = { ...lean, settle: async () => {} };
    await connect(server, neverSettles).publish(aSnapshot('A', { idempotency: 'content' }));
    expect((await connect(server, neverSettles).publish(aSnapshot('A'))).keyKind).toBe('unique');
    // Pending under the unique key: a replay can only be our own.
    expect((await connect(server, neverSettles).publish(aSnapshot('A'))).status).toBe('duplicate');
  });
});

describe('two writers', () => {
  test('an append that another writer won is not sent: read again, first rule', async () => {
    const server = provingServer(createTestRuntime());
    const receipts = createMemoryReceiptStore();
    let raced = false;
    const racing: ReceiptStore = {
      ...receipts,
      append: async (stream, send, expected) => {
        if (!raced) {
          raced = true;
          await connect(server, receipts).publish(aSnapshot('B'));
        }
        return receipts.append(stream, send, expected);
      },
    };
    const result = await connect(server, racing).publish(aSnapshot('A'));
    expect(result.keyKind).toBe('chained');
    expect(server.applied).toEqual(['B', 'A']);
  });

  test('a store that never lets us win ends in a typed, retryable conflict with nothing sent', async () => {
    const server = plainServer();
    const receipts: ReceiptStore = { ...createMemoryReceiptStore(), append: async () => undefined };
    const error: unknown = await connect(server, receipts)
      .publish(aSnapshot('A'))
      .catch((fault: unknown) => fault);
    expect(isTrackerError(error, 'conflict') && error.retryable).toBe(true);
    expect(server.requests).toEqual([]);
  });

  test('publishes of one stream run one after another, those of others do not wait', async () => {
    const open: string[] = [];
    let most = 0;
    const release: (() => void)[] = [];
    const server: PublishServer = {
      ...plainServer(),
      fetch: async (request) => {
        const { workspace } = (await request.json()) as { workspace: string };
        open.push(workspace);
        most = Math.max(most, open.filter((name) => name === workspace).length);
        await new Promise<void>((resolve) => release.push(resolve));
        open.splice(open.indexOf(workspace), 1);
        return Response.json({}, { status: 201 });
      },
    };
    const client = connect(server);
    const other = aSnapshot('X', { workspace: 'other.atlassian.net', issues: [] });
    const all = Promise.all([...['A', 'B', 'C'].map((word) => client.publish(aSnapshot(word))), client.publish(other)]);
    let done = false;
    void all.then(() => {
      done = true;
    });
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      if (open.length === 2) expect(new Set(open).size).toBe(2);
      release.shift()?.();
    }
    expect(most).toBe(1);
  });
});

test('whatever is lost, whoever crashes: a publish that resolves has made its content the newest', async () => {
  const step = fc.record({
    word: fc.constantFrom('A', 'B', 'C'),
    client: fc.constantFrom('same', 'fresh', 'forgetful'),
    mishaps: fc.array(
      fc.constantFrom<'lost_before' | 'lost_after' | 'unavailable' | undefined>(
        'lost_before',
        'lost_after',
        'unavailable',
        undefined,
      ),
      { maxLength: 5 },
    ),
    settle: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(SERVERS) as (keyof typeof SERVERS)[])),
      fc.array(step, { maxLength: 8 }),
      async (name, steps) => {
        const server = SERVERS[name]();
        const receipts = createMemoryReceiptStore();
        const same = connect(server, receipts, 3);
        for (const { word, client, mishaps, settle } of steps) {
          // A client without the shared store is seen by others only through what a server proves.
          if (client === 'forgetful' && name !== 'proving') continue;
          const store: ReceiptStore = settle
            ? receipts
            : { ...receipts, settle: () => Promise.reject(new Error('down')) };
          const chosen =
            client === 'same' ? same : connect(server, client === 'fresh' ? store : createMemoryReceiptStore(), 3);
          server.mishaps.splice(0, server.mishaps.length, ...mishaps);
          const result: unknown = await chosen.publish(aSnapshot(word)).catch((fault: unknown) => fault);
          server.mishaps.length = 0;
          if (isTrackerError(result)) expect(['transport']).toContain(result.code);
          else expect(server.applied.at(-1)).toBe(word);
        }
      },
    ),
    { numRuns: runs(300) },
  );
});

import { describe, expect, test } from 'vitest';
import { digestPayload } from '../../src/snapshot/content-digest.js';
import { createMemorySnapshotStore } from '../../src/stores/memory/snapshot-store.js';
import type { SnapshotStore } from '../../src/stores/snapshot-store.js';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { aKey, aSnapshotTitled, createGate, startIngest } from './ingest-server.js';

const A = aSnapshotTitled('A');
const B = aSnapshotTitled('B');
const STREAM = {
  team: 'harbour',
  provider: A.provider,
  workspace: A.workspace,
  projectUuid: A.project_uuid,
};

describe('the answer to a snapshot', () => {
  test('a new one: 201 and a receipt, byte for byte in the order of the contract', async () => {
    const { url, snapshots } = await startIngest();
    const response = await fetch(`${url}/api/v1/connectors/trackers/snapshots/`, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer token-harbour',
        'Content-Type': 'application/json',
        'Idempotency-Key': aKey(1),
      },
      body: JSON.stringify(A),
    });
    const text = await response.text();
    const { receipt_id: receiptId } = JSON.parse(text);
    expect(response.status).toBe(201);
    expect(response.headers.has('idempotency-replayed')).toBe(false);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(receiptId).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(text).toBe(
      `{"receipt_id":"${receiptId}","idempotency_key":"${aKey(1)}","content_digest":"${digestPayload(A)}",` +
        `"status":"accepted","latest":true,"latest_key":"${aKey(1)}","received_at":"2026-03-10T09:00:00+00:00",` +
        '"resolution":"manual","binding_id":null,"counts":{"issues":1,"mappings":1}}',
    );
    expect((await snapshots.newest(STREAM))?.payload).toEqual(A);
  });

  test('the same again: 200, replayed, the first receipt as a duplicate', async () => {
    const { publish, runtime } = await startIngest();
    const first = await publish(A, aKey(1));
    runtime.advance(60_000);
    const again = await publish(A, aKey(1));
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual({ ...first.body, status: 'duplicate' });
  });

  test('the order of keys in the body is not content', async () => {
    const { publish } = await startIngest();
    await publish(A, aKey(1));
    const shuffled = Object.fromEntries(Object.entries(A).reverse()) as unknown as typeof A;
    expect((await publish(shuffled, aKey(1))).status).toBe(200);
  });

  test('the same key with other content: 422 that names the newest key, and nothing changes', async () => {
    const { publish, snapshots } = await startIngest();
    await publish(A, aKey(1));
    const { status, body } = await publish(B, aKey(1));
    expect(status).toBe(422);
    expect(body).toEqual({
      error_code: 'idempotency_key_reused',
      message: expect.any(String),
      retryable: false,
      details: { latest_key: aKey(1) },
    });
    expect((await snapshots.newest(STREAM))?.payload).toEqual(A);
  });

  test('an old key after a newer snapshot: its receipt, not the latest, and the key that is', async () => {
    const { publish } = await startIngest();
    const first = await publish(A, aKey(1));
    await publish(B, aKey(2));
    const { status, body } = await publish(A, aKey(1));
    expect(status).toBe(200);
    expect(body).toEqual({ ...first.body, status: 'duplicate', latest: false, latest_key: aKey(2) });
  });

  test('content that came back under another key: A, B, A', async () => {
    const { publish, snapshots } = await startIngest();
    const first = await publish(A, aKey(1));
    await publish(B, aKey(2));
    const back = await publish(A, aKey(3));
    expect(back.status).toBe(201);
    expect(back.body).toMatchObject({ status: 'accepted', latest: true, latest_key: aKey(3) });
    expect((await snapshots.newest(STREAM))?.payload).toEqual(A);
    // `latest` compares content, not keys: the first receipt's content is current again.
    expect((await publish(A, aKey(1))).body).toEqual({ ...first.body, status: 'duplicate', latest_key: aKey(3) });
    expect((await publish(B, aKey(2))).body).toMatchObject({ latest: false, latest_key: aKey(3) });
  });

  test('the newest content under a new key: its receipt, and the key is another name of it', async () => {
    const { publish } = await startIngest();
    const first = await publish(A, aKey(1));
    for (const again of [await publish(A, aKey(2)), await publish(A, aKey(2))]) {
      expect(again.status).toBe(200);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.body).toEqual({ ...first.body, status: 'duplicate' });
    }
    expect((await publish(B, aKey(2))).status).toBe(422);
  });

  test('received_at has milliseconds as six digits', async () => {
    const { publish, runtime } = await startIngest();
    runtime.advance(123);
    expect((await publish(A, aKey(1))).body.received_at).toBe('2026-03-10T09:00:00.123000+00:00');
  });
});

describe('streams', () => {
  test('a key of one team says nothing to another', async () => {
    const { publish, snapshots } = await startIngest();
    const first = await publish(A, aKey(1));
    const other = await publish(A, aKey(1), { Authorization: 'Bearer token-payments' });
    expect(other.status).toBe(201);
    expect(other.body.receipt_id).not.toBe(first.body.receipt_id);
    expect((await publish(B, aKey(2), { Authorization: 'Bearer token-payments' })).status).toBe(201);
    expect((await publish(A, aKey(1))).body.latest).toBe(true);
    expect((await snapshots.newest(STREAM))?.payload).toEqual(A);
  });

  test.each([
    ['project', { project_uuid: '1f1d1c2a-6a0f-4b7e-8f5d-3c2b1a098765' }],
    ['absent project', { project_uuid: null }],
    ['workspace', { workspace: 'beta.atlassian.net', issues: [], mappings: [] }],
    ['provider', { provider: 'linear', issues: [], mappings: [] }],
  ])('a key of another %s neither', async (_, other) => {
    const { publish } = await startIngest();
    const first = await publish(A, aKey(1));
    const second = await publish({ ...A, ...other }, aKey(1));
    expect(second.status).toBe(201);
    expect(second.body.receipt_id).not.toBe(first.body.receipt_id);
    expect((await publish(A, aKey(1))).body).toEqual({ ...first.body, status: 'duplicate' });
  });
});

describe('the key', () => {
  test.each([
    ['missing', undefined, 'idempotency_key_required'],
    ['blank', ' ', 'idempotency_key_required'],
    ['short', aKey(1).slice(1), 'idempotency_key_invalid'],
    ['long', `${aKey(1)}0`, 'idempotency_key_invalid'],
    ['upper case', aKey(10).toUpperCase(), 'idempotency_key_invalid'],
    ['no hex', 'g'.repeat(64), 'idempotency_key_invalid'],
    ['given twice', `${aKey(1)}, ${aKey(1)}`, 'idempotency_key_invalid'],
  ])('%s: 400', async (_, key, code) => {
    const { send } = await startIngest();
    const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
    const { status, body } = await send('/api/v1/connectors/trackers/snapshots/', JSON.stringify(A), headers);
    expect(status).toBe(400);
    expect(body).toEqual({ error_code: code, message: expect.any(String), retryable: false });
  });
});

describe('at the same moment', () => {
  test('fifty equal requests: stored once; whoever comes while it is worked on is told to wait', async () => {
    const memory = createMemorySnapshotStore();
    const gate = createGate();
    let finished = 0;
    const snapshots: SnapshotStore = {
      ...memory,
      finish: async (...args) => {
        finished++;
        await gate.opened;
        return memory.finish(...args);
      },
    };
    const { publish } = await startIngest({ snapshots });
    let waiting = 0;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const answer = await publish(A, aKey(1));
        // The one that stores goes on only when all others were turned away.
        if (++waiting === 49) gate.open();
        return answer;
      }),
    );
    const [turnedAway, stored] = [
      answers.filter(({ status }) => status === 409),
      answers.filter(({ status }) => status === 201),
    ];
    expect([turnedAway.length, stored.length, finished]).toEqual([49, 1, 1]);
    for (const { headers, body } of turnedAway) {
      expect(headers.get('retry-after')).toBe('30');
      expect(body).toEqual({
        error_code: 'snapshot_in_progress',
        message: expect.any(String),
        retryable: true,
        retry_after_seconds: 30,
      });
    }
    expect((await publish(A, aKey(1))).body).toEqual({ ...stored[0]?.body, status: 'duplicate' });
  });

  test('fifty equal contents under keys of their own: stored once, one receipt for all', async () => {
    const memory = createMemorySnapshotStore();
    const gate = createGate();
    let claims = 0;
    const snapshots: SnapshotStore = {
      ...memory,
      claim: async (...args) => {
        const claim = await memory.claim(...args);
        if (++claims === 50) gate.open();
        await gate.opened;
        return claim;
      },
    };
    const { publish } = await startIngest({ snapshots });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => publish(A, aKey(at))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(answers.map(({ body }) => body.receipt_id)).size).toBe(1);
    expect(answers.every(({ body }) => body.latest)).toBe(true);
  });

  test('fifty contents under keys of their own: each stored once', async () => {
    const { publish } = await startIngest();
    const snapshots = Array.from({ length: 50 }, (_, at) => aSnapshotTitled(`title ${at}`));
    const answers = await Promise.all(snapshots.map((payload, at) => publish(payload, aKey(at))));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.receipt_id)).size).toBe(50);
  });
});

describe('faults of the store', () => {
  const failing = (wrong: Partial<Record<'claim' | 'finish' | 'release', 'before' | 'after'>>) => {
    const memory = createMemorySnapshotStore();
    const broken = { ...wrong };
    const step =
      <Args extends unknown[], Result>(name: keyof typeof broken, run: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        const when = broken[name];
        if (when === 'before') throw new Error('postgres://admin:hunter22@db-7/receipts is down');
        const result = await run(...args);
        if (when === 'after') throw new Error('postgres://admin:hunter22@db-7/receipts is down');
        return result;
      };
    const snapshots: SnapshotStore = {
      ...memory,
      claim: step('claim', memory.claim),
      finish: step('finish', memory.finish),
      release: step('release', memory.release),
    };
    const repair = () => {
      for (const name of Object.keys(broken)) delete broken[name as keyof typeof broken];
    };
    return { snapshots, repair };
  };

  test.each([
    ['the claim fails', { claim: 'before' }, 201],
    ['finishing fails', { finish: 'before' }, 201],
    ['finishing fails after it has stored', { finish: 'after' }, 200],
  ] as const)(
    '%s: 503, nothing told, the claim released, and the repeat arrives at once',
    async (_, wrong, repeated) => {
      const { snapshots, repair } = failing(wrong);
      const { publish, log } = await startIngest({ snapshots });
      const { status, body } = await publish(A, aKey(1));
      expect(status).toBe(503);
      expect(body).toEqual({ error_code: 'store_unavailable', message: expect.any(String), retryable: true });
      expect(JSON.stringify(log)).toContain('is down');
      expect(JSON.stringify(log)).not.toContain('hunter22');
      repair();
      expect((await publish(A, aKey(1))).status).toBe(repeated);
      expect((await snapshots.newest(STREAM))?.payload).toEqual(A);
    },
  );

  test('a crash between claim and finish: the key is free when the lease ends, and not before', async () => {
    const { snapshots, repair } = failing({ finish: 'before', release: 'before' });
    const { publish, runtime } = await startIngest({ snapshots, leaseMs: 10_000 });
    expect((await publish(A, aKey(1))).status).toBe(503);
    repair();
    runtime.advance(3_500);
    const early = await publish(A, aKey(1));
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '7']);
    runtime.advance(6_499);
    expect((await publish(A, aKey(1))).headers.get('retry-after')).toBe('1');
    runtime.advance(1);
    expect((await publish(A, aKey(1))).status).toBe(201);
  });

  test('a request that outlives its lease stores nothing over the one that took over', async () => {
    const memory = createMemorySnapshotStore();
    const [reached, gate] = [createGate(), createGate()];
    let slow = true;
    const snapshots: SnapshotStore = {
      ...memory,
      finish: async (...args) => {
        if (slow) {
          slow = false;
          reached.open();
          await gate.opened;
        }
        return memory.finish(...args);
      },
    };
    const { publish, runtime } = await startIngest({ snapshots });
    const late = publish(A, aKey(1));
    await reached.opened;
    runtime.advance(30_000);
    const second = await publish(A, aKey(1));
    expect(second.status).toBe(201);
    expect((await publish(B, aKey(2))).status).toBe(201);
    gate.open();
    const { status, headers, body } = await late;
    expect([status, headers.get('retry-after'), body.error_code, body.retryable]).toEqual([
      409,
      '1',
      'claim_lost',
      true,
    ]);
    expect((await memory.newest(STREAM))?.payload).toEqual(B);
    expect((await publish(A, aKey(1))).body).toEqual({
      ...second.body,
      status: 'duplicate',
      latest: false,
      latest_key: aKey(2),
    });
  });
});

test('receipts sort by the time they were made, and no two are equal', async () => {
  const { publish, runtime } = await startIngest();
  const ids: string[] = [];
  for (let at = 0; at < 20; at++) {
    runtime.advance(1);
    ids.push((await publish(aSnapshotPayload({ project_slug: `p${at}` }), aKey(at))).body.receipt_id);
  }
  expect(ids).toEqual([...new Set(ids)].sort());
});

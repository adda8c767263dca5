import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createHttpClient } from '../../src/http/http-client.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { cut, json, say, scriptedServer } from './scripted-server.js';

const get = { operation: 'issues.list', path: '/issues' };

describe('time', () => {
  test('a server that never answers', async () => {
    const runtime = createTestRuntime();
    const { url, seen } = await scriptedServer(() => runtime.advance(30_000));
    const http = createHttpClient({ baseUrl: url, provider: 'jira', retry: { attempts: 1 } }, runtime);
    const error = await failureOf(http.send(get), 'timeout');
    expect(error).toMatchObject({ timeoutMs: 30_000, retryable: true, context: { attempts: 1 } });
    expect(error.message).toBe('jira issues.list: no complete answer within 30000 ms');
    expect(seen).toHaveLength(1);
  });

  test('a millisecond before the limit nothing happens', async () => {
    const runtime = createTestRuntime();
    const { url } = await scriptedServer((_, outgoing) => {
      runtime.advance(1999);
      outgoing.end('{}');
    });
    expect((await createHttpClient({ baseUrl: url, timeoutMs: 2000 }, runtime).send(get)).status).toBe(200);
  });

  test('a head and then silence: the limit covers the body', async () => {
    const runtime = createTestRuntime();
    const { url } = await scriptedServer((_, outgoing) => {
      outgoing.writeHead(200, { 'content-length': 100 });
      outgoing.write('[1,', () => runtime.advance(2000));
    });
    const http = createHttpClient({ baseUrl: url, timeoutMs: 2000, retry: { attempts: 2 } }, runtime);
    const error = await failureOf(http.send(get), 'timeout');
    expect(error.context).toMatchObject({ attempts: 2 });
  });

  test('a read is repeated after a timeout', async () => {
    const runtime = createTestRuntime();
    const { url, seen } = await scriptedServer(() => runtime.advance(500), json(200, [1]));
    const reply = await createHttpClient({ baseUrl: url, timeoutMs: 500 }, runtime).send(get);
    expect(reply).toMatchObject({ body: [1], attempts: 2 });
    expect(seen).toHaveLength(2);
  });

  test('the deadline cuts the last attempt short and is named', async () => {
    const runtime = createTestRuntime({ random: () => 0.5 });
    const began = runtime.now();
    const { url, seen } = await scriptedServer(
      () => runtime.advance(30_000),
      () => runtime.advance(19_900),
    );
    const http = createHttpClient({ baseUrl: url, retry: { attempts: 10, deadlineMs: 50_000 } }, runtime);
    const error = await failureOf(http.send(get), 'timeout');
    expect(error).toMatchObject({ timeoutMs: 50_000, context: { attempts: 2 } });
    expect(seen).toHaveLength(2);
    expect(runtime.waits).toEqual([100]);
    expect(runtime.now() - began).toBe(50_000);
  });

  test('a network port that ignores its signal does not hold the call, and its late answer changes nothing', async () => {
    let answerLate: (response: Response) => void = () => {};
    let sent = 0;
    const runtime = createTestRuntime({
      fetch: () => {
        if (sent++ > 0) return Promise.resolve(Response.json('second'));
        queueMicrotask(() => runtime.advance(30_000));
        return new Promise((resolve) => {
          answerLate = resolve;
        });
      },
    });
    const http = createHttpClient({ baseUrl: 'https://h.example' }, runtime);
    const reply = await http.send({
      ...get,
      onAttempt: ({ attempt }) => attempt === 2 && answerLate(Response.json('first')),
    });
    expect(reply).toMatchObject({ body: 'second', attempts: 2 });
  });

  test('a late answer is not taken for that of the attempt after', async () => {
    let answerLate: (response: Response) => void = () => {};
    let sent = 0;
    const runtime = createTestRuntime({
      fetch: async () => {
        if (sent++ > 0) {
          answerLate(new Response(null, { status: 401 }));
          await new Promise(setImmediate);
          throw new TypeError('fetch failed');
        }
        queueMicrotask(() => runtime.advance(30_000));
        return new Promise<Response>((resolve) => {
          answerLate = resolve;
        });
      },
    });
    const refresh = () => Promise.reject(new Error('never asked'));
    const http = createHttpClient({ baseUrl: 'https://h.example', refresh, retry: { attempts: 2 } }, runtime);
    const { context } = await failureOf(http.send(get), 'transport');
    expect(context).toEqual({ operation: 'issues.list', attempts: 2 });
  });

  test('credentials that never come end with the limit, and nothing is sent', async () => {
    const runtime = createTestRuntime();
    const { url, seen } = await scriptedServer(json(200, {}));
    const credentials = () => {
      queueMicrotask(() => runtime.advance(30_000));
      return new Promise<Record<string, string>>(() => {});
    };
    const http = createHttpClient({ baseUrl: url, credentials, retry: { attempts: 1 } }, runtime);
    const error = await failureOf(http.send({ ...get, method: 'POST' }), 'timeout');
    expect(error.context.attempts).toBe(0);
    expect(seen).toEqual([]);
  });

  test('credentials that come too late are not sent any more, whatever the network port does', async () => {
    let sent = 0;
    const fetch = async () => {
      sent++;
      return Response.json({});
    };
    const runtime = createTestRuntime({ fetch });
    let give: (headers: Record<string, string>) => void = () => {};
    const credentials = () => {
      queueMicrotask(() => runtime.advance(30_000));
      return new Promise<Record<string, string>>((resolve) => {
        give = resolve;
      });
    };
    const http = createHttpClient({ baseUrl: 'https://h.example', credentials, retry: { attempts: 1 } }, runtime);
    await failureOf(http.send(get), 'timeout');
    give({ authorization: 'Bearer late' });
    await new Promise(setImmediate);
    expect(sent).toBe(0);
  });

  test('no time limit is left behind', async () => {
    const running = new Set<object>();
    const runtime = createTestRuntime({
      after: () => {
        const id = {};
        running.add(id);
        return () => void running.delete(id);
      },
    });
    const { url } = await scriptedServer(say(503), say(404), json(200, {}));
    const http = createHttpClient({ baseUrl: url }, runtime);
    await failureOf(http.send(get), 'not_found');
    await http.send(get);
    expect(running.size).toBe(0);
  });
});

describe("the caller's abort", () => {
  const reasons: unknown[] = [
    new Error('stop'),
    'stop',
    null,
    0,
    { why: 'stop' },
    Symbol('stop'),
    new TypeError('stop'),
  ];
  const rejection = (promise: Promise<unknown>) =>
    promise.then(
      () => 'resolved',
      (reason: unknown) => ({ reason }),
    );

  test.each(reasons)('before: %s passes through and nothing is sent', async (reason) => {
    const { url, seen } = await scriptedServer(json(200, {}));
    const http = createHttpClient({ baseUrl: url }, createTestRuntime());
    const outcome = await rejection(http.send({ ...get, signal: AbortSignal.abort(reason) }));
    expect(outcome).toEqual({ reason });
    expect(seen).toEqual([]);
  });

  test.each(reasons)('while the server thinks: %s', async (reason) => {
    for (const method of ['GET', 'POST'] as const) {
      const controller = new AbortController();
      const { url, seen } = await scriptedServer(() => controller.abort(reason));
      const http = createHttpClient({ baseUrl: url }, createTestRuntime());
      const outcome = await rejection(http.send({ ...get, method, signal: controller.signal }));
      expect(outcome).toEqual({ reason });
      expect(Object.is((outcome as { reason: unknown }).reason, reason)).toBe(true);
      expect(seen).toHaveLength(1);
    }
  });

  test.each(reasons)('during a wait: %s', async (reason) => {
    // One port honours the signal, one does not.
    for (const sleep of [() => Promise.reject(reason), () => Promise.resolve()]) {
      const controller = new AbortController();
      const { url, seen } = await scriptedServer(say(503));
      const runtime = createTestRuntime({
        sleep: () => {
          controller.abort(reason);
          return sleep();
        },
      });
      const http = createHttpClient({ baseUrl: url }, runtime);
      expect(await rejection(http.send({ ...get, signal: controller.signal }))).toEqual({ reason });
      expect(seen).toHaveLength(1);
    }
  });

  test('during the body', async () => {
    const controller = new AbortController();
    const { url } = await scriptedServer((_, outgoing) => {
      outgoing.writeHead(200);
      outgoing.write('[1,', () => controller.abort('enough'));
    });
    const http = createHttpClient({ baseUrl: url }, createTestRuntime());
    expect(await rejection(http.send({ ...get, signal: controller.signal }))).toEqual({ reason: 'enough' });
  });

  test('during credentials and refresh, which also get to know', async () => {
    const { url, seen } = await scriptedServer(say(401));
    const first = new AbortController();
    let asking: AbortSignal | undefined;
    const asked = {
      baseUrl: url,
      credentials: (signal?: AbortSignal) => {
        asking = signal;
        first.abort('a');
        return new Promise<Record<string, string>>(() => {});
      },
    };
    const runtime = createTestRuntime();
    expect(await rejection(createHttpClient(asked, runtime).send({ ...get, signal: first.signal }))).toEqual({
      reason: 'a',
    });
    expect(asking?.aborted).toBe(true);
    expect(seen).toEqual([]);

    const second = new AbortController();
    let told: AbortSignal | undefined;
    const refresh = (signal?: AbortSignal) => {
      told = signal;
      second.abort('b');
      return new Promise<boolean>(() => {});
    };
    const refreshing = createHttpClient({ baseUrl: url, refresh }, runtime);
    expect(await rejection(refreshing.send({ ...get, signal: second.signal }))).toEqual({ reason: 'b' });
    expect(told?.aborted).toBe(true);
    expect(seen).toHaveLength(1);
  });

  test('after the answer was read it takes nothing away', async () => {
    const controller = new AbortController();
    const { url } = await scriptedServer(json(200, { id: 1 }));
    // Aborted while the answer is being checked: it is complete, and for a write it would be a fact.
    const zAborting = z.pipe(
      z.any(),
      z.transform((value: unknown) => {
        controller.abort('late');
        return value;
      }),
    );
    const http = createHttpClient({ baseUrl: url }, createTestRuntime());
    const reply = await http.send({ ...get, method: 'POST', schema: zAborting, signal: controller.signal });
    expect(controller.signal.aborted).toBe(true);
    expect(reply.body).toEqual({ id: 1 });
  });

  test('a signal that outlives many calls keeps no listener', async () => {
    const controller = new AbortController();
    let listening = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listening++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listening--;
      remove(...args);
    };
    const { url } = await scriptedServer(json(200, {}), say(404), cut(200, '['), json(200, {}));
    const http = createHttpClient({ baseUrl: url }, createTestRuntime());
    await http.send({ ...get, signal });
    await failureOf(http.send({ ...get, signal }), 'not_found');
    await http.send({ ...get, signal });
    // The same function may be removed twice, never less than once.
    expect(listening).toBeLessThanOrEqual(0);
  });
});

test('a listener that throws changes nothing', async () => {
  const { url } = await scriptedServer(say(503), json(200, {}));
  const http = createHttpClient({ baseUrl: url }, createTestRuntime());
  const onAttempt = () => {
    throw new TypeError('listener');
  };
  expect((await http.send({ ...get, onAttempt })).attempts).toBe(2);
});

test('an abort leaves no timer behind, whatever hangs', async () => {
  let running = 0;
  const after = () => {
    running += 1;
    return () => {
      running -= 1;
    };
  };
  const controller = new AbortController();
  const client = createHttpClient(
    { baseUrl: 'https://api.test', credentials: () => new Promise(() => {}) },
    createTestRuntime({ after }),
  );
  const call = client.send({ operation: 'read', path: '/x', signal: controller.signal });
  await new Promise((resolve) => setImmediate(resolve));
  expect(running).toBe(1);
  controller.abort('enough');
  await expect(call).rejects.toBe('enough');
  expect(running).toBe(0);
});

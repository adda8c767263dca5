import { afterEach, describe, expect, test, vi } from 'vitest';
import { createRuntime } from '../../src/runtime/runtime.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';

describe('createRuntime', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('looks globals up when they are used', async () => {
    const runtime = createRuntime();
    vi.stubGlobal('fetch', async () => new Response('later'));
    expect(await (await runtime.fetch(new Request('http://127.0.0.1/'))).text()).toBe('later');
  });

  test('random is in range and does not repeat', () => {
    const { random } = createRuntime();
    const drawn = Array.from({ length: 1000 }, random);
    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(drawn).size).toBe(1000);
  });

  test('sleep rejects with the reason itself, before and during', async () => {
    const { sleep } = createRuntime();
    const reason = { any: 'thing' };
    await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await sleep(0);
  });

  test('after can be called off', async () => {
    const { after, sleep } = createRuntime();
    let fired = 0;
    after(0, () => fired++);
    after(0, () => fired++)();
    await sleep(5);
    expect(fired).toBe(1);
  });

  test('is silent by default and takes console as a logger', () => {
    createRuntime().logger.warn('nothing');
    expect(createRuntime({ logger: console }).logger).toBe(console);
  });
});

describe('createTestRuntime', () => {
  test('sleep moves the time, records the wait and fires limits that come due, in order', async () => {
    const runtime = createTestRuntime();
    const start = runtime.now();
    const fired: string[] = [];
    runtime.after(200, () => fired.push('second'));
    runtime.after(100, () => fired.push('first'));
    runtime.after(900, () => fired.push('never'));
    const cancel = runtime.after(150, () => fired.push('called off'));
    cancel();
    await runtime.sleep(250);
    expect(fired).toEqual(['first', 'second']);
    expect(runtime.now() - start).toBe(250);
    expect(runtime.waits).toEqual([250]);
    await expect(runtime.sleep(1, AbortSignal.abort('why'))).rejects.toBe('why');
  });
});

import { expect, test } from 'vitest';
import { redact } from '../../src/errors/redact.js';
import { createEmitter } from '../../src/publish/emitter.js';
import { createRuntime } from '../../src/runtime/runtime.js';

function withLog(warn: (...args: unknown[]) => void) {
  const { logger } = createRuntime();
  return createEmitter<{ step: { n: number } }>({ ...logger, warn }, redact);
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('listeners are called in order, until they leave', () => {
  const seen: string[] = [];
  const emitter = withLog(() => {});
  const leave = emitter.on('step', ({ n }) => seen.push(`a${n}`));
  emitter.on('step', ({ n }) => seen.push(`b${n}`));
  emitter.emit('step', { n: 1 });
  leave();
  leave();
  emitter.emit('step', { n: 2 });
  expect(seen).toEqual(['a1', 'b1', 'b2']);
});

test('the same listener twice is two listeners; each leaves by itself', () => {
  let calls = 0;
  const emitter = withLog(() => {});
  const listener = () => {
    calls += 1;
  };
  const leave = emitter.on('step', listener);
  emitter.on('step', listener);
  leave();
  emitter.emit('step', { n: 1 });
  expect(calls).toBe(1);
});

test('a fault, thrown or rejected, is one warning each, stops nobody and holds no secret', async () => {
  const log: unknown[] = [];
  const emitter = withLog((...args) => log.push(args));
  let reached = 0;
  emitter.on('step', () => {
    throw new Error('thrown with Bearer hush-hush-hush');
  });
  emitter.on('step', async () => {
    throw new Error('rejected');
  });
  // biome-ignore lint/suspicious/noThenProperty: a listener may return anything, a broken thenable too
  emitter.on('step', () => ({ then: (_: unknown, reject: (error: Error) => void) => reject(new Error('thenable')) }));
  emitter.on('step', () => {
    reached += 1;
  });
  emitter.emit('step', { n: 1 });
  expect(reached).toBe(1);
  await settled();
  expect(log).toHaveLength(3);
  expect(log).toContainEqual(["a listener of 'step' failed", { cause: { name: 'Error', message: 'rejected' } }]);
  expect(JSON.stringify(log)).not.toContain('hush');
});

test('a logger that fails as well changes nothing', async () => {
  const emitter = withLog(() => {
    throw new Error('log full');
  });
  emitter.on('step', () => Promise.reject(Object.create(null)));
  emitter.on('step', () => {
    throw new Error('x');
  });
  emitter.emit('step', { n: 1 });
  await settled();
});

test('what a listener is given cannot be changed', () => {
  const emitter = withLog(() => {});
  const seen: number[] = [];
  emitter.on('step', (report) => Object.assign(report, { n: 9 }));
  emitter.on('step', ({ n }) => seen.push(n));
  emitter.emit('step', { n: 1 });
  expect(seen).toEqual([1]);
});

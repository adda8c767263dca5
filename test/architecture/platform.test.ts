import { describe, expect, it } from 'vitest';
import { platformFaults, topLevelAwaits } from './platform.js';
import { parse, sources } from './source-files.js';

describe('the platform', () => {
  it.each(sources.map((source) => [source.path, source] as const))('%s goes through the ports', (_path, source) => {
    expect(platformFaults(source)).toEqual([]);
    expect(topLevelAwaits(source)).toEqual([]);
  });
});

describe('the platform check', () => {
  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'new Date(...[])',
    'Date()',
    'const D = Date',
    'const { now } = Date',
    'Date["now"]()',
    'Reflect.construct(Date, [])',
    'Math.random()',
    'const { random } = Math',
    'const m = Math; m.random()',
    'Math["random"]()',
    'setTimeout(() => {}, 1)',
    'setInterval(() => {}, 1)',
    'setImmediate(() => {})',
    'clearTimeout(1)',
    'queueMicrotask(() => {})',
    'const wait = { setTimeout }',
    'const f = ({ wait = setTimeout }) => wait',
    'console.log(1)',
    'const say = console',
    'process.env.HOME',
    'typeof process',
    'globalThis.process',
    '(globalThis as never)',
    'window.fetch',
    'self',
    'global',
    'performance.now()',
    'crypto.getRandomValues(new Uint8Array(1))',
    'crypto.randomUUID()',
    'const { randomUUID } = crypto',
    'AbortSignal.timeout(1)',
    'fetch("https://example.com")',
    'localStorage',
    'Buffer.from("")',
    'eval("1")',
    'new Function("return this")',
    'class Clock extends Date {}',
    'function f(later = Date.now()) {}',
    'declare const process: unknown; f(process)',
    'declare global { interface X {} }',
  ])('refuses %s', (text) => {
    expect(platformFaults(parse('src/http/a.ts', `${text};\nexport {};`))).not.toEqual([]);
  });

  it.each([
    'new Date(0)',
    'new Date("2026-03-10")',
    'Date.parse("")',
    'Date.UTC(2026)',
    'x instanceof Date; const x = 1',
    'Math.floor(1)',
    'crypto.subtle',
    'AbortSignal.any([])',
    'new AbortController().signal',
    'new Request("https://example.com")',
    'structuredClone({})',
    'const f = (runtime: { now(): number; fetch: unknown }) => runtime.now()',
    'const f = ({ fetch }: { fetch(): void }) => fetch()',
    'const g = (now: () => number, performance: number) => now() + performance',
    'const o = { process: 1, console: 2 }; o.process',
    '// Date.now()\nconst s = "Date.now() console process"',
    'type T = ReturnType<typeof setTimeout>',
    'interface Clock { setTimeout: typeof setTimeout }',
    'function f(this: unknown) { return arguments }',
    'import { process } from "./a.js"; process()',
    'class Fault extends Error { override readonly name = "Fault"; declare code: string }',
    'for (const x of []) { outer: for (;;) break outer }',
  ])('allows %s', (text) => {
    expect(platformFaults(parse('src/http/a.ts', `${text};\nexport {};`))).toEqual([]);
  });

  it('leaves src/runtime/ alone', () => {
    expect(platformFaults(parse('src/runtime/a.ts', 'setTimeout(() => {}, 1)'))).toEqual([]);
  });

  it('says where', () => {
    expect(platformFaults(parse('src/http/a.ts', '\n\nDate.now();'))).toEqual([
      'src/http/a.ts:3: Date.now belongs to src/runtime/, or is not on every runtime',
    ]);
  });

  it.each(['await 1', 'for await (const x of []) {}', 'if (true) { await 1 }', 'await using x = y()'])(
    'refuses %s at the top level',
    (text) => {
      expect(topLevelAwaits(parse('src/http/a.ts', `${text};\nexport {};`))).toHaveLength(1);
      expect(topLevelAwaits(parse('src/http/a.ts', `async function f() { ${text} }`))).toEqual([]);
    },
  );
});

import { describe, expect, test } from 'vitest';
import { isTrackerError } from '../../src/errors/is-tracker-error.js';
import { isFull } from '../support/runs.js';
import { isConfessed, misdeeds } from './judge.js';
import { at, type Fault } from './network-faults.js';
import { createStage, runOperation, type Step } from './run-operation.js';
import { PROVIDERS } from './subjects.js';

const MAX_POSITIONS = isFull ? 100 : 2;
const hasBody = (step: Step) => step.hasBody;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Each answer says that all is well, and is none. */
const BROKEN: readonly (Fault & { readonly isFineForWrites?: true })[] = [
  {
    name: 'half a JSON',
    interfere: async ({ forward }) => {
      const { status, text } = await answered(forward);
      return new Response(text.slice(0, Math.ceil(text.length / 2)) || '{"a": [', { status, headers: JSON_TYPE });
    },
  },
  {
    name: 'HTML',
    interfere: async ({ forward }) => {
      const { status } = await answered(forward);
      return new Response('<!doctype html><title>Sign in</title>', {
        status,
        headers: { 'content-type': 'text/html' },
      });
    },
  },
  {
    name: 'HTML that calls itself JSON',
    interfere: async ({ forward }) => {
      const { status } = await answered(forward);
      return new Response('<html></html>', { status, headers: JSON_TYPE });
    },
  },
  {
    name: 'an empty body',
    fits: hasBody,
    // A write that is answered with nothing was done.
    isFineForWrites: true,
    interfere: async ({ forward }) => {
      const { status } = await answered(forward);
      return new Response('', { status, headers: JSON_TYPE });
    },
  },
  {
    name: 'a body shorter than its Content-Length',
    fits: hasBody,
    interfere: async ({ forward }) => {
      const { status, text } = await answered(forward);
      // Whole as JSON, and yet not all of it.
      const headers = { ...JSON_TYPE, 'content-length': String(new TextEncoder().encode(text).length + 20) };
      return new Response(text, { status, headers });
    },
  },
  {
    name: 'a body that breaks off',
    fits: hasBody,
    interfere: async ({ forward }) => {
      const { status, text } = await answered(forward);
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
        },
        pull: (controller) => controller.error(new TypeError('terminated')),
      });
      return new Response(body, { status, headers: JSON_TYPE });
    },
  },
  {
    name: 'headers, and then silence',
    fits: hasBody,
    interfere: async ({ forward, runtime }) => {
      const { status } = await answered(forward);
      const body = new ReadableStream<Uint8Array>({
        pull: () => {
          Promise.resolve().then(() => runtime.advance(31_000));
          return new Promise<void>(() => {});
        },
      });
      return new Response(body, { status, headers: JSON_TYPE });
    },
  },
  ...['{"message":"OK"}', '[{"message":"OK"}]', 'null', '"OK"'].map(
    (text): Fault & { readonly isFineForWrites: true } => ({
      name: `JSON of another kind: ${text}`,
      fits: hasBody,
      // What a write is answered with need not be read.
      isFineForWrites: true,
      interfere: async ({ forward }) => {
        const { status } = await answered(forward);
        return new Response(text, { status, headers: JSON_TYPE });
      },
    }),
  ),
];

async function answered(forward: () => Promise<Response>): Promise<{ readonly status: number; readonly text: string }> {
  const response = await forward();
  const text = await response.text();
  // A 204 has no body to be broken.
  return { status: response.status === 204 ? 200 : response.status, text };
}

describe.each(PROVIDERS)('the $provider adapter', (module) => {
  test.for(module.operations)('$name: an answer that is none is an error, never data', async (operation) => {
    const stage = createStage(module, operation);
    const usual = await runOperation(module, operation, stage);
    if (usual.isRejected) throw usual.error;
    const faults: string[] = [];
    for (const [position, step] of usual.steps.slice(0, MAX_POSITIONS).entries()) {
      if (step.status >= 300) continue;
      for (const broken of BROKEN.filter(({ fits }) => fits?.(step) ?? true)) {
        const run = await runOperation(module, operation, stage, at(position, broken, true));
        const wrong = misdeeds(operation, run, usual);
        const isFine = broken.isFineForWrites && step.isWrite;
        if (!run.isRejected && !isFine && !isConfessed(run, usual)) wrong.push('it resolved');
        if (run.isRejected && !isTrackerError(run.error)) wrong.push(`it rejected with ${String(run.error)}`);
        const where = `${broken.name}, from request ${position + 1} (${step.request.method}) on`;
        faults.push(...wrong.map((what) => `${where}: ${what}`));
      }
    }
    expect(faults).toEqual([]);
  });
});

import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFull } from '../support/runs.js';
import { misdeeds } from './judge.js';
import { at, createRawServer, FAULTS, listen, RAW_FAULTS, type RawFault, type RawServer } from './network-faults.js';
import { carries, createStage, type Network, type Run, runOperation } from './run-operation.js';
import { type Operation, PROVIDERS, type ProviderModule } from './subjects.js';

/** How many requests of an operation are broken. Further ones are of the same kind, and the long proof breaks them too. */
const MAX_POSITIONS = isFull ? 100 : 2;

let raw: RawServer;
let closedPort: string;
let elsewhere: { readonly origin: string; hits: number; close(): void };

beforeAll(async () => {
  raw = await createRawServer();
  const closed = createServer();
  closedPort = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
  const other = createServer((_, outgoing) => {
    elsewhere.hits++;
    outgoing.end('{}');
  });
  elsewhere = { origin: await listen(other), hits: 0, close: () => void other.close() };
});
afterAll(async () => {
  await raw.close();
  elsewhere.close();
});

/** A network with one server on a real socket, to which something happens. */
const socket =
  (fault: (nth: number) => RawFault | undefined): Network =>
  (answer) => {
    raw.use(answer, fault);
    return { fetch, origin: raw.origin };
  };

async function usually(
  module: ProviderModule,
  operation: Operation,
  stage: ReturnType<typeof createStage>,
  network?: Network,
): Promise<Run> {
  const usual = await runOperation(module, operation, stage, undefined, network);
  if (usual.isRejected) throw usual.error;
  return usual;
}

describe.each(PROVIDERS)('the $provider adapter', (module) => {
  test.for(module.operations)(
    '$name: no write is lost or doubled, no secret shown, whatever the network does',
    async (operation) => {
      const stage = createStage(module, operation);
      const usual = await usually(module, operation, stage);
      const faults: string[] = [];
      for (const [position, step] of usual.steps.slice(0, MAX_POSITIONS).entries()) {
        for (const fault of FAULTS.filter(({ fits }) => fits?.(step) ?? true)) {
          if (!fault.isLastingOnly) {
            const run = await runOperation(module, operation, stage, at(position, fault));
            const where = `${fault.name}, request ${position + 1} (${step.request.method}), once`;
            faults.push(...misdeeds(operation, run, usual).map((what) => `${where}: ${what}`));
          }
          if (position > 0) continue;
          const lasting = await runOperation(module, operation, stage, at(position, fault, true));
          const wrong = misdeeds(operation, lasting, usual);
          if (!lasting.isRejected) wrong.push('it resolved');
          faults.push(...wrong.map((what) => `${fault.name}, for good: ${what}`));
        }
      }
      expect(faults).toEqual([]);
    },
  );

  test.for(module.operations)('$name: nor on a real socket', async (operation) => {
    const stage = createStage(module, operation, raw.origin);
    const usual = await usually(
      module,
      operation,
      stage,
      socket(() => undefined),
    );
    if (usual.steps.length === 0) return;
    const faults: string[] = [];
    const judge = async (name: string, network: Network) => {
      const run = await runOperation(module, operation, stage, undefined, network);
      const wrong = misdeeds(operation, run, usual);
      if (!run.isRejected && name.includes('for good')) wrong.push('it resolved');
      faults.push(...wrong.map((what) => `${name}: ${what}`));
    };
    const writing = usual.steps.findIndex(({ isWrite }) => isWrite);
    const position = Math.max(0, writing);
    for (const { name, fault, fits = () => true } of RAW_FAULTS) {
      const step = usual.steps[position];
      if (step && fits(step))
        await judge(
          name,
          socket((nth) => (nth === position ? fault : undefined)),
        );
    }
    await judge('a refused connection, for good', () => ({
      fetch: (request) => fetch(new Request(request.url.replace(raw.origin, closedPort), request)),
      origin: raw.origin,
    }));
    const redirect: RawFault = async (outgoing) => {
      outgoing.writeHead(302, { location: `${elsewhere.origin}/login` }).end();
      return true;
    };
    await judge(
      'a redirect, for good',
      socket(() => redirect),
    );
    expect(elsewhere.hits).toBe(0);
    expect(faults).toEqual([]);
  });

  test('sends the credentials that are looked for', async () => {
    const [operation] = module.operations;
    if (!operation) throw new Error('an adapter has operations');
    const { secrets, steps } = await usually(module, operation, createStage(module, operation));
    const { CANARY } = module;
    // As it is, or behind a scheme word: a tracker may have a header of its own for it.
    const isSent =
      CANARY && steps.some(({ request }) => [...request.headers].some(([, value]) => carries(value, CANARY)));
    expect(CANARY === undefined ? secrets.size > 0 : isSent).toBe(true);
  });
});

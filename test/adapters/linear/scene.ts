import { afterEach, expect } from 'vitest';
import { createLinearAdapter, type LinearAdapter, type LinearOptions } from '../../../src/adapters/linear/index.js';
import type { Page } from '../../../src/contracts/page.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY, createLinearServer, type LinearServer, type LinearServerOptions, SERVER } from './server.js';
import { TEAM } from './state.js';

/** What an adapter that writes takes. */
export type WritingOptions = Omit<Partial<LinearOptions>, 'readOnly'>;

export interface Scene {
  readonly server: LinearServer;
  readonly linear: LinearAdapter;
  readonly runtime: TestRuntime;
  /** Another adapter before the same Linear. */
  again(options?: WritingOptions): LinearAdapter;
  /** The names of the documents that were sent, in order. */
  asked(): string[];
  /** The `input` of each mutation of this name. */
  inputs(name: string): unknown[];
}

const complaints: string[][] = [];

// Every document of every test is held against Linear's own schema, and every connection says how much it wants.
afterEach(() => {
  expect(complaints.splice(0).flat()).toEqual([]);
});

/** An adapter, a Linear of its own, and a clock in the test's hands. */
export function scene(
  options: WritingOptions = {},
  serverOptions: LinearServerOptions = {},
  intercept: (request: Request, forward: () => Promise<Response>, nth: number) => Promise<Response> = (_, forward) =>
    forward(),
): Scene {
  const server = createLinearServer(serverOptions);
  complaints.push(server.complaints);
  let nth = 0;
  const runtime = createTestRuntime({ fetch: (request) => intercept(request, () => server.handle(request), ++nth) });
  const again = (more: WritingOptions = {}) =>
    createLinearAdapter({ team: TEAM, auth: { apiKey: CANARY }, baseUrl: server.url, ...options, ...more }, runtime);
  return {
    server,
    runtime,
    linear: again(),
    again,
    asked: () => server.asked.map(({ name }) => name),
    inputs: (name) => server.asked.filter((each) => each.name === name).map(({ variables }) => variables.input),
  };
}

/** An adapter before one answer, whatever is asked. */
export function answered(
  answer: (request: Request, nth: number) => Response | Promise<Response>,
  options: WritingOptions = {},
) {
  const requests: Request[] = [];
  const runtime = createTestRuntime({
    random: () => 0,
    fetch: async (request) => {
      requests.push(request.clone());
      return answer(request, requests.length);
    },
  });
  const linear = createLinearAdapter({ team: TEAM, auth: { apiKey: CANARY }, baseUrl: SERVER, ...options }, runtime);
  return { linear, requests, runtime };
}

export async function all<Item>(pages: AsyncIterable<Page<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { items } of pages) found.push(...items);
  return found;
}

export async function faultOf(act: Promise<unknown>): Promise<TrackerFault> {
  try {
    await act;
  } catch (error) {
    if (isTrackerError(error)) return error;
    throw error;
  }
  throw new Error('no fault');
}

import { afterEach, expect } from 'vitest';
import { createRedmineAdapter, type RedmineAdapter, type RedmineOptions } from '../../../src/adapters/redmine/index.js';
import type { Page } from '../../../src/contracts/page.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { PROJECT, SERVER } from './fixtures.js';
import { CANARY, createRedmineServer, type RedmineServer, type RedmineServerOptions, violationsIn } from './server.js';

/** What an adapter that writes takes. */
export type WritingOptions = Omit<Partial<RedmineOptions>, 'readOnly'>;

export interface Scene {
  readonly server: RedmineServer;
  readonly redmine: RedmineAdapter;
  readonly runtime: TestRuntime;
  /** The JSON bodies that were sent, in order. */
  sent(): Promise<unknown[]>;
  /** Requests so far: `GET /issues/1.json`. */
  asked(): string[];
}

const complaints: string[][] = [];

// Every request of every test is held against Redmine's description.
afterEach(() => {
  expect(complaints.splice(0).flat()).toEqual([]);
});

const OPTIONS = { baseUrl: SERVER, project: PROJECT, token: CANARY, textFormatting: 'common_mark' } as const;

/** An adapter, a Redmine of its own, and a clock in the test's hands. */
export function scene(
  options: WritingOptions = {},
  server: RedmineServerOptions = {},
  /** What is answered in place of the server; undefined: its own answer. */
  intercept: (request: Request) => Response | undefined = () => undefined,
): Scene {
  const made = createRedmineServer(server);
  complaints.push(made.complaints);
  const runtime = createTestRuntime({ fetch: async (request) => intercept(request) ?? made.handle(request) });
  return {
    server: made,
    runtime,
    redmine: createRedmineAdapter({ ...OPTIONS, ...options }, runtime),
    sent: () =>
      Promise.all(
        made.requests
          .filter(({ method, headers }) => /^P/.test(method) && headers.get('content-type') === 'application/json')
          .map((request) => request.clone().json() as Promise<unknown>),
      ),
    asked: () => made.requests.map((request) => `${request.method} ${made.path(request)}`),
  };
}

/** An adapter before one answer, whatever is asked. */
export function answered(
  answer: (request: Request, nth: number) => Response | Promise<Response>,
  options: WritingOptions = {},
) {
  const requests: Request[] = [];
  const found: string[] = [];
  complaints.push(found);
  const runtime = createTestRuntime({
    fetch: async (request) => {
      requests.push(request.clone());
      found.push(...(await violationsIn(request.clone())));
      return answer(request, requests.length);
    },
  });
  return { redmine: createRedmineAdapter({ ...OPTIONS, ...options }, runtime), requests, runtime };
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

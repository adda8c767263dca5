import { afterEach, expect } from 'vitest';
import {
  createYoutrackAdapter,
  type YoutrackAdapter,
  type YoutrackOptions,
} from '../../../src/adapters/youtrack/index.js';
import type { Page } from '../../../src/contracts/page.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { type Json, PROJECT, SERVER, WORKSPACE } from './fixtures.js';
import { CANARY, createYoutrackServer, type YoutrackServer, type YoutrackServerOptions } from './server.js';
import { violationsIn } from './spec.js';

/** What an adapter that writes takes. */
export type WritingOptions = Omit<Partial<YoutrackOptions>, 'readOnly'>;

export interface Scene {
  readonly server: YoutrackServer;
  readonly youtrack: YoutrackAdapter;
  readonly runtime: TestRuntime;
  /** The JSON bodies that were sent, in order, each with where it went. */
  sent(): Promise<Json[]>;
  /** Requests so far, without what was asked for: `GET /issues/2-101`. */
  asked(): string[];
  /** The queries so far. */
  queries(): string[];
  /** Another adapter before the same server. */
  another(options?: WritingOptions): YoutrackAdapter;
}

const complaints: string[][] = [];

// Every request of every test is held against YouTrack's own description of its API.
afterEach(() => {
  expect(complaints.splice(0).flat()).toEqual([]);
});

const GOOD = { project: PROJECT, token: CANARY, baseUrl: SERVER };

/** An adapter, a YouTrack of its own, and a clock in the test's hands. */
export function scene(
  options: WritingOptions = {},
  server: YoutrackServerOptions = {},
  /** Answers in the server's place; undefined: the server does. */
  interfere: (request: Request) => Response | undefined = () => undefined,
): Scene {
  const made = createYoutrackServer(server);
  complaints.push(made.complaints);
  const runtime = createTestRuntime({ fetch: async (request) => interfere(request) ?? made.handle(request) });
  const another = (more: WritingOptions = {}) => createYoutrackAdapter({ ...GOOD, ...options, ...more }, runtime);
  return {
    server: made,
    runtime,
    youtrack: another(),
    another,
    sent: () =>
      Promise.all(
        made.requests
          .filter((request) => request.headers.get('content-type')?.includes('json'))
          .map(async (request) => ({
            to: new URL(request.url).pathname.split('/api')[1],
            ...((await request.clone().json()) as Json),
          })),
      ),
    asked: () => made.requests.map((request) => `${request.method} ${made.path(request).split('?')[0] ?? ''}`),
    queries: () =>
      made.requests.flatMap((request) => {
        const { pathname, searchParams } = new URL(request.url);
        return pathname.endsWith('/api/issues') && searchParams.has('query') ? [searchParams.get('query') ?? ''] : [];
      }),
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
      found.push(...violationsIn(request));
      return answer(request, requests.length);
    },
  });
  return { youtrack: createYoutrackAdapter({ ...GOOD, ...options }, runtime), requests, runtime };
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

export const refTo = (id: string, workspace = WORKSPACE) => ({
  system: 'youtrack',
  workspace,
  id,
  key: null,
  url: null,
});

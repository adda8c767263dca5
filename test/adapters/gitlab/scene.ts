import { afterEach, expect } from 'vitest';
import { createGitlabAdapter, type GitlabAdapter, type GitlabOptions } from '../../../src/adapters/gitlab/index.js';
import type { Page } from '../../../src/contracts/page.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { PROJECT } from './fixtures.js';
import { CANARY, createGitlabServer, type GitlabServer, type GitlabServerOptions, violationsIn } from './server.js';

/** What an adapter that writes takes. */
export type WritingOptions = Omit<Partial<GitlabOptions>, 'readOnly'>;

export interface Scene {
  readonly server: GitlabServer;
  readonly gitlab: GitlabAdapter;
  readonly runtime: TestRuntime;
  /** The JSON bodies that were sent, in order. */
  sent(): Promise<unknown[]>;
  /** Requests so far: `GET /projects/…`. */
  asked(): string[];
}

const complaints: string[][] = [];

// Every request of every test is held against GitLab's own description of its API.
afterEach(() => {
  expect(complaints.splice(0).flat()).toEqual([]);
});

/** An adapter, a GitLab of its own, and a clock in the test's hands. */
export function scene(options: WritingOptions = {}, server: GitlabServerOptions = {}): Scene {
  const made = createGitlabServer(server);
  complaints.push(made.complaints);
  const runtime = createTestRuntime({ fetch: made.handle });
  return {
    server: made,
    runtime,
    gitlab: createGitlabAdapter({ project: PROJECT, token: CANARY, baseUrl: made.url, ...options }, runtime),
    sent: () =>
      Promise.all(
        made.requests
          .filter(({ method }) => /^P/.test(method))
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
  const gitlab = createGitlabAdapter(
    { project: PROJECT, token: CANARY, baseUrl: 'https://gitlab.acme.test/git', ...options },
    runtime,
  );
  return { gitlab, requests, runtime };
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

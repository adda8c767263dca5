import { afterEach, expect } from 'vitest';
import { createJiraAdapter, type JiraAdapter, type JiraOptions } from '../../../src/adapters/jira/index.js';
import type { Page } from '../../../src/contracts/page.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY, createJiraServer, EMAIL, type JiraServer } from './server.js';
import type { Site } from './site.js';

const servers: JiraServer[] = [];

afterEach(() => {
  // Whatever the test was about: nothing that Jira's description does not know was sent.
  expect(servers.splice(0).flatMap(({ complaints }) => complaints)).toEqual([]);
});

export interface Subject {
  readonly server: JiraServer;
  readonly site: Site;
  readonly jira: JiraAdapter;
  readonly runtime: TestRuntime;
}

/** An adapter and the site that it works on. */
export function subject(options: Partial<JiraOptions> = {}, changes: Partial<Site> = {}): Subject {
  const server = createJiraServer(changes);
  servers.push(server);
  const runtime = createTestRuntime({ fetch: server.handle });
  const jira = createJiraAdapter(
    {
      siteUrl: server.url,
      project: 'ACME',
      auth: { email: EMAIL, apiToken: CANARY },
      ...options,
    } as JiraOptions & { readonly readOnly?: false },
    runtime,
  );
  return { server, site: server.site, jira, runtime };
}

export async function pagesOf<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Page<Item>[]> {
  const all: Page<Item>[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

export async function itemsOf<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  return (await pagesOf(pages)).flatMap(({ items }) => items);
}

/** The fault that a call ends with. */
export async function faultOf(act: Promise<unknown> | AsyncGenerator): Promise<TrackerFault> {
  try {
    await ('next' in act ? act.next() : act);
  } catch (error) {
    if (isTrackerError(error)) return error;
    throw error;
  }
  throw new Error('no fault');
}

/** The JSON bodies that were sent to a path. */
export async function bodiesTo(server: JiraServer, path: RegExp, method = 'POST'): Promise<Record<string, unknown>[]> {
  const sent = server.requests.filter(
    (request) => request.method === method && path.test(new URL(request.url).pathname),
  );
  return Promise.all(sent.map((request) => request.clone().json() as Promise<Record<string, unknown>>));
}

import { afterEach, expect } from 'vitest';
import {
  type AzureDevopsAdapter,
  type AzureDevopsOptions,
  createAzureDevopsAdapter,
} from '../../../src/adapters/azure-devops/index.js';
import type { Page } from '../../../src/contracts/page.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { PROJECT, SERVER } from './fixtures.js';
import { type AzureServer, CANARY, createAzureServer, violationsIn } from './server.js';
import type { Site } from './site.js';

/** What an adapter that writes takes. */
export type WritingOptions = Omit<Partial<AzureDevopsOptions>, 'readOnly'>;

export interface Scene {
  readonly server: AzureServer;
  readonly site: Site;
  readonly azure: AzureDevopsAdapter;
  readonly runtime: TestRuntime;
}

const complaints: string[][] = [];

// Every request of every test is held against Azure DevOps' own description of its API.
afterEach(() => {
  expect(complaints.splice(0).flat()).toEqual([]);
});

const AUTH = { personalAccessToken: CANARY };

/** An adapter, an Azure DevOps of its own, and a clock in the test's hands. */
export function scene(
  options: WritingOptions = {},
  changes: Parameters<typeof createAzureServer>[0] = {},
  server: AzureServer = createAzureServer(changes),
): Scene {
  complaints.push(server.complaints);
  const runtime = createTestRuntime({ fetch: server.handle });
  const azure = createAzureDevopsAdapter({ baseUrl: server.url, project: PROJECT, auth: AUTH, ...options }, runtime);
  return { server, site: server.site, azure, runtime };
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
  const azure = createAzureDevopsAdapter({ baseUrl: SERVER, project: PROJECT, auth: AUTH, ...options }, runtime);
  return { azure, requests, runtime };
}

export async function pagesOf<Item>(pages: AsyncIterable<Page<Item>>): Promise<Page<Item>[]> {
  const found: Page<Item>[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

export async function all<Item>(pages: AsyncIterable<Page<Item>>): Promise<Item[]> {
  return (await pagesOf(pages)).flatMap(({ items }) => items);
}

export async function faultOf(act: Promise<unknown> | AsyncGenerator): Promise<TrackerFault> {
  try {
    await ('next' in act ? act.next() : act);
  } catch (error) {
    if (isTrackerError(error)) return error;
    throw error;
  }
  throw new Error('no fault');
}

import type { GithubOptions } from '../../../src/adapters/github/index.js';
import { createGithubAdapter, type GithubAdapter } from '../../../src/adapters/github/index.js';
import type { ExternalRef } from '../../../src/contracts/external-ref.js';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY } from './fixtures.js';
import { createGithubServer, type GithubServer } from './server.js';
import type { GithubServerOptions } from './server-state.js';

export interface Scene {
  readonly github: GithubAdapter;
  readonly server: GithubServer;
  readonly runtime: TestRuntime;
  /** `PATCH /issues/1` of every request since this was last asked, below the repository. */
  sent(): string[];
  /** The JSON bodies of the writes since this was last asked. */
  written(): unknown[];
}

/** An adapter of `acme/widgets` before a fake GitHub. */
export function scene(
  options: Partial<Omit<GithubOptions, 'readOnly'>> = {},
  serverOptions: GithubServerOptions = {},
  before: (request: Request) => void = () => {},
): Scene {
  const server = createGithubServer(serverOptions);
  const written: unknown[] = [];
  const fetch = async (request: Request) => {
    if (request.method !== 'GET')
      written.push(
        await request
          .clone()
          .json()
          .catch(() => null),
      );
    before(request);
    request.signal.throwIfAborted();
    return server.handle(request);
  };
  const runtime = createTestRuntime({ fetch });
  const github = createGithubAdapter({ owner: 'acme', repo: 'widgets', token: CANARY, ...options }, runtime);
  return {
    github,
    server,
    runtime,
    sent: () =>
      server.requests
        .splice(0)
        .map(({ method, url }) => `${method} ${new URL(url).pathname.replace('/repos/acme/widgets', '')}`),
    written: () => written.splice(0),
  };
}

export function ref(id: string, workspace = 'acme/widgets'): ExternalRef {
  return { system: 'github', workspace, id, key: `#${id}`, url: null };
}

/** Answers whatever `which` picks, from here on, in place of the fake. */
export function answering({ server }: Scene, which: (request: Request) => Response | undefined): void {
  const { handle } = server;
  Object.assign(server, {
    handle: (request: Request) => {
      const answer = which(request);
      if (!answer) return handle(request);
      server.requests.push(request);
      return Promise.resolve(answer);
    },
  });
}

/** What a server says that knows none of the paths. */
export const pageNotFound = () =>
  new Response('<html>Not Found</html>', { status: 404, headers: { 'content-type': 'text/html' } });

/** The fault that a call ends with; fails where it does not. */
export async function faultOf(act: Promise<unknown>): Promise<TrackerFault> {
  try {
    await act;
  } catch (error) {
    if (isTrackerError(error)) return error;
    throw error;
  }
  throw new Error('no fault');
}

/** The items of all pages. */
export async function allOf<Item>(
  pages: AsyncGenerator<{ readonly items: readonly Item[] }, void, void>,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createGithubAdapter, type GithubAdapter, type GithubOptions } from '../../../src/adapters/github/index.js';
import { createTestRuntime, type TestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY } from './fixtures.js';
import { violations } from './openapi.js';

export { CANARY } from './fixtures.js';

type Answer = (request: Request, nth: number) => Response | Promise<Response>;

export interface GithubStub {
  /** Every request so far. */
  readonly requests: Request[];
  /** Answers from here on. */
  answer(answer: Answer): void;
}

/**
 * api.github.com on MSW. Every request is held against GitHub's OpenAPI description and GitHub's demands on headers;
 * whatever goes elsewhere fails the test.
 */
export function stubGithub(): GithubStub {
  const requests: Request[] = [];
  const complaints: string[] = [];
  let current: Answer = () => new Response('no answer set', { status: 500 });
  const server = setupServer(
    http.all('https://api.github.com/*', ({ request }) => {
      requests.push(request.clone());
      complaints.push(...violations(request));
      for (const name of ['authorization', 'user-agent', 'x-github-api-version', 'accept']) {
        if (!request.headers.get(name)) complaints.push(`no ${name}`);
      }
      return current(request, requests.length);
    }),
  );
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterAll(() => server.close());
  afterEach(() => {
    const found = complaints.splice(0);
    requests.length = 0;
    expect(found).toEqual([]);
  });
  return {
    requests,
    answer: (answer) => {
      current = answer;
    },
  };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return HttpResponse.json(body as null, init);
}

/** A page with a next-page link, in the form that GitHub gives it: by repository id. */
export function linked(body: unknown, search: string, headers: Record<string, string> = {}): Response {
  return json(body, {
    headers: { link: `<https://api.github.com/repositories/1300192/issues?${search}>; rel="next"`, ...headers },
  });
}

export function github(
  options: Partial<Omit<GithubOptions, 'readOnly'>> = {},
  runtime: TestRuntime = createTestRuntime(),
): GithubAdapter {
  return createGithubAdapter({ owner: 'acme', repo: 'widgets', token: CANARY, ...options }, runtime);
}

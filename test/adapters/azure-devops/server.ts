import { type Json, SERVER } from './fixtures.js';
import { ITEM_ROUTES } from './item-routes.js';
import { Refusal, refusal, SIGN_IN_PAGE } from './route.js';
import { createSite, type Site } from './site.js';
import { PROJECT_ROUTES, projectAt, SITE_ROUTES } from './site-routes.js';
import { loadSwagger } from './swagger.js';

/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'azpat7canary5Xk29vQpLmZr8TtYw3Ncanary5Xk29vQpLmZr8Tt';

const swagger = loadSwagger();

/** For the title of a test that is left out. */
export const SPEC_NOTE = swagger === undefined ? ' (left out: no ../shared/specs/azure-*.swagger.json here)' : '';
export const hasSpec = swagger !== undefined;

export interface AzureServer {
  /** Answers as Azure DevOps would. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Every request so far. */
  readonly requests: Request[];
  /** The `baseUrl`. */
  readonly url: string;
  /** What Azure DevOps' own description has against the requests so far. */
  readonly complaints: string[];
  readonly site: Site;
  /** Answers in place of the site when it gives a response. */
  intercept(answer: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined): void;
  /** `POST /_apis/wit/wiql`, in order: below the project, where there is one. */
  calls(): string[];
}

/** The path below the collection, and below the project in it. */
function pathsOf(request: Request): { readonly below: string; readonly project: string; readonly path: string } {
  const { pathname } = new URL(request.url);
  const below = pathname.slice(new URL(SERVER).pathname.length);
  const [, project = '', path = below] = /^\/(?!_apis)([^/]+)(\/.*)$/.exec(below) ?? [];
  return { below, project, path };
}

/** What is against a request, by the description. What is in preview for good is not in it. */
export async function violationsIn(request: Request): Promise<readonly string[]> {
  const { below } = pathsOf(request);
  if (below === '/_apis/connectionData') return [];
  return (await swagger?.(request, below)) ?? [];
}

/** A collection of Azure DevOps with one project of interest, its state in memory. */
export function createAzureServer(changes: Parameters<typeof createSite>[0] = {}): AzureServer {
  const site = createSite(changes);
  const requests: Request[] = [];
  const complaints: string[] = [];
  let interceptor: Parameters<AzureServer['intercept']>[0];

  const answer = async (request: Request): Promise<Response> => {
    requests.push(request.clone());
    complaints.push(...(await violationsIn(request.clone())));
    if (request.headers.get('x-tfs-fedauthredirect') !== 'Suppress') complaints.push('the redirect is not suppressed');
    const intercepted = await interceptor?.(request);
    if (intercepted) return intercepted;
    const authorization = request.headers.get('authorization');
    if (authorization !== `Basic ${btoa(`:${CANARY}`)}` && authorization !== `Bearer ${CANARY}`) {
      const page = { status: 203, headers: { 'content-type': 'text/html; charset=utf-8' } };
      return request.method === 'PATCH' ? new Response(null, { status: 401 }) : new Response(SIGN_IN_PAGE, page);
    }
    const { project, path } = pathsOf(request);
    const { searchParams: search } = new URL(request.url);
    try {
      if (project !== '') projectAt(project);
      const isJson = /json/.test(request.headers.get('content-type') ?? '');
      const body: unknown = isJson ? await request.clone().json() : undefined;
      for (const [method, pattern, route] of project === '' ? SITE_ROUTES : [...PROJECT_ROUTES, ...ITEM_ROUTES]) {
        const match = method === request.method ? pattern.exec(path) : null;
        if (match) return await route({ site, request, search, body }, ...match.slice(1));
      }
    } catch (error) {
      if (error instanceof Refusal) return refusal(error);
      throw error;
    }
    return new Response('<html>Page not found.</html>', { status: 404, headers: { 'content-type': 'text/html' } });
  };

  return {
    handle: answer,
    requests,
    url: SERVER,
    complaints,
    site,
    intercept(next) {
      interceptor = next;
    },
    calls: () => requests.map((request) => `${request.method} ${pathsOf(request).path}`),
  };
}

/** The JSON bodies that were sent by a method, in order. */
export async function bodiesOf(server: AzureServer, method: string, path: RegExp = /./): Promise<unknown[]> {
  const sent = server.requests.filter(
    (request) => request.method === method && path.test(new URL(request.url).pathname),
  );
  return Promise.all(sent.map((request) => request.clone().json() as Promise<Json>));
}

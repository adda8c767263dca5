import { loadSpec } from '../../support/spec.js';
import { ATTACHED_ROUTES } from './attached-routes.js';
import { ADMIN_ROUTES, APP_HOOK_ROUTES } from './hook-routes.js';
import { ISSUE_ROUTES } from './issue-routes.js';
import { fault, json, type Routes } from './route.js';
import { CLOUD_ID, createSite, type Json, type Site } from './site.js';
import { SITE_ROUTES } from './site-routes.js';

export { CLOUD_ID, fault, json };

/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'ATATTcanary5Xk29vQpLmZr8TtYw3Nn71CcDdEeFf';
export const EMAIL = 'canary.bot@acme.example';

const spec = loadSpec('jira.openapi.json');

/** For the title of a test that is left out. */
export const SPEC_NOTE = spec === undefined ? ' (left out: no ../shared/specs/jira.openapi.json here)' : '';

export interface JiraServer {
  readonly handle: (request: Request) => Promise<Response>;
  /** Every request so far. */
  readonly requests: Request[];
  readonly url: string;
  /** What the requests broke of Jira's own description. */
  readonly complaints: string[];
  readonly site: Site;
  /** Answers in place of the site when it gives a response; once. */
  intercept(answer: (request: Request) => Response | undefined | Promise<Response | undefined>): void;
  /** `POST /rest/api/3/issue` and so on, in order. */
  readonly calls: () => string[];
}
const ROUTES: Routes = [...SITE_ROUTES, ...ISSUE_ROUTES, ...ATTACHED_ROUTES, ...APP_HOOK_ROUTES];

const API = '/rest/api/3';
const ADMIN = '/rest/webhooks/1.0/webhook';

/** A Jira Cloud site behind a fetch-shaped handler. Every request is held against Jira's own description. */
export function createJiraServer(changes: Partial<Site> = {}): JiraServer {
  const url = 'https://acme.atlassian.net';
  const site = createSite(url, changes);
  const requests: Request[] = [];
  const complaints: string[] = [];
  let interceptor: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;

  const answer = async (request: Request): Promise<Response> => {
    requests.push(request.clone());
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.replace(/^\/ex\/jira\/[^/]+/, '');
    const isAdminHook = path.startsWith(ADMIN);
    if (!isAdminHook) {
      const plain = new Request(request.url.replace(pathname, path), request.clone());
      complaints.push(...((await spec?.violations(plain)) ?? []));
    }
    const intercepted = await interceptor?.(request);
    if (intercepted) return intercepted;
    const authorization = request.headers.get('authorization') ?? '';
    const isApp = authorization === `Bearer ${CANARY}`;
    if (!isApp && authorization !== `Basic ${btoa(`${EMAIL}:${CANARY}`)}`) {
      return json({ message: 'Client must be authenticated to access this resource.', 'status-code': 401 }, 401);
    }
    const routes = isAdminHook ? ADMIN_ROUTES : ROUTES;
    const below = path.slice(isAdminHook ? ADMIN.length : API.length);
    for (const [method, pattern, route] of routes) {
      const match =
        method === request.method && path.startsWith(isAdminHook ? ADMIN : API) ? pattern.exec(below) : null;
      if (!match) continue;
      const isJson = request.headers.get('content-type')?.includes('json');
      const body = isJson ? ((await request.clone().json()) as Json) : {};
      return route({ site, search: searchParams, body, request, isApp }, ...match.slice(1));
    }
    return new Response('<html>Oops, you have found a dead link</html>', { status: 404 });
  };

  return {
    handle: answer,
    requests,
    url,
    complaints,
    site,
    intercept(next) {
      interceptor = next;
    },
    calls: () =>
      requests.map(
        ({ method, url: address }) =>
          `${method} ${new URL(address).pathname.replace(/^(?:\/ex\/jira\/[^/]+)?\/rest\/api\/3/, '')}`,
      ),
  };
}

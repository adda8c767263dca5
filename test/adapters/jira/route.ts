import type { Json, Site, StoredIssue } from './site.js';

/** A request, and the site that it is for. */
export interface Call {
  readonly site: Site;
  readonly search: URLSearchParams;
  readonly body: Json;
  readonly request: Request;
  readonly isApp: boolean;
}

/** What answers a request; the ids are those of its path. */
export type Route = (call: Call, ...ids: string[]) => Response | Promise<Response>;

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** An ErrorCollection. */
export function fault(status: number, messages: readonly string[] = [], errors: Json = {}): Response {
  return json({ errorMessages: messages, errors }, status);
}

export const noContent = () => new Response(null, { status: 204 });
export const missing = () => fault(404, ['Issue does not exist or you do not have permission to see it.']);

/** A route, by its method and its path below the API. */
export type Routes = readonly (readonly [method: string, path: RegExp, route: Route])[];

export function issueAt({ issues }: Site, idOrKey: string): StoredIssue | undefined {
  return (
    issues.get(idOrKey) ?? [...issues.values()].find(({ key, fields }) => key === idOrKey || fields.oldKey === idOrKey)
  );
}

/** A route to an issue that is there. */
export function onIssue(
  route: (call: Call, issue: StoredIssue, ...rest: string[]) => Response | Promise<Response>,
): Route {
  return (call, id, ...rest) => {
    const issue = issueAt(call.site, id ?? '');
    return issue ? route(call, issue, ...rest) : missing();
  };
}
/** A page by offset; Jira says how much it takes for one. */
export function pageOf(name: string, all: readonly unknown[], search: URLSearchParams, limit = 100): Json {
  const startAt = Number(search.get('startAt') ?? 0);
  const maxResults = Math.min(Number(search.get('maxResults') ?? 50), limit);
  return { startAt, maxResults, total: all.length, [name]: all.slice(startAt, startAt + maxResults) };
}

export function withLast(page: Json): Json {
  return { ...page, isLast: Number(page.startAt) + Number(page.maxResults) >= Number(page.total) };
}

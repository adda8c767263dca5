import type { Runtime } from '../../runtime/runtime.js';

/** Searches by POST, which change nothing. */
const SEARCH = /\/_apis\/wit\/(?:wiql|workitemsbatch)$/i;

/**
 * A bad token is not sure to be answered with 401: Azure DevOps shows its sign-in page with 203, leads there, or sends any
 * other HTML. Each of them becomes the 401 that it stands for, before anybody reads it as an answer. HTML with 200 to a
 * write is left alone: what stands in between may have lost the answer of a write that was done.
 *
 * @internal
 */
export function refuseSignIn(fetch: Runtime['fetch']): Runtime['fetch'] {
  return async (request) => {
    const response = await fetch(request);
    if (!isSignIn(request, response)) return response;
    // Its connection is free again without it.
    response.body?.cancel().catch(() => {});
    return new Response(null, { status: 401, headers: response.headers });
  };
}

function isSignIn({ method, url }: Request, { ok, headers, status }: Response): boolean {
  if (status === 203) return true;
  const { hostname, pathname } = new URL(url);
  if (ok) {
    const isRead = method === 'GET' || SEARCH.test(pathname);
    return isRead && /^text\/html\b/i.test(headers.get('content-type') ?? '');
  }
  const location = headers.get('location');
  if (status < 300 || status > 399 || !location || !URL.canParse(location, url)) return false;
  const target = new URL(location, url);
  return target.hostname !== hostname || /\/_?sign-?in|\/oauth2?\/|\/adfs\//i.test(target.pathname);
}

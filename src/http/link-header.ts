// One link: its target, and its parameters up to the next comma that stands outside quotes.
const LINK = /<([^<>]*)>((?:[^",<]|"(?:\\.|[^"\\])*")*)/g;
const PARAMETER = /;\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;,"]*)))?/g;

/** The first value of each parameter (a later one of the same name does not count), names in lower case. */
function parametersOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, token = ''] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token);
  }
  return found;
}

/**
 * The query of the next page, from a `Link` header (RFC 8288). Only the query is taken from the server's URL: host and
 * path are the caller's own, so that a link cannot carry a token elsewhere.
 *
 * Never throws: what cannot be read is no link. A next link without a query counts as none, because following it would
 * read the first page again.
 *
 * @param headers - The headers of the answer.
 * @returns The query without the question mark, for `HttpRequest.search`; null when there is no next page.
 *
 * @public
 */
export function nextSearch(headers: Headers): string | null {
  for (const [, target = '', rest = ''] of (headers.get('link') ?? '').matchAll(LINK)) {
    const parameters = parametersOf(rest);
    // With an anchor the link speaks of some other resource's successor.
    if (parameters.has('anchor')) continue;
    if (!parameters.get('rel')?.toLowerCase().split(/\s+/).includes('next')) continue;
    const [address = ''] = target.split('#', 1);
    const at = address.indexOf('?');
    if (at >= 0 && at + 1 < address.length) return address.slice(at + 1);
  }
  return null;
}

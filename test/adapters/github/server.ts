import { loadSpec } from '../../support/spec.js';
import { CANARY, fault, type Json } from './fixtures.js';
import { ROUTES, type Told } from './server-routes.js';
import { addIssue, createState, type GithubServerOptions, type State } from './server-state.js';

// GitHub puts `after` and `before` into its own next-page links; its description does not list them.
const spec = loadSpec('github.openapi.json', { alsoKnown: ['after', 'before'] });

/** For the title of a test that holds requests against GitHub's own description. */
export const SPEC_NOTE = spec ? '' : ' (unchecked: no ../shared/specs/github.openapi.json here)';

/** GitHub's API in memory: its shapes, its paging, its refusals, and what it drops in silence. */
export interface GithubServer {
  /** The API, fetch-shaped. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Every request so far. */
  readonly requests: Request[];
  /** The `baseUrl` of it. */
  readonly url: string;
  /** What is there, for a test to arrange and to look at. */
  readonly state: State;
}

export function createGithubServer(options: GithubServerOptions = {}): GithubServer {
  const state = createState(options);
  const requests: Request[] = [];
  addIssue(state, { title: 'The first widget wobbles', body: 'It wobbles.', labels: ['ui'] });
  addIssue(state, { title: 'A change', isPull: true });
  addIssue(state, { title: 'A plan', repository: 'acme/plans' });
  let remaining = 5000;

  async function handle(request: Request): Promise<Response> {
    requests.push(request.clone());
    const complaints = (await spec?.violations(request)) ?? [];
    for (const name of ['user-agent', 'accept', 'x-github-api-version']) {
      if (!request.headers.get(name)) complaints.push(`no ${name}`);
    }
    // A status that no adapter takes for a refusal of GitHub's.
    if (complaints.length > 0) return new Response(complaints.join('\n'), { status: 418 });
    const told = await answerTo(request, state);
    const limits = {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(--remaining),
      'x-ratelimit-reset': '1773136800',
      'x-ratelimit-resource': request.url.includes('/search/') ? 'search' : 'core',
      'x-github-request-id': `C0DE:${requests.length}`,
    };
    const body = told.body === undefined ? null : JSON.stringify(told.body);
    return new Response(body, { status: told.status ?? 200, headers: { ...limits, ...told.headers } });
  }

  return { handle, requests, url: 'https://api.github.com', state };
}

async function answerTo(request: Request, state: State): Promise<Told> {
  const url = new URL(request.url);
  if (request.headers.get('authorization') !== `Bearer ${CANARY}`) {
    return { status: 401, body: fault('Bad credentials', { status: '401' }) };
  }
  for (const [method, path, handle] of ROUTES) {
    const match = method === request.method ? path.exec(url.pathname) : null;
    if (!match) continue;
    const text = await request.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Json;
    const told = handle({ state, params: match.slice(1).map(decodeURIComponent), search: url.searchParams, body });
    return told.list ? pageOf(told, told.list, url) : told;
  }
  return { status: 404, body: fault('Not Found', { status: '404' }) };
}

/** Where an entry stands in the order that was asked for. */
function placeOf(entry: unknown, { searchParams }: URL): string {
  const issue = entry as { readonly number: number } & Readonly<Record<string, unknown>>;
  return `${String(issue[`${searchParams.get('sort') ?? 'created'}_at`])} ${String(issue.number).padStart(9, '0')}`;
}

/** As GitHub's positions do, this one holds the last entry's time and number: what has moved away leaves no hole. */
function placeBehind(list: readonly unknown[], place: string, url: URL): number {
  const isAscending = url.searchParams.get('direction') === 'asc';
  const at = list.findIndex((entry) => (isAscending ? placeOf(entry, url) > place : placeOf(entry, url) < place));
  return at < 0 ? list.length : at;
}

/** A page of a list, with a link to the next one: by its position, as GitHub's is, and under the repository's id. */
function pageOf(told: Told, list: readonly unknown[], url: URL): Told {
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const after = url.searchParams.get('after');
  const from =
    after === null ? (Number(url.searchParams.get('page') ?? 1) - 1) * size : placeBehind(list, atob(after), url);
  const page = list.slice(from, from + size);
  const next = new URL(url.href.replace('/repos/acme/widgets/', '/repositories/1300192/'));
  // Issues come with a position; every other list has page numbers only.
  if (page.length > 0 && url.pathname.endsWith('/issues') && !url.pathname.startsWith('/search')) {
    next.searchParams.set('after', btoa(placeOf(page.at(-1), url)));
  }
  next.searchParams.set('page', String(Math.floor(from / size) + 2));
  const isLast = from + size >= list.length;
  const around = told.around ?? ((items) => items);
  return {
    body: around(page, list.length),
    headers: isLast ? {} : { link: `<${next.href}>; rel="next"` },
  };
}

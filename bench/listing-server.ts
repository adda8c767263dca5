// `listing-server.ts <tracker> [pages]`: a tracker's list of issues, as far as a list needs it: pages of 100 issues, linked
// as that tracker links them. The first 100 pages are made beforehand.
import type { IncomingMessage } from 'node:http';
import { serveParent } from './child.ts';
import { AZURE_LOCATIONS, AZURE_TYPES, azureIssue, azureTime } from './listing/azure-issues.ts';
import { githubIssue } from './listing/github-issues.ts';
import { gitlabIssue } from './listing/gitlab-issues.ts';
import { jiraIssue } from './listing/jira-issues.ts';
import { changedAt, linearId, linearIssue } from './listing/linear-issues.ts';

const PAGES = Number(process.argv[3] ?? 100);
const PAGE_SIZE = 100;
const TOTAL = PAGES * PAGE_SIZE;

interface Tracker {
  readonly issue: (number: number) => object;
  /** A page's body from the JSON of its issues, and the place behind them. */
  readonly body?: (issues: string, end: number) => string;
  /** Whether the newest of a page is its first. */
  readonly isReversed?: true;
  /** Where the page begins that a request asks for: how many issues stand before it. */
  readonly startOf: (url: URL, sent: string) => number;
  /** What comes with a page. */
  readonly headers: (url: URL, page: number) => Readonly<Record<string, string>>;
  /** What answers in place of a page. */
  readonly answer?: (url: URL, sent: string) => string;
  /** What else the tracker is asked. */
  readonly others?: Readonly<Record<string, object>>;
}

function links(url: URL, page: number, change: (search: URLSearchParams, target: number) => void): string {
  const linkTo = (target: number, rel: string) => {
    const linked = new URL(url);
    change(linked.searchParams, target);
    return `<${linked.href}>; rel="${rel}"`;
  };
  return [
    ...(page > 1 ? [linkTo(page - 1, 'prev'), linkTo(1, 'first')] : []),
    ...(page < PAGES ? [linkTo(page + 1, 'next')] : []),
  ].join(', ');
}

/** When issue 0 would have changed. */
const FIRST_MS = 1_767_225_600_000;
const positionOf = (page: number) => Buffer.from(`cursor:${page}`).toString('base64');
const pageAt = (position: string | null | undefined) =>
  position ? Number(Buffer.from(position, 'base64').toString().slice(7)) : 1;

const TRACKERS: Readonly<Record<string, Tracker>> = {
  github: {
    issue: githubIssue,
    startOf: ({ searchParams }) => (Number(searchParams.get('page') ?? 1) - 1) * PAGE_SIZE,
    headers: (url, page) => ({
      // As GitHub does: the position counts, the number is for the eye.
      link: links(url, page, (search, target) => {
        search.set('after', positionOf(target));
        search.set('page', String(target));
      }),
      'x-github-request-id': 'C3D1:2F4A:1B2C3D:4E5F6A:67890ABC',
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(5000 - page),
      'x-ratelimit-reset': '1767229200',
      'x-ratelimit-resource': 'core',
    }),
  },
  jira: {
    issue: jiraIssue,
    body: (issues, end) =>
      end < TOTAL
        ? `{"issues":${issues},"nextPageToken":"${positionOf(end)}","isLast":false}`
        : `{"issues":${issues},"isLast":true}`,
    startOf: (_, sent) => {
      const { jql, nextPageToken } = JSON.parse(sent) as { jql: string; nextPageToken?: string };
      // Whole minutes; the issues are a minute apart.
      const sinceMs = Number(/updated >= (\d+)/.exec(jql)?.[1] ?? 0);
      return nextPageToken ? pageAt(nextPageToken) : Math.max(0, Math.floor((sinceMs - FIRST_MS) / 60_000) - 1);
    },
    headers: () => ({ 'x-arequestid': '3f2b1c' }),
  },
  gitlab: {
    issue: gitlabIssue,
    startOf: ({ searchParams }) =>
      ((searchParams.has('cursor') ? pageAt(searchParams.get('cursor')) : Number(searchParams.get('page') ?? 1)) - 1) *
      PAGE_SIZE,
    headers: (url, page) => ({
      link: links(url, page, (search, target) =>
        search.get('pagination') === 'keyset'
          ? search.set('cursor', positionOf(target))
          : search.set('page', String(target)),
      ),
      'x-page': String(page),
      'x-per-page': String(PAGE_SIZE),
      'x-next-page': page < PAGES ? String(page + 1) : '',
      'x-prev-page': page > 1 ? String(page - 1) : '',
      'x-request-id': '01JABCDEFGHJKMNPQRSTVWXYZ0',
      'ratelimit-limit': '2000',
      'ratelimit-remaining': String(2000 - page),
      'ratelimit-reset': '1767229200',
    }),
    others: { '/api/v4/metadata': { version: '18.9.0', revision: 'abc', enterprise: true, kas: {} } },
  },
  linear: {
    issue: linearIssue,
    isReversed: true,
    body: (issues, end) => {
      const cursor = positionOf(end);
      const pageInfo = {
        hasNextPage: end < TOTAL,
        hasPreviousPage: end < TOTAL,
        startCursor: cursor,
        endCursor: cursor,
      };
      return `{"data":{"issues":{"__typename":"IssueConnection","nodes":${issues},"pageInfo":${JSON.stringify(pageInfo)}}}}`;
    },
    startOf: (_, sent) => {
      const { variables = {} } = JSON.parse(sent) as { variables?: LinearVariables };
      if (variables.after) return pageAt(variables.after);
      const { updatedAt, id } = variables.filter ?? {};
      if (updatedAt === undefined) return 0;
      // The first that is no earlier, and not one of those that were read.
      let number = Math.ceil((Date.parse(updatedAt.gte) - changedAt(0)) / 60_000);
      while (id?.nin.includes(linearId(number))) number++;
      return number - 1;
    },
    headers: (_, page) => ({
      'x-complexity': '64',
      'x-ratelimit-requests-limit': '2500',
      'x-ratelimit-requests-remaining': String(2500 - page),
      'x-ratelimit-requests-reset': '1767229200000',
      'x-ratelimit-complexity-limit': '3000000',
      'x-ratelimit-complexity-remaining': String(3_000_000 - 64 * page),
      'x-ratelimit-complexity-reset': '1767229200000',
    }),
  },
  azure: {
    issue: azureIssue,
    startOf: () => 0,
    headers: () => ({ activityid: '3f2b1c' }),
    // A query finds ids, and a batch reads some of them.
    answer: ({ pathname, searchParams }, sent) => {
      if (sent === '') return JSON.stringify(AZURE_LOCATIONS);
      const { query = '', ids = [] } = JSON.parse(sent) as { query?: string; ids?: number[] };
      if (!pathname.endsWith('/wiql')) {
        return `{"count":${ids.length},"value":[${ids.map((id) => made[id - 1] ?? JSON.stringify(azureIssue(id))).join(',')}]}`;
      }
      const since = Date.parse(/ChangedDate\] >= '([^']+)'/.exec(query)?.[1] ?? '1970-01-01T00:00:00Z');
      const first = Math.max(1, Math.ceil((since - azureTime(0)) / 60_000));
      const count = Math.max(0, Math.min(TOTAL - first + 1, Number(searchParams.get('$top') ?? 20_000)));
      const workItems = Array.from({ length: count }, (_, at) => ({
        id: first + at,
        url: `https://dev.azure.com/acme/_apis/wit/workItems/${first + at}`,
      }));
      return JSON.stringify({
        queryType: 'flat',
        queryResultType: 'workItem',
        asOf: '2030-01-01T00:00:00Z',
        workItems,
      });
    },
    others: { '/acme/Widgets/_apis/wit/workitemtypes': AZURE_TYPES },
  },
};

interface LinearVariables {
  readonly after?: string | null;
  readonly filter?: {
    readonly updatedAt?: { readonly gte: string };
    readonly id?: { readonly nin: readonly string[] };
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const tracker = TRACKERS[process.argv[2] ?? ''];
if (tracker === undefined) throw new Error(`no tracker ${process.argv[2]}`);
const { issue, body = (issues) => issues, isReversed, startOf, headers, answer, others = {} } = tracker;
const made = Array.from({ length: Math.min(TOTAL, 10_000) }, (_, at) => JSON.stringify(issue(at + 1)));

function pageFrom(start: number): Buffer {
  const end = Math.min(TOTAL, start + PAGE_SIZE);
  const issues: string[] = [];
  for (let at = start; at < end; at++) issues.push(made[at] ?? JSON.stringify(issue(at + 1)));
  if (isReversed) issues.reverse();
  return Buffer.from(body(`[${issues.join(',')}]`, end));
}

serveParent(async (request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const other = others[url.pathname];
  if (other) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(other));
    return;
  }
  const asked = await textOf(request);
  const start = answer ? 0 : startOf(url, asked);
  const sent = answer ? Buffer.from(answer(url, asked)) : pageFrom(start);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': sent.length,
    ...headers(url, Math.floor(start / PAGE_SIZE) + 1),
  });
  response.end(sent);
});

// `listing-server.ts <tracker> [pages]`: a tracker's list of issues, as far as a list needs it: pages of 100 issues, linked
// as that tracker links them. The first 100 are made beforehand; longer lists repeat them.
import type { IncomingMessage } from 'node:http';
import { serveParent } from './child.ts';
import { githubIssue } from './listing/github-issues.ts';
import { gitlabIssue } from './listing/gitlab-issues.ts';
import { jiraIssue } from './listing/jira-issues.ts';

const PAGES = Number(process.argv[3] ?? 100);
const PAGE_SIZE = 100;
const MADE = Math.min(100, PAGES);

interface Tracker {
  readonly issue: (number: number) => object;
  /** A page's body from its issues. */
  readonly body?: (issues: readonly object[], page: number) => object;
  /** Which page a request asks for, from 1. */
  readonly pageOf: (url: URL, sent: string) => number;
  /** What comes with a page. */
  readonly headers: (url: URL, page: number) => Readonly<Record<string, string>>;
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

const positionOf = (page: number) => Buffer.from(`cursor:${page}`).toString('base64');
const pageAt = (position: string | null | undefined) =>
  position ? Number(Buffer.from(position, 'base64').toString().slice(7)) : 1;

const TRACKERS: Readonly<Record<string, Tracker>> = {
  github: {
    issue: githubIssue,
    pageOf: ({ searchParams }) => Number(searchParams.get('page') ?? 1),
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
    body: (issues, page) =>
      page < PAGES ? { issues, nextPageToken: positionOf(page + 1), isLast: false } : { issues, isLast: true },
    pageOf: ({ searchParams }, sent) =>
      pageAt(
        searchParams.get('nextPageToken') ?? (sent && (JSON.parse(sent) as { nextPageToken?: string }).nextPageToken),
      ),
    headers: () => ({ 'x-arequestid': '3f2b1c' }),
  },
  gitlab: {
    issue: gitlabIssue,
    pageOf: ({ searchParams }) =>
      searchParams.has('cursor') ? pageAt(searchParams.get('cursor')) : Number(searchParams.get('page') ?? 1),
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
};

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const tracker = TRACKERS[process.argv[2] ?? ''];
if (tracker === undefined) throw new Error(`no tracker ${process.argv[2]}`);
const { issue, body = (issues) => issues, pageOf, headers, others = {} } = tracker;
const pages = Array.from({ length: MADE }, (_, page) =>
  Array.from({ length: PAGE_SIZE }, (_, at) => issue(page * PAGE_SIZE + at + 1)),
);
const bodies = new Map<number, Buffer>();
const bodyAt = (page: number) => {
  const issues = page <= PAGES ? (pages[(page - 1) % MADE] ?? []) : [];
  return Buffer.from(JSON.stringify(body(issues, page)));
};
for (let page = 1; page <= MADE; page++) bodies.set(page, bodyAt(page));

serveParent(async (request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const other = others[url.pathname];
  if (other) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(other));
    return;
  }
  const page = pageOf(url, await textOf(request));
  const sent = bodies.get(page) ?? bodyAt(page);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': sent.length,
    ...headers(url, page),
  });
  response.end(sent);
});

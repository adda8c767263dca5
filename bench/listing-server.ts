// GitHub's list of issues, as far as a list needs it: 100 pages of 100 issues, made beforehand, linked as GitHub links.
import { serveParent } from './child.ts';
import { githubIssue } from './github-issues.ts';

const PAGES = 100;
const PAGE_SIZE = 100;

const pages = Array.from({ length: PAGES }, (_, page) => {
  const issues = Array.from({ length: PAGE_SIZE }, (_, at) => githubIssue(page * PAGE_SIZE + at + 1));
  return Buffer.from(JSON.stringify(issues));
});

serveParent((request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const page = Number(url.searchParams.get('page') ?? '1');
  const body = pages[page - 1] ?? Buffer.from('[]');
  const linkTo = (target: number, rel: string) => {
    // As GitHub does: the position counts, the number is for the eye.
    url.searchParams.set('after', Buffer.from(`cursor:${target}`).toString('base64'));
    url.searchParams.set('page', String(target));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [linkTo(page - 1, 'prev'), linkTo(1, 'first')] : []),
    ...(page < PAGES ? [linkTo(page + 1, 'next'), linkTo(PAGES, 'last')] : []),
  ];
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    link: links.join(', '),
    'x-github-request-id': 'C3D1:2F4A:1B2C3D:4E5F6A:67890ABC',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(5000 - page),
    'x-ratelimit-reset': '1767229200',
    'x-ratelimit-resource': 'core',
  });
  response.end(body);
});

import { fault, issueAt, json, missing, noContent, onIssue, pageOf, type Routes } from './route.js';
import { CLOUD_ID, type Json, type Site, timeIn } from './site.js';

function showComment(site: Site, comment: Json & { created: number; updated: number }, expand: string | null): Json {
  const { properties, isInternal, ...rest } = comment;
  return {
    self: `${site.url}/rest/api/3/issue/1/comment/${comment.id}`,
    ...rest,
    author: site.users[0],
    updateAuthor: site.users[0],
    created: timeIn(site.zone, comment.created),
    updated: timeIn(site.zone, comment.updated),
    jsdPublic: !isInternal,
    ...(expand?.includes('properties') && { properties }),
  };
}

function isNote(properties: unknown): boolean {
  return ((properties ?? []) as { key: string; value: Json }[]).some(
    ({ key, value }) => key === 'sd.public.comment' && value.internal === true,
  );
}

/** Puts a comment beside the others of an issue. */
export function addComment(site: Site, issueId: string, { body, visibility, properties = [] }: Json) {
  site.now += 1000;
  const stored = {
    id: String(site.nextId++),
    body,
    properties,
    isInternal: isNote(properties),
    created: site.now,
    updated: site.now,
    ...(visibility ? { visibility } : {}),
  };
  site.comments.set(issueId, [...(site.comments.get(issueId) ?? []), stored]);
  return stored;
}

/** Comments, files, links and remote links. */
export const ATTACHED_ROUTES: Routes = [
  [
    'GET',
    /^\/issue\/([^/]+)\/comment$/,
    onIssue(({ site, search: query }, issue) => {
      const all = [...(site.comments.get(issue.id) ?? [])];
      if (query.get('orderBy') === '-created') all.reverse();
      const shown = all.map((comment) => showComment(site, comment, query.get('expand')));
      return json(pageOf('comments', shown, query, 2));
    }),
  ],
  [
    'POST',
    /^\/issue\/([^/]+)\/comment$/,
    onIssue(({ site, body, search: query }, issue) => {
      if ((body.body as Json).type !== 'doc') return fault(400, [], { comment: 'Comment body is not valid!' });
      return json(showComment(site, addComment(site, issue.id, body), query.get('expand')), 201);
    }),
  ],
  [
    'GET',
    /^\/issue\/([^/]+)\/comment\/(\d+)$/,
    onIssue(({ site, search: query }, issue, id) => {
      const found = site.comments.get(issue.id)?.find((comment) => comment.id === id);
      return found ? json(showComment(site, found, query.get('expand'))) : missing();
    }),
  ],
  [
    'PUT',
    /^\/issue\/([^/]+)\/comment\/(\d+)$/,
    onIssue(({ site, body, search: query }, issue, id) => {
      const found = site.comments.get(issue.id)?.find((comment) => comment.id === id);
      if (!found) return missing();
      // What is not sent is gone, so that an adapter that forgets it is found out.
      delete found.visibility;
      site.now += 1000;
      Object.assign(
        found,
        { body: body.body, updated: site.now },
        body.visibility ? { visibility: body.visibility } : {},
      );
      if (body.properties) found.isInternal = isNote(body.properties);
      return json(showComment(site, found, query.get('expand')));
    }),
  ],
  [
    'DELETE',
    /^\/issue\/([^/]+)\/comment\/(\d+)$/,
    onIssue(({ site }, issue, id) => {
      const all = site.comments.get(issue.id) ?? [];
      if (!all.some((comment) => comment.id === id)) return missing();
      site.comments.set(
        issue.id,
        all.filter((comment) => comment.id !== id),
      );
      return noContent();
    }),
  ],
  [
    'GET',
    /^\/attachment\/meta$/,
    ({ site }) => json({ enabled: site.attachmentsEnabled, uploadLimit: site.uploadLimit }),
  ],
  [
    'POST',
    /^\/issue\/([^/]+)\/attachments$/,
    onIssue(async ({ site, request }, issue) => {
      if (request.headers.get('x-atlassian-token') !== 'no-check')
        return new Response('XSRF check failed', { status: 403 });
      const form = await request.formData();
      const made = await Promise.all(
        form.getAll('file').map(async (file) => {
          const { name, type, size } = file as File;
          const content = `https://api.atlassian.com/ex/jira/${CLOUD_ID}/rest/api/3/attachment/content/1`;
          return {
            id: String(site.nextId++),
            filename: name,
            mimeType: type,
            size,
            content,
            text: await (file as File).text(),
          };
        }),
      );
      if (made.length === 0) return fault(400, ['No file']);
      site.attachments.set(issue.id, [...(site.attachments.get(issue.id) ?? []), ...made]);
      return json(made);
    }),
  ],
  ['GET', /^\/issueLinkType$/, ({ site }) => json({ issueLinkTypes: site.linkTypes })],
  [
    'POST',
    /^\/issueLink$/,
    ({ site, body }) => {
      const { type, inwardIssue, outwardIssue } = body as Record<string, Json>;
      const inward = issueAt(site, String(inwardIssue?.id ?? inwardIssue?.key));
      const outward = issueAt(site, String(outwardIssue?.id ?? outwardIssue?.key));
      const kind = site.linkTypes.find(({ id, name }) => id === type?.id || name === type?.name);
      if (!inward || !outward || !kind) return missing();
      const link = { type: String(kind.id), inward: inward.id, outward: outward.id };
      const isThere = site.links.some(
        (each) => each.type === link.type && each.inward === link.inward && each.outward === link.outward,
      );
      if (!isThere) site.links.push({ ...link, id: String(site.nextId++) });
      return new Response(null, { status: 201 });
    },
  ],
  [
    'DELETE',
    /^\/issueLink\/(\d+)$/,
    ({ site }, id) => {
      const at = site.links.findIndex((link) => link.id === id);
      if (at < 0) return fault(404, ['No issue link with this id.']);
      site.links.splice(at, 1);
      return noContent();
    },
  ],
  [
    'POST',
    /^\/issue\/([^/]+)\/remotelink$/,
    onIssue(({ site, body }, issue) => {
      const links = site.remoteLinks.get(issue.id) ?? new Map<string, Json>();
      const isThere = links.has(String(body.globalId));
      links.set(String(body.globalId), body);
      site.remoteLinks.set(issue.id, links);
      return json({ id: 10_000, self: site.url }, isThere ? 200 : 201);
    }),
  ],
  [
    'GET',
    /^\/issue\/([^/]+)\/remotelink$/,
    onIssue(({ site, search: query }, issue) => {
      const found = site.remoteLinks.get(issue.id)?.get(query.get('globalId') ?? '');
      return found ? json({ id: 10_000, ...found }) : fault(404, ['No remote link.']);
    }),
  ],
  [
    'DELETE',
    /^\/issue\/([^/]+)\/remotelink$/,
    onIssue(({ site, search: query }, issue) =>
      site.remoteLinks.get(issue.id)?.delete(query.get('globalId') ?? '')
        ? noContent()
        : fault(404, ['No remote link.']),
    ),
  ],
];

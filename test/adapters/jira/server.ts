import { loadSpec } from '../../support/spec.js';
import { BadJql, search } from './search.js';
import {
  createSite,
  type Json,
  PRIORITIES,
  putIssue,
  type Site,
  type StoredIssue,
  showIssue,
  statusOf,
  type Transition,
  timeIn,
} from './site.js';

/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'ATATTcanary5Xk29vQpLmZr8TtYw3Nn71CcDdEeFf';
export const EMAIL = 'canary.bot@acme.example';
export const CLOUD_ID = 'c10d-4f7b';

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
  intercept(answer: (request: Request) => Response | Promise<Response> | undefined): void;
  /** `POST /rest/api/3/issue` and so on, in order. */
  readonly calls: () => string[];
}

interface Call {
  readonly site: Site;
  readonly search: URLSearchParams;
  readonly body: Json;
  readonly request: Request;
  readonly isApp: boolean;
}

type Route = (call: Call, ...ids: string[]) => Response | Promise<Response>;

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** An ErrorCollection. */
export function fault(status: number, messages: readonly string[] = [], errors: Json = {}): Response {
  return json({ errorMessages: messages, errors }, status);
}

const noContent = () => new Response(null, { status: 204 });
const missing = () => fault(404, ['Issue does not exist or you do not have permission to see it.']);

function issueAt({ issues }: Site, idOrKey: string): StoredIssue | undefined {
  return (
    issues.get(idOrKey) ?? [...issues.values()].find(({ key, fields }) => key === idOrKey || fields.oldKey === idOrKey)
  );
}

function onIssue(route: (call: Call, issue: StoredIssue, ...rest: string[]) => Response | Promise<Response>): Route {
  return (call, id, ...rest) => {
    const issue = issueAt(call.site, id ?? '');
    return issue ? route(call, issue, ...rest) : missing();
  };
}

function touch(site: Site, issue: StoredIssue): void {
  site.now += 1000;
  issue.updated = site.now;
}

/** What is wrong with fields to be written. */
function faultsOf(site: Site, fields: Json): Json {
  const errors: Json = {};
  for (const name of Object.keys(fields)) {
    if (!site.screen.includes(name)) {
      errors[name] = `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
    }
  }
  const { summary, description, priority, assignee, labels, parent, issuetype } = fields as Record<string, Json | null>;
  if (summary !== undefined && String(summary).length > 255) errors.summary = "Summary can't exceed 255 characters.";
  if (summary !== undefined && String(summary).trim() === '')
    errors.summary = 'You must specify a summary of the issue.';
  if (description !== undefined && description !== null && description.type !== 'doc') {
    errors.description = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
  }
  if (priority && !PRIORITIES.includes(String(priority.name))) errors.priority = 'The priority selected is invalid.';
  if (assignee && !site.users.some(({ accountId }) => accountId === assignee.accountId)) {
    errors.assignee = 'User does not exist or cannot be assigned issues.';
  }
  if ((labels as unknown as string[] | undefined)?.some((label) => /\s/.test(label))) {
    errors.labels = "The label can't contain spaces.";
  }
  if (parent && !issueAt(site, String(parent.id ?? parent.key))) errors.parent = 'Could not find issue by id or key.';
  if (issuetype && !site.types.some(({ id, name }) => id === issuetype.id || name === issuetype.name)) {
    errors.issuetype = 'Specify a valid issue type';
  }
  return errors;
}

/** Fields as they are kept. */
function kept(site: Site, fields: Json): Json {
  const {
    project: _,
    issuetype,
    priority,
    assignee,
    parent,
    security,
    ...rest
  } = fields as Record<string, Json | null>;
  return {
    ...rest,
    ...(issuetype && { issuetype: issuetype.id }),
    ...(priority !== undefined && { priority: priority?.name ?? null }),
    ...(assignee !== undefined && { assignee: assignee?.accountId ?? null }),
    ...(parent && { parent: issueAt(site, String(parent.id ?? parent.key))?.id }),
    ...(security !== undefined && { security: security?.id ?? null }),
  };
}

function openFor({ workflow }: Site, { fields }: StoredIssue): Transition[] {
  return workflow.transitions.filter(
    ({ from, to }) => to !== fields.status && (from?.includes(String(fields.status)) ?? true),
  );
}

function pageOf(name: string, all: readonly unknown[], search: URLSearchParams, limit = 100): Json {
  const startAt = Number(search.get('startAt') ?? 0);
  const maxResults = Math.min(Number(search.get('maxResults') ?? 50), limit);
  return { startAt, maxResults, total: all.length, [name]: all.slice(startAt, startAt + maxResults) };
}

function withLast(page: Json): Json {
  return { ...page, isLast: Number(page.startAt) + Number(page.maxResults) >= Number(page.total) };
}

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

const ROUTES: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  [
    'GET',
    /^\/serverInfo$/,
    ({ site }) => json({ baseUrl: site.url, version: '1001.0.0', deploymentType: site.deploymentType }),
  ],
  ['GET', /^\/myself$/, ({ site }) => json(site.users[0])],
  [
    'GET',
    /^\/mypermissions$/,
    ({ site, search: query }) => {
      const names = (query.get('permissions') ?? '').split(',');
      const entries = names.map((key) => {
        return [key, { id: '1', key, name: key, type: 'PROJECT', havePermission: !site.missingRights.includes(key) }];
      });
      return json({ permissions: Object.fromEntries(entries) });
    },
  ],
  [
    'GET',
    /^\/project\/search$/,
    ({ site, search: query }) => {
      const values = ['ACME', 'BETA', 'GAMA'].map((key, at) => {
        return { id: String(10_000 + at), key, name: `Project ${key}`, projectTypeKey: 'software', simplified: true };
      });
      return json(withLast({ ...pageOf('values', values, query), self: site.url }));
    },
  ],
  [
    'GET',
    /^\/project\/([^/]+)\/statuses$/,
    ({ site }, key) =>
      key === 'NONE'
        ? fault(404, [`No project could be found with key '${key}'.`])
        : json(
            site.types.map((type) => {
              const statuses = site.workflow.statuses.map(({ id }) => statusOf(site, id));
              return { self: site.url, id: type.id, name: type.name, subtask: type.subtask, statuses };
            }),
          ),
  ],
  [
    'GET',
    /^\/project\/([^/]+)$/,
    ({ site }, key) =>
      key === 'NONE'
        ? fault(404, [`No project could be found with key '${key}'.`])
        : json({
            id: '10000',
            key,
            name: 'Acme',
            projectTypeKey: site.projectTypeKey,
            simplified: true,
            style: 'next-gen',
          }),
  ],
  [
    'GET',
    /^\/label$/,
    ({ site, search: query }) => {
      const labels = [...site.issues.values()].flatMap(({ fields }) => fields.labels as string[]);
      return json(withLast(pageOf('values', [...new Set(labels)].sort(), query, 1000)));
    },
  ],
  [
    'GET',
    /^\/user\/assignable\/search$/,
    ({ site, search: query }) => {
      const startAt = Number(query.get('startAt'));
      return json(site.users.slice(startAt, startAt + Number(query.get('maxResults'))).filter(({ active }) => active));
    },
  ],
  [
    'GET',
    /^\/issue\/createmeta\/[^/]+\/issuetypes$/,
    ({ site, search: query }) => json(pageOf('issueTypes', site.types, query, 2)),
  ],
  [
    'GET',
    /^\/issue\/createmeta\/[^/]+\/issuetypes\/(\d+)$/,
    ({ site, search: query }) => {
      const fields = [...new Set([...site.screen, ...site.required])].map((fieldId) => {
        const required = site.required.includes(fieldId) || ['summary', 'issuetype', 'project'].includes(fieldId);
        return {
          required,
          schema: { type: 'string' },
          name: fieldId === 'customfield_10020' ? 'Team' : fieldId,
          key: fieldId,
          fieldId,
          hasDefaultValue: fieldId === 'project',
          operations: ['set'],
        };
      });
      return json(pageOf('fields', fields, query, 4));
    },
  ],
  [
    'POST',
    /^\/search\/jql$/,
    ({ site, body }) => {
      try {
        return json(search(site, body));
      } catch (error) {
        if (error instanceof BadJql) return fault(400, [error.message]);
        throw error;
      }
    },
  ],
  [
    'POST',
    /^\/issue$/,
    ({ site, body }) => {
      const fields = (body.fields ?? {}) as Json;
      const errors = faultsOf(site, fields);
      for (const name of ['project', 'summary', 'issuetype', ...site.required]) {
        if (fields[name] === undefined) errors[name] = `${name} is required.`;
      }
      if (Object.keys(errors).length > 0) return fault(400, [], errors);
      const status = site.workflow.statuses[0]?.id;
      const issue = putIssue(
        site,
        { labels: [], priority: 'Medium', ...kept(site, fields), status },
        { isIndexed: site.isIndexing },
      );
      return json({ id: issue.id, key: issue.key, self: `${site.url}/rest/api/3/issue/${issue.id}` }, 201);
    },
  ],
  [
    'GET',
    /^\/issue\/([^/]+)$/,
    onIssue(({ site, search: query }, issue) =>
      json(showIssue(site, issue, (query.get('fields') ?? '*all').split(','))),
    ),
  ],
  [
    'PUT',
    /^\/issue\/([^/]+)$/,
    onIssue(({ site, body }, issue) => {
      const fields = (body.fields ?? {}) as Json;
      const errors = faultsOf(site, fields);
      if (Object.keys(errors).length > 0) return fault(400, [], errors);
      Object.assign(issue.fields, kept(site, fields));
      if (body.update !== undefined) delete issue.fields.parent;
      touch(site, issue);
      return noContent();
    }),
  ],
  [
    'DELETE',
    /^\/issue\/([^/]+)$/,
    onIssue(({ site }, issue) => {
      if ([...site.issues.values()].some(({ fields }) => fields.parent === issue.id)) {
        return fault(400, [`The issue '${issue.key}' has subtasks. You must specify 'deleteSubtasks' as true.`]);
      }
      site.issues.delete(issue.id);
      return noContent();
    }),
  ],
  [
    'GET',
    /^\/issue\/([^/]+)\/transitions$/,
    onIssue(({ site }, issue) => {
      const transitions = site.missingRights.includes('TRANSITION_ISSUES') ? [] : openFor(site, issue);
      return json({
        expand: 'transitions',
        transitions: transitions.map(({ id, name, to, fields = {}, from }) => {
          const hasScreen = Object.keys(fields).length > 0;
          return {
            id,
            name,
            to: statusOf(site, to),
            hasScreen,
            isGlobal: !from,
            isInitial: false,
            isAvailable: true,
            fields,
          };
        }),
      });
    }),
  ],
  [
    'POST',
    /^\/issue\/([^/]+)\/transitions$/,
    onIssue(({ site, body }, issue) => {
      const { id } = body.transition as { id: string };
      const found = openFor(site, issue).find((transition) => transition.id === id);
      if (!found) return fault(400, ['It seems that you have tried to perform an illegal workflow operation.']);
      const given = (body.fields ?? {}) as Json;
      const errors: Json = {};
      for (const [name, { required }] of Object.entries(found.fields ?? {})) {
        if (required && given[name] === undefined) errors[name] = `${name} is required.`;
      }
      for (const name of Object.keys(given)) {
        if (!found.fields?.[name])
          errors[name] = `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
      }
      if (Object.keys(errors).length > 0) return fault(400, [], errors);
      issue.fields.status = found.to;
      const isDone = site.workflow.statuses.find((status) => status.id === found.to)?.category === 'done';
      issue.fields.resolution = isDone ? ((given.resolution as Json | undefined)?.name ?? 'Done') : null;
      touch(site, issue);
      return noContent();
    }),
  ],
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
      site.now += 1000;
      const id = String(site.nextId++);
      const { visibility, properties = [] } = body;
      const comment = {
        id,
        body: body.body,
        properties,
        isInternal: isNote(properties),
        created: site.now,
        updated: site.now,
      };
      const stored = { ...comment, ...(visibility ? { visibility } : {}) };
      site.comments.set(issue.id, [...(site.comments.get(issue.id) ?? []), stored]);
      return json(showComment(site, stored, query.get('expand')), 201);
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
    'DELETE',
    /^\/issue\/([^/]+)\/remotelink$/,
    onIssue(({ site, search: query }, issue) =>
      site.remoteLinks.get(issue.id)?.delete(query.get('globalId') ?? '')
        ? noContent()
        : fault(404, ['No remote link.']),
    ),
  ],
  [
    'POST',
    /^\/webhook$/,
    ({ site, body, isApp }) => {
      if (!isApp) return fault(403, ['Only Connect and OAuth 2.0 apps can use this operation.']);
      const { url, webhooks } = body as { url: string; webhooks: Json[] };
      const results = webhooks.map(({ jqlFilter, events }) => {
        if (site.appHooks.length >= 5) return { errors: ['The limit of 5 webhooks per user was reached'] };
        const hook = { id: site.nextId++, url, jqlFilter, events, expirationDate: site.now + 30 * 86_400_000 };
        site.appHooks.push(hook);
        return { createdWebhookId: hook.id };
      });
      return json({ webhookRegistrationResult: results });
    },
  ],
  [
    'GET',
    /^\/webhook$/,
    ({ site, isApp, search: query }) =>
      isApp ? json(withLast(pageOf('values', site.appHooks, query))) : fault(403, ['Only apps.']),
  ],
  [
    'DELETE',
    /^\/webhook$/,
    ({ site, body }) => {
      const ids = body.webhookIds as number[];
      site.appHooks.splice(0, site.appHooks.length, ...site.appHooks.filter(({ id }) => !ids.includes(id as number)));
      return new Response(null, { status: 202 });
    },
  ],
  [
    'PUT',
    /^\/webhook\/refresh$/,
    ({ site, body }) => {
      const expirationDate = site.now + 30 * 86_400_000;
      for (const hook of site.appHooks)
        if ((body.webhookIds as number[]).includes(hook.id as number)) Object.assign(hook, { expirationDate });
      return json({ expirationDate });
    },
  ],
];

const ADMIN_ROUTES: typeof ROUTES = [
  [
    'POST',
    /^$/,
    ({ site, body }) => {
      const self = `https://api.atlassian.com/ex/jira/${CLOUD_ID}/rest/webhooks/1.0/webhook/${site.nextId++}`;
      const { secret: _, ...shown } = body;
      const hook = { ...shown, self, enabled: true, isSigned: true, lastUpdated: site.now };
      site.adminHooks.push(hook);
      return json(hook, 201);
    },
  ],
  ['GET', /^$/, ({ site }) => json(site.adminHooks)],
  [
    'DELETE',
    /^\/(\d+)$/,
    ({ site }, id) => {
      const at = site.adminHooks.findIndex(({ self }) => String(self).endsWith(`/${id}`));
      if (at < 0) return fault(404, ['No webhook.']);
      site.adminHooks.splice(at, 1);
      return noContent();
    },
  ],
];

const API = '/rest/api/3';
const ADMIN = '/rest/webhooks/1.0/webhook';

/** A Jira Cloud site behind a fetch-shaped handler. Every request is held against Jira's own description. */
export function createJiraServer(changes: Partial<Site> = {}): JiraServer {
  const url = 'https://acme.atlassian.net';
  const site = createSite(url, changes);
  const requests: Request[] = [];
  const complaints: string[] = [];
  let interceptor: ((request: Request) => Response | Promise<Response> | undefined) | undefined;

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

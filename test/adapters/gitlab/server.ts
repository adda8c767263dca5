import { loadSpec } from '../../support/spec.js';
import { ADAM, hook, issue, type Json, MONA, note, PROJECT, PROJECT_ID, project, SERVER, ZOE } from './fixtures.js';
import { extractQuickActions } from './quick-actions.js';

/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'glpat-canary5Xk29vQpLmZr8TtYw3N';

// GitLab's documentation names it for every list with keyset pages; its description of the API does not.
const spec = loadSpec('gitlab.openapi.json', { prefix: '/git', alsoKnown: ['pagination'] });

/** For the title of a test that is left out. */
export const SPEC_NOTE = spec === undefined ? ' (left out: no ../shared/specs/gitlab.openapi.json here)' : '';
export const gitlabSpec = spec;

/**
 * What GitLab's description has against a request. It does not hold the questions of a token about itself, which the
 * documentation of personal access tokens does.
 */
export async function violationsIn(request: Request): Promise<readonly string[]> {
  return new URL(request.url).pathname.endsWith('/personal_access_tokens/self')
    ? []
    : ((await spec?.violations(request)) ?? []);
}

export interface GitlabServerOptions {
  /** What `/metadata` says. Default `18.9.1-ee`. */
  readonly version?: string;
  /** Whether issues have keyset pages, as from 18.3 on. Default true. */
  readonly keyset?: boolean;
  /** Whether several assignees and blocking links are paid for. Default true. */
  readonly premium?: boolean;
  /** The account's level: 10 Guest, 20 Reporter, 40 Maintainer, 50 Owner. Default 50. */
  readonly role?: number;
  /** Of the personal access token; undefined for a token of OAuth. Default `api`. */
  readonly scopes?: readonly string[] | undefined;
}

export interface GitlabServer {
  /** Answers as GitLab would. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Every request so far. */
  readonly requests: Request[];
  /** The `baseUrl`. */
  readonly url: string;
  /** What GitLab's own description has against the requests so far, and what GitLab itself asks of every one. */
  readonly complaints: string[];
  /** Quick actions that were carried out. */
  readonly executed: string[];
  /** What is stored, by number or id. Times are in microseconds, as in GitLab's database. */
  readonly issues: Map<number, Stored>;
  readonly notes: Map<number, Json & { issue: number }>;
  readonly hooks: Map<number, Json>;
  readonly links: Map<number, { source: number; target: number; type: string }>;
  readonly uploads: Map<string, File>;
  /** Puts an issue there, as somebody else would. */
  seed(changes?: Json, times?: { created?: number; updated?: number }): number;
  /** Somebody changes an issue. */
  touch(iid: number): void;
  /** The path of a request below the API, and its query. */
  path(request: Request | undefined): string;
}

interface Stored {
  json: Json;
  created: number;
  updated: number;
}

interface Ask {
  readonly method: string;
  /** Below the project. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: Json;
  readonly form: FormData | undefined;
  readonly href: string;
}

const BEGIN = Date.UTC(2026, 2, 10, 8) * 1000;
const iso = (micros: number) => new Date(Math.floor(micros / 1000)).toISOString();
const LEFT_OUT = Symbol('left out');
const MEMBERS = [MONA, ZOE, ADAM];
const OTHER = { id: 99, path: 'acme/gadgets' };

/** A self-managed GitLab with one project, its state in memory. */
export function createGitlabServer(options: GitlabServerOptions = {}): GitlabServer {
  const { version = '18.9.1-ee', keyset = true, premium = true, role = 50 } = options;
  const scopes = 'scopes' in options ? options.scopes : ['api'];
  const requests: Request[] = [];
  const complaints: string[] = [];
  const executed: string[] = [];
  const issues: GitlabServer['issues'] = new Map();
  const notes: GitlabServer['notes'] = new Map();
  const hooks: GitlabServer['hooks'] = new Map();
  const links: GitlabServer['links'] = new Map();
  const uploads: GitlabServer['uploads'] = new Map();
  let clock = BEGIN;
  let lastId = 500;
  // 1.000437 s: what JSON shows in milliseconds is cut off, as GitLab does it.
  const tick = () => {
    clock += 1_000_437;
    return clock;
  };

  const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
    new Response(status === 204 ? null : JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', 'x-request-id': `01REQ${requests.length}`, ...headers },
    });
  const refuse = (status: number, message: unknown) => json({ message }, status);
  const shown = ({ json: body, created, updated }: Stored) => ({
    ...body,
    created_at: iso(created),
    updated_at: iso(updated),
  });

  function seed(changes: Json = {}, times: { created?: number; updated?: number } = {}, chosen?: number): number {
    const iid = chosen ?? Math.max(0, ...issues.keys()) + 1;
    const at = tick();
    issues.set(iid, { json: issue(iid, changes), created: times.created ?? at, updated: times.updated ?? at });
    return iid;
  }

  function touch(iid: number): void {
    const found = issues.get(iid);
    if (found) found.updated = tick();
  }

  function systemNote(iid: number, text: string): void {
    notes.set(++lastId, {
      ...note(lastId, text, { system: true, noteable_iid: iid, created_at: iso(clock) }),
      issue: iid,
    });
  }

  /** The text as GitLab keeps it, its quick actions carried out. */
  function keep(text: unknown, target?: Stored): string {
    const { text: kept, commands } = extractQuickActions(String(text ?? ''));
    executed.push(...commands);
    if (commands.includes('/close') && target) target.json.state = 'closed';
    return kept;
  }

  function applyFields(stored: Stored, body: Json): void {
    const target = stored.json;
    if (body.title !== undefined) target.title = String(body.title).trim();
    if (body.description !== undefined) target.description = keep(body.description, stored);
    if (body.issue_type !== undefined) {
      target.issue_type = body.issue_type;
      target.type = String(body.issue_type).toUpperCase();
    }
    if (body.confidential !== undefined && role >= 20) target.confidential = body.confidential;
    if (body.due_date !== undefined) target.due_date = body.due_date || null;
    if (body.milestone_id !== undefined) {
      target.milestone = body.milestone_id ? { id: Number(body.milestone_id), iid: 1, title: 'v1' } : null;
    }
    if (body.weight !== undefined && premium) target.weight = Number(body.weight);
    if (role < 15) return;
    if (Array.isArray(body.assignee_ids)) {
      const found = MEMBERS.filter(({ id }) => (body.assignee_ids as unknown[]).includes(id));
      target.assignees = premium ? found : found.slice(0, 1);
    }
    // An array is cut at commas, like a text.
    const names = (given: unknown) =>
      [given ?? []]
        .flat()
        .flatMap((text) => String(text).split(','))
        .map((name) => name.trim())
        .filter(Boolean);
    const present = body.labels === undefined ? (target.labels as string[]) : names(body.labels);
    const removed = names(body.remove_labels);
    target.labels = [...new Set([...present, ...names(body.add_labels)])].filter((name) => !removed.includes(name));
  }

  /** A page of a list, with the links that GitLab gives: every parameter, and the project's id among them. */
  function page<Row>({ search, href }: Ask, rows: Row[], key?: (row: Row) => [number, number]): Response {
    const size = Number(search.get('per_page') ?? 20);
    const link = (changes: Record<string, string>) => {
      const query = new URLSearchParams(search);
      query.set('id', String(PROJECT_ID));
      for (const [name, value] of Object.entries(changes)) query.set(name, value);
      return `<${href.split('?')[0]}?${query}>; rel="next"`;
    };
    if (key) {
      const sign = search.get('sort') === 'asc' ? 1 : -1;
      const from = search.get('cursor') ?? search.get('id_after');
      const at: [number, number] | undefined = from ? JSON.parse(atob(from)) : undefined;
      const compare = (a: [number, number], b: [number, number]) => sign * (a[0] - b[0] || a[1] - b[1]);
      const rest = at ? rows.filter((row) => compare(key(row), at) > 0) : rows;
      const found = rest.slice(0, size);
      const last = found.at(-1);
      const next = rest.length > size && last ? { link: link({ cursor: btoa(JSON.stringify(key(last))) }) } : {};
      return json(found, 200, next as Record<string, string>);
    }
    const number = Number(search.get('page') ?? 1);
    const found = rows.slice((number - 1) * size, number * size);
    const hasNext = rows.length > number * size;
    const headers = {
      'x-page': String(number),
      'x-per-page': String(size),
      'x-next-page': hasNext ? `${number + 1}` : '',
    };
    const next = { link: link({ page: String(number + 1), per_page: String(size) }) };
    return json(found, 200, { ...headers, ...(hasNext ? next : {}) });
  }

  function listIssues(ask: Ask): Response {
    const { search } = ask;
    const order = search.get('order_by') === 'updated_at' ? 'updated' : 'created';
    const sign = search.get('sort') === 'asc' ? 1 : -1;
    const wanted = (search.get('labels') ?? '').split(',').filter(Boolean);
    const since = (name: string) => Date.parse(search.get(name) ?? '1970-01-01T00:00:00Z') * 1000;
    const text = search.get('search')?.toLowerCase();
    const found = [...issues.values()].filter(({ json: body, created, updated }) => {
      const labels = body.labels as string[];
      if (!['all', null, body.state].includes(search.get('state') as string)) return false;
      if (search.get('scope') !== 'all' && (body.author as Json).id !== MONA.id) return false;
      if (wanted[0]?.toLowerCase() === 'none' ? labels.length > 0 : !wanted.every((name) => labels.includes(name)))
        return false;
      // GitLab's full-text index holds no comment of HTML.
      const words = `${body.title} ${String(body.description ?? '').replace(/<!--[\s\S]*?-->/g, '')}`.toLowerCase();
      if (text && !words.includes(text)) return false;
      if (search.has('milestone')) return (body.milestone as Json | null)?.title === search.get('milestone');
      return updated >= since('updated_after') && created >= since('created_after');
    });
    found.sort((a, b) => sign * (a[order] - b[order] || Number(a.json.id) - Number(b.json.id)));
    if (!keyset || search.get('pagination') !== 'keyset') return page(ask, found.map(shown));
    const rows = found.map((stored) => ({ stored, key: [stored[order], Number(stored.json.id)] as [number, number] }));
    const answer = page(
      ask,
      rows.map(({ stored, key }) => ({ ...shown(stored), [LEFT_OUT]: key })),
      (row) => row[LEFT_OUT],
    );
    return answer;
  }

  function createIssue({ body }: Ask): Response {
    if (typeof body.title !== 'string') return json({ error: 'title is missing' }, 400);
    if (body.title.length > 255) return refuse(400, { title: ['is too long (maximum is 255 characters)'] });
    const chosen = role >= 50 && body.iid !== undefined ? Number(body.iid) : undefined;
    if (chosen !== undefined && issues.has(chosen)) return refuse(409, 'Duplicated issue');
    const iid = seed({ labels: [], assignees: [], description: null, title: '', author: MONA }, {}, chosen);
    const stored = issues.get(iid) as Stored;
    applyFields(stored, body);
    return json(shown(stored), 201);
  }

  function updateIssue(stored: Stored, body: Json): Response {
    if (Object.keys(body).length === 0) {
      return json({ error: 'title, description, labels are missing, at least one parameter must be provided' }, 400);
    }
    const before = stored.json.state;
    applyFields(stored, body);
    if (body.state_event === 'close') stored.json.state = 'closed';
    if (body.state_event === 'reopen') stored.json.state = 'opened';
    if (stored.json.state !== before) systemNote(Number(stored.json.iid), String(stored.json.state));
    stored.updated = tick();
    return json(shown(stored));
  }

  function onNotes(ask: Ask, iid: number, id: string | undefined): Response {
    const { method, body, search } = ask;
    const stored = notes.get(Number(id));
    if (id !== undefined && stored?.issue !== iid) return refuse(404, '404 Note Not Found');
    if (method === 'GET' && stored) return json(stored);
    if (method === 'GET') {
      const sign = search.get('sort') === 'asc' ? 1 : -1;
      const found = [...notes.values()]
        .filter(({ issue: of, system }) => of === iid && (search.get('activity_filter') !== 'only_comments' || !system))
        .sort((a, b) => sign * (Number(a.id) - Number(b.id)));
      return page(ask, found);
    }
    if (method === 'DELETE') {
      notes.delete(Number(id));
      return json(null, 204);
    }
    const { text, commands } = extractQuickActions(String(body.body));
    executed.push(...commands);
    if (text === '' && commands.length > 0) {
      return json({ commands_changes: { state_event: 'close' }, summary: ['Closed this issue.'] }, 202);
    }
    if (text === '') return refuse(400, `400 Bad request - Note {:note=>["can't be blank"]}`);
    const at = iso(tick());
    touch(iid);
    if (stored) {
      Object.assign(stored, { body: text, updated_at: at });
      return json(stored);
    }
    const internal = body.internal === true && role >= 20;
    const made = {
      ...note(++lastId, text, { internal, confidential: internal, noteable_iid: iid, created_at: at, updated_at: at }),
      issue: iid,
    };
    notes.set(lastId, made);
    return json(made, 201);
  }

  const linked = (iid: number, type: string, id: number) => {
    const stored = issues.get(iid) ?? { json: issue(iid), created: BEGIN, updated: BEGIN };
    const away = iid >= 9000;
    const place = away
      ? {
          project_id: OTHER.id,
          references: { full: `${OTHER.path}#${iid}` },
          web_url: `${SERVER}/${OTHER.path}/-/issues/${iid}`,
        }
      : {};
    return { ...shown(stored), ...place, issue_link_id: id, link_type: type, link_created_at: iso(BEGIN) };
  };
  const turned = (type: string) => ({ blocks: 'is_blocked_by', is_blocked_by: 'blocks' })[type] ?? type;

  function onLinks({ method, body }: Ask, iid: number, id: string | undefined): Response {
    if (method === 'GET') {
      return json(
        [...links].flatMap(([linkId, { source, target, type }]) => {
          if (source === iid) return [linked(target, type, linkId)];
          return target === iid ? [linked(source, turned(type), linkId)] : [];
        }),
      );
    }
    if (method === 'DELETE') {
      return links.delete(Number(id)) ? json(linked(iid, 'relates_to', Number(id))) : refuse(404, '404 Not found');
    }
    const target = Number(body.target_issue_iid);
    const place = String(body.target_project_id);
    const isHere = [PROJECT, String(PROJECT_ID)].includes(place) && issues.has(target);
    const isThere = [OTHER.path, String(OTHER.id)].includes(place) && target >= 9000;
    if (!isHere && !isThere) return refuse(404, '404 Not found');
    if (!premium && body.link_type !== 'relates_to')
      return refuse(403, 'Blocked issues not available for current license');
    const isTaken = [...links.values()].some(
      (link) => [link.source, link.target].includes(iid) && [link.source, link.target].includes(target),
    );
    if (isTaken) return refuse(409, 'Issue(s) already assigned');
    links.set(++lastId, { source: iid, target, type: String(body.link_type) });
    return json({ id: lastId, source_issue: {}, target_issue: {}, link_type: body.link_type }, 201);
  }

  function onHooks(ask: Ask, id: string | undefined): Response {
    const { method, body } = ask;
    if (role < 40) return refuse(403, '403 Forbidden');
    const stored = hooks.get(Number(id));
    if (id !== undefined && !stored) return refuse(404, '404 Not found');
    if (method === 'GET') return stored ? json(stored) : page(ask, [...hooks.values()]);
    if (method === 'DELETE') {
      hooks.delete(Number(id));
      return json(null, 204);
    }
    if (/localhost|127\.0\.0\.1/.test(String(body.url))) return json({ error: 'Invalid url given' }, 422);
    // Neither secret is ever told; a version without signing ignores the key.
    const { token, signing_token, ...rest } = body;
    const signs = Number.parseInt(version, 10) >= 19;
    const present = signs
      ? { token_present: token !== undefined, signing_token_present: signing_token !== undefined }
      : {};
    const made = stored ?? hook(++lastId, '', { push_events: true });
    Object.assign(made, rest, present);
    hooks.set(Number(made.id), made);
    return json(made, stored ? 200 : 201);
  }

  function onUploads({ form }: Ask): Response {
    const file = form?.get('file');
    if (!(file instanceof File)) return json({ error: 'file is missing' }, 400);
    const secret = (++lastId).toString(16).padStart(32, '0');
    const name = file.name.replace(/[^\w.-]+/g, '_');
    uploads.set(`${secret}/${name}`, file);
    const url = `/uploads/${secret}/${name}`;
    const isImage = file.type.startsWith('image/');
    const alt = isImage ? name.replace(/\.\w+$/, '') : name;
    const full_path = `/-/project/${PROJECT_ID}${url}`;
    return json({ id: lastId, alt, url, full_path, markdown: `${isImage ? '!' : ''}[${alt}](${url})` }, 201);
  }

  function inProject(ask: Ask): Response {
    const { method, path, body } = ask;
    const [, room = '', id, part, partId] = path.split('/');
    if (room === '')
      return json(project({ permissions: { project_access: { access_level: role }, group_access: null } }));
    if (room === 'uploads') return onUploads(ask);
    if (room === 'hooks') return onHooks(ask, id);
    if (room === 'labels')
      return page(
        ask,
        // A label that an issue is given is made where there is none.
        [
          ...new Set([
            'bug',
            'needs triage',
            'size: s%2C m',
            'ui',
            ...[...issues.values()].flatMap(({ json: body }) => body.labels as string[]),
          ]),
        ].map((name, at) => ({ id: at, name, color: '#330066' })),
      );
    if (room === 'members')
      return page(
        ask,
        MEMBERS.map((member) => ({ ...member, access_level: 30, membership_state: 'active' })),
      );
    if (room !== 'issues') return refuse(404, '404 Not Found');
    if (id === undefined) return method === 'POST' ? createIssue(ask) : listIssues(ask);
    const stored = issues.get(Number(id));
    if (!stored) return refuse(404, part === 'notes' || method !== 'GET' ? '404 Issue Not Found' : '404 Not found');
    if (part === 'notes') return onNotes(ask, Number(id), partId);
    if (part === 'links') return onLinks(ask, Number(id), partId);
    if (method === 'GET') return json(shown(stored));
    if (method === 'PUT') return updateIssue(stored, body);
    if (role < 50) return refuse(403, '403 Forbidden');
    issues.delete(Number(id));
    return json(null, 204);
  }

  async function route(request: Request): Promise<Response> {
    const { pathname, searchParams, href, origin } = new URL(request.url);
    const [prefix = '', below = ''] = pathname.split(/\/api\/v4(?=\/)/);
    if (request.headers.get('authorization') !== `Bearer ${CANARY}`) return refuse(401, '401 Unauthorized');
    const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data') === true;
    const text = isForm ? '' : await request.text();
    const ask = {
      method: request.method,
      search: searchParams,
      body: text === '' ? {} : (JSON.parse(text) as Json),
      form: isForm ? await request.formData() : undefined,
      href,
    };
    if (below === '/user') return json({ ...MONA, email: 'mona@acme.test', bot: false });
    if (below === '/personal_access_tokens/self') {
      const refusal = 'This endpoint requires token type to be a personal access token';
      if (!scopes) return refuse(400, `400 Bad request - ${refusal}`);
      return json({ id: 4, name: 'sync', revoked: false, active: true, user_id: 7, expires_at: '2027-01-01', scopes });
    }
    if (below === '/metadata')
      return json({ version, revision: 'c401a659d0c', kas: { enabled: false }, enterprise: true });
    if (below === '/projects') {
      const rows = [project({ permissions: undefined }), project({ id: OTHER.id, path_with_namespace: OTHER.path })];
      const byId = rows.sort((a, b) => Number(a.id) - Number(b.id));
      return page({ ...ask, path: below }, byId, (row) => [Number(row.id), 0]);
    }
    const [, encoded = '', path = ''] = /^\/projects\/([^/]+)(.*)$/.exec(below) ?? [];
    const name = decodeURIComponent(encoded);
    if (name === 'acme/old-widgets') {
      if (request.method !== 'GET') return refuse(405, 'Non GET methods are not allowed for moved projects');
      const location = `${origin}${prefix}/api/v4/projects/${PROJECT_ID}${path}${new URL(request.url).search}`;
      return json({ message: `This resource has been moved permanently to ${location}` }, 301, { location });
    }
    if (name !== PROJECT && name !== String(PROJECT_ID)) return refuse(404, '404 Project Not Found');
    return inProject({ ...ask, path });
  }

  return {
    url: SERVER,
    requests,
    complaints,
    executed,
    issues,
    notes,
    hooks,
    links,
    uploads,
    seed,
    touch,
    path: (request) => (request ? decodeURIComponent(request.url.split('/api/v4')[1] ?? '') : ''),
    async handle(request) {
      requests.push(request.clone());
      if (!request.headers.get('user-agent')) complaints.push('no user-agent');
      if (spec) {
        // Wherever a test puts the server, the description is of what lies below the API.
        const { method, headers } = request;
        const body = method === 'GET' ? null : await request.clone().arrayBuffer();
        const url = request.url.replace(/^.*?(?=\/api\/v4\/)/, SERVER);
        complaints.push(...(await violationsIn(new Request(url, { method, headers, body }))));
      }
      return route(request);
    },
  };
}

import type { GraphQLError } from 'graphql';
import { complexityOf } from './complexity.js';
import { inputError, refusal, unauthenticated } from './refusals.js';
import { createResolvers } from './resolvers.js';
import { documentOf, executed } from './schema.js';
import { createState, type StoredIssue, TEAM } from './state.js';

/** Sent as the key everywhere; no error, log or printed object may hold it. */
export const CANARY = 'lin_api_canary5Xk29vQpLmZr8TtYw3NdFgHjKl';
/** The access token of an application. */
export const ACCESS_TOKEN = 'lin_oauth_canary7Bb31wRqSnTu9VvXx4OeGhJk';

/** Where Linear's API is in the tests. */
export const SERVER = 'https://api.linear.test';

/** Says of a request what it does, because the harness looks at nothing that has to be awaited. */
export const KIND_HEADER = 'x-test-kind';

export interface LinearServerOptions {
  /** The most that a document may cost. Default 10 000, Linear's own. */
  readonly maxComplexity?: number;
  /** With what status refusals come: Linear uses both. Default 400. */
  readonly refusalStatus?: 200 | 400;
}

export type LinearServer = ReturnType<typeof createLinearServer>;

/** What a document was asked, with its variables. */
interface Asked {
  readonly name: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly complexity: number;
}

/** Linear as its own schema describes it, its state in memory. */
export function createLinearServer({ maxComplexity = 10_000, refusalStatus = 400 }: LinearServerOptions = {}) {
  const state = createState();
  const requests: Request[] = [];
  const complaints: string[] = [];
  const asked: Asked[] = [];
  const place = { uploadOrigin: SERVER };
  const resolvers = createResolvers(state, () => place.uploadOrigin);

  const answer = (body: object, status = 200, complexity = 0) =>
    Response.json(body, {
      status,
      headers: {
        'x-complexity': String(Math.ceil(complexity / 100)),
        'x-ratelimit-requests-limit': '2500',
        'x-ratelimit-requests-remaining': String(2500 - requests.length),
        'x-ratelimit-requests-reset': '1773136800000',
        'x-ratelimit-complexity-limit': '3000000',
        'x-ratelimit-complexity-remaining': '2990000',
        'x-ratelimit-complexity-reset': '1773136800000',
      },
    });
  const refused = (error: GraphQLError, data: unknown = null) => {
    const status = Number(error.extensions.statusCode ?? 500);
    return answer({ errors: [error.toJSON()], data }, status === 400 ? refusalStatus : status);
  };

  async function receiveUpload(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.has('authorization')) complaints.push('the credentials were sent to where files are stored');
    if (!searchParams.has('X-Goog-Signature')) return new Response('<Error/>', { status: 403 });
    if (request.method !== 'PUT') complaints.push(`${request.method} of an upload`);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const [size] = request.headers.get('x-goog-content-length-range')?.split(',') ?? [];
    if (Number(size) !== bytes.length) complaints.push('an upload without the headers that Linear asks for');
    const id = pathname.split('/').at(-1) ?? '';
    state.uploads.set(id, { type: request.headers.get('content-type'), bytes });
    return new Response(null, { status: 200 });
  }

  async function handle(request: Request): Promise<Response> {
    requests.push(request.clone());
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/upload/')) return receiveUpload(request);
    if (pathname !== '/graphql') return new Response('Cannot POST', { status: 404 });
    const authorization = request.headers.get('authorization');
    if (authorization !== CANARY && authorization !== `Bearer ${ACCESS_TOKEN}`) return refused(unauthenticated());
    const { query, variables = {} } = (await request.json()) as { query: string; variables?: Asked['variables'] };
    const { document, problems } = documentOf(query);
    complaints.push(...problems);
    if (problems.length > 0) {
      return refused(refusal(problems[0] ?? '', { code: 'GRAPHQL_VALIDATION_FAILED', statusCode: 400 }));
    }
    const { points, unbounded } = complexityOf(document, variables);
    complaints.push(...unbounded.map((name) => `${name} does not say how much of it is wanted`));
    asked.push({ name: /^\w+ (\w+)/.exec(query)?.[1] ?? '', document: query, variables, complexity: points });
    if (points > maxComplexity) {
      const said = `The query is too complex. Complexity: ${points}. Maximum allowed complexity: ${maxComplexity}.`;
      return refused(inputError('Query too complex', said));
    }
    const { data, errors = [] } = await executed(document, resolvers, variables);
    const [error] = errors;
    if (!error) return answer({ data }, 200, points);
    // What the execution itself has against the request, such as a variable of another type, is our mistake.
    if (!error.extensions.code && !error.extensions.type) complaints.push(error.message);
    return refused(error, data ?? null);
  }

  return {
    handle,
    state,
    requests,
    complaints,
    asked,
    url: SERVER,
    place,
    /** Puts an issue there, as somebody else would. */
    seed(changes: Partial<StoredIssue> = {}): StoredIssue {
      const now = state.tick();
      const team = changes.team ?? TEAM;
      const todo = state.states.find((each) => each.team === team && each.type === 'unstarted' && each.name === 'Todo');
      const issue: StoredIssue = {
        ...{ id: state.newId(0x5e), team, number: state.nextNumber(team), title: 'Widgets wobble' },
        ...{ description: 'Since **Tuesday**.', priority: 2, state: todo?.id ?? '', labels: [], assignee: null },
        ...{ parent: null, project: null, dueDate: null, estimate: null, archivedAt: null, trashed: false },
        ...{ createdAt: now, updatedAt: now },
        ...changes,
      };
      state.issues.set(issue.id, issue);
      return issue;
    },
    /** Somebody changes an issue. */
    touch(id: string): void {
      const issue = state.issues.get(id);
      if (issue) issue.updatedAt = state.tick();
    },
  };
}

const WRITES = /^mutation (?!Upload\b)/;

/** A request with a word for what it does: whether it changes something. */
export async function tagged(request: Request): Promise<Request> {
  const isUpload = request.method === 'PUT';
  const { query = '' } = isUpload ? {} : ((await request.clone().json()) as { query?: string });
  const headers = new Headers(request.headers);
  headers.set(KIND_HEADER, isUpload || WRITES.test(query) ? 'write' : 'read');
  return new Request(request, { headers });
}

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Json } from './fixtures.js';
import { answered, faultOf } from './scene.js';
import { CANARY, createYoutrackServer } from './server.js';

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });

/** Answers in their real shapes; the sentences come in the language of the token's user. */
const TABLE: readonly (readonly [name: string, Response, expected: object])[] = [
  [
    'a bad token',
    json(401, { error: 'Unauthorized', error_description: 'Вы не вошли в систему' }),
    { code: 'authentication' },
  ],
  ['no right', json(403, { error: 'Forbidden', error_description: 'У вас нет прав' }), { code: 'permission' }],
  [
    'no such issue',
    json(404, { error: 'Not Found', error_description: 'Entity with id DEV-7 not found' }),
    { code: 'not_found' },
  ],
  [
    'the same in German',
    json(404, { error: 'Not Found', error_description: 'Die Entität mit der ID DEV-7 wurde nicht gefunden' }),
    { code: 'not_found' },
  ],
  [
    'something missing in the body is no missing issue',
    json(400, { error: 'bad_request', error_description: 'Сущность типа Tag с идентификатором 10-5 не найдена' }),
    { code: 'rejected', serverCode: 'bad_request', message: expect.stringContaining('10-5') },
  ],
  [
    'an entity by its login',
    json(400, {
      error: 'Bad Request',
      error_description: 'YouTrack is unable to locate an User-type entity unless its ID is also provided',
    }),
    { code: 'rejected', serverCode: 'bad_request' },
  ],
  [
    'a project by its name',
    json(400, { error: 'bad_request', error_description: 'Invalid structure of entity id: DEV' }),
    { code: 'rejected', serverCode: 'bad_request' },
  ],
  [
    'a query',
    json(400, { error: 'invalid_query', error_description: 'Ошибка' }),
    { code: 'rejected', serverCode: 'invalid_query' },
  ],
  [
    'a rule of a workflow, with its field',
    json(400, { error: 'Bad Request', error_description: 'Assignee is required', error_field: 'Assignee' }),
    { code: 'rejected', fields: [{ path: 'Assignee', message: 'Assignee is required' }] },
  ],
  [
    'no such method',
    json(405, { error: 'Method Not Allowed' }),
    { code: 'rejected', serverCode: 'method_not_allowed' },
  ],
  ['a conflict', json(409, { error: 'conflict', error_description: 'x' }), { code: 'conflict' }],
  [
    'too many requests',
    json(429, { error: 'Too Many Requests' }, { 'retry-after': '7200' }),
    { code: 'rate_limited', retryAfterMs: 7_200_000 },
  ],
  ['a server that is down', json(503, { error: 'Service Unavailable' }), { code: 'transport', retryable: true }],
  [
    'a server that fails',
    json(500, { error: 'server_error', error_description: 'NullPointerException' }),
    { code: 'transport' },
  ],
  ['no JSON at all', new Response('<h1>400</h1>', { status: 400 }), { code: 'rejected' }],
  ['a list in place of an error', json(400, ['x']), { code: 'rejected' }],
  ['half an issue', json(200, { $type: 'Issue', id: '2-1' }), { code: 'contract' }],
  [
    'fields that were left out in silence',
    json(200, { id: '2-1', idReadable: 'DEV-1', project: { id: '0-7', shortName: 'DEV' } }),
    { code: 'contract' },
  ],
];

describe('a fault', () => {
  it.each(TABLE)('%s', async (_, response, expected) => {
    const { youtrack } = answered(() => response.clone() as Response);
    expect(await faultOf(youtrack.issues.get('2-1'))).toMatchObject(expected);
  });

  it('is told by status and code, whatever the sentence says', async () => {
    for (const error_description of [
      'not found',
      'Unauthorized',
      'rate limit',
      'permission denied',
      'invalid_query',
      '',
    ]) {
      const { youtrack } = answered(() => json(400, { error: 'bad_request', error_description }));
      expect(await faultOf(youtrack.issues.get('2-1'))).toMatchObject({ code: 'rejected', serverCode: 'bad_request' });
    }
  });

  it('shows no secret that YouTrack repeats', async () => {
    for (const status of [400, 401, 403, 404, 409, 500]) {
      const echo = `you sent ${CANARY}`;
      const { youtrack } = answered(() => json(status, { error: echo, error_description: echo, error_field: echo }));
      const fault = await faultOf(youtrack.issues.get('2-1'));
      expect(inspect(fault, { depth: 9, showHidden: true }) + JSON.stringify(fault)).not.toContain('canary');
    }
  });

  it('that limits the rate holds the other calls back too', async () => {
    const { youtrack, requests, runtime } = answered((_, nth) =>
      nth === 1
        ? json(429, { error: 'Too Many Requests' }, { 'retry-after': '20' })
        : json(404, { error: 'Not Found' }),
    );
    await Promise.all([faultOf(youtrack.issues.get('2-1')), faultOf(youtrack.issues.get('2-2'))]);
    expect(runtime.waits.some((ms) => ms >= 20_000)).toBe(true);
    expect(requests.length).toBeGreaterThan(1);
  });
});

describe('what an answer lacks', () => {
  const lacking = async (name: string) => {
    const server = createYoutrackServer();
    const id = server.seed();
    const { youtrack } = answered(async (request) => {
      const body = (await (await server.handle(request)).json()) as Json | Json[];
      const issues = [body].flat();
      for (const issue of issues) delete issue[name];
      return Response.json(body);
    });
    return { id, youtrack };
  };

  // YouTrack leaves out in silence what it does not know: what decides something is not taken for empty.
  it.each(['id', 'idReadable', 'created', 'updated', 'resolved', 'project', 'tags', 'links', 'customFields'])(
    'is named: %s',
    async (name) => {
      const { id, youtrack } = await lacking(name);
      const fault = await faultOf(youtrack.issues.get(id));
      expect(fault).toMatchObject({ code: 'contract', problems: [{ path: name }] });
      expect(await faultOf(youtrack.issues.list().next())).toMatchObject({ code: 'contract' });
    },
  );

  it.each(['description', 'isDraft', 'visibility'])('may be without %s', async (name) => {
    const { id, youtrack } = await lacking(name);
    expect((await youtrack.issues.get(id)).ref.id).toBe(id);
  });
});

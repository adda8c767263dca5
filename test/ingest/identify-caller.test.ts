import { describe, expect, test } from 'vitest';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { anEvent } from '../../src/testing/fixtures/an-event.js';
import { aKey, startIngest } from './ingest-server.js';

describe('who sends', () => {
  test('an unknown sender is answered 401 on both routes and nothing is stored', async () => {
    const { publish, sendBatch, events } = await startIngest();
    const nobody = { Authorization: 'Bearer token-of-nobody' };
    for (const answer of [await publish(aSnapshotPayload(), aKey(1), nobody), await sendBatch([anEvent()], nobody)]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.body).toEqual({ error_code: 'unauthenticated', message: expect.any(String), retryable: false });
    }
    expect((await events.list({ team: 'harbour' })).items).toEqual([]);
    expect((await publish(aSnapshotPayload(), aKey(1))).status).toBe(201);
  });

  test('a check that fails is a retryable 503 that tells nothing, and the log keeps the token out', async () => {
    const { publish, log } = await startIngest({
      authenticate: async ({ headers }) => {
        const authorization = headers.get('authorization') ?? '';
        // Neither form has a shape that gives it away.
        throw new Error(`no connection to db-7 for <${authorization}>, which is ${authorization.split(' ')[1]}`);
      },
    });
    const { status, body } = await publish(aSnapshotPayload(), aKey(1), { Authorization: 'Custom s3cr3t-value' });
    expect(status).toBe(503);
    expect(body).toEqual({ error_code: 'authentication_unavailable', message: expect.any(String), retryable: true });
    expect(JSON.stringify(body)).not.toContain('db-7');
    expect(JSON.stringify(log)).toContain('db-7');
    expect(JSON.stringify(log)).not.toContain('s3cr3t');
  });

  test.each([
    ['null', null, 401],
    ['a team list that is a text', { id: 'ann', teams: 'harbour' }, 503],
    ['no team list', { id: 'ann' }, 503],
  ])('a principal that is %s opens nothing', async (_, principal, expected) => {
    const { publish } = await startIngest({ authenticate: () => principal as never });
    expect((await publish(aSnapshotPayload(), aKey(1), { 'X-Team-Slug': 'ident' })).status).toBe(expected);
  });
});

describe('for which team', () => {
  const as = (token: string, team?: string): Record<string, string> => ({
    Authorization: `Bearer ${token}`,
    ...(team === undefined ? {} : { 'X-Team-Slug': team }),
  });

  test.each([
    ['the only team, unnamed', as('token-harbour'), 201, undefined],
    ['the only team, named', as('token-harbour', 'harbour'), 201, undefined],
    ['the only team, the header blank', as('token-harbour', ' '), 201, undefined],
    ['one of two, named', as('token-both', 'payments'), 201, undefined],
    ['a team of others', as('token-harbour', 'payments'), 403, 'team_forbidden'],
    ['a part of its name', as('token-harbour', 'harb'), 403, 'team_forbidden'],
    ['one of two, unnamed', as('token-both'), 400, 'team_required'],
    ['of no team', as('token-none'), 400, 'team_required'],
    ['of no team, but naming one', as('token-none', 'harbour'), 403, 'team_forbidden'],
  ])('%s: %s', async (_, headers, status, code) => {
    const { publish } = await startIngest();
    const answer = await publish(aSnapshotPayload(), aKey(1), headers);
    expect(answer.status).toBe(status);
    expect(answer.body.error_code).toBe(code);
  });

  test('on the batch route a 400 also has the shape of that route', async () => {
    const { sendBatch } = await startIngest();
    const { status, body } = await sendBatch([anEvent()], as('token-both'));
    expect(status).toBe(400);
    expect(body).toEqual({
      error_code: 'team_required',
      message: 'name the team in the header X-Team-Slug',
      retryable: false,
      details: 'name the team in the header X-Team-Slug',
      error: 'Batch validation failed',
    });
  });
});

describe('for which project', () => {
  test('a project that the check refuses is 403, and it is asked with everything it needs', async () => {
    const asked: unknown[] = [];
    const { publish, snapshots } = await startIngest({ authorizeProject: (question) => asked.push(question) < 0 });
    const payload = aSnapshotPayload();
    const { status, body } = await publish(payload, aKey(1));
    expect(status).toBe(403);
    expect(body.error_code).toBe('project_forbidden');
    expect(asked).toEqual([
      { principal: { id: 'ann', teams: ['harbour'] }, team: 'harbour', projectUuid: payload.project_uuid },
    ]);
    const { provider, workspace, project_uuid: projectUuid } = payload;
    expect(await snapshots.newest({ team: 'harbour', provider, workspace, projectUuid })).toBeUndefined();
  });

  test('a snapshot without a project belongs to the team: nothing is asked', async () => {
    const { publish } = await startIngest({ authorizeProject: () => false });
    expect((await publish(aSnapshotPayload({ project_uuid: null }), aKey(1))).status).toBe(201);
  });

  test.each([
    ['undefined', undefined],
    ['a truthy text', 'no'],
    ['1', 1],
  ])('%s is not yes', async (_, answer) => {
    const { publish } = await startIngest({ authorizeProject: () => answer as never });
    expect((await publish(aSnapshotPayload(), aKey(1))).status).toBe(403);
  });

  test('a check that fails is a 503', async () => {
    const { publish } = await startIngest({ authorizeProject: () => Promise.reject(new Error('down')) });
    const { status, body } = await publish(aSnapshotPayload(), aKey(1));
    expect(status).toBe(503);
    expect(body).toEqual({ error_code: 'authorization_unavailable', message: expect.any(String), retryable: true });
  });
});

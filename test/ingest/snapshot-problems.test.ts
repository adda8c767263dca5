import { describe, expect, test, vi } from 'vitest';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { aKey, callIngest, SNAPSHOTS, startIngest } from './ingest-server.js';

// Much work on a machine that others may be using: slow is not wrong.
vi.setConfig({ testTimeout: 60_000 });

const KEY = { 'Idempotency-Key': aKey(1) };
const A = aSnapshotPayload();
const [issue] = A.issues as [(typeof A.issues)[number]];
const { title: _, ...untitled } = issue;

describe('a snapshot that breaks the contract', () => {
  test('is refused with every problem and its path', async () => {
    const { send } = await startIngest();
    const { checkpoint: __, ...rest } = A;
    const wrong = { ...rest, extra: 1, doctrine_mode: 'mine', issues: [{ ...issue, priority: 7 }, untitled] };
    const { status, body } = await send(SNAPSHOTS, JSON.stringify(wrong), KEY);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_code: 'invalid_snapshot', retryable: false });
    expect(body.details.map(({ path }: { path: string }) => path).sort()).toEqual([
      'checkpoint',
      'doctrine_mode',
      'extra',
      'issues[0].priority',
      'issues[1].title',
    ]);
  });

  test.each([
    ['a provider that is not normalised', { provider: 'JIRA' }],
    ['half a routing pair', { external_resource_id: null }],
    ['a blank routing id', { external_resource_id: ' ' }],
    ['a routing id with spaces around it', { external_resource_id: ' ACME ' }],
    ['an issue of another workspace', { workspace: 'beta.atlassian.net' }],
    ['an issue twice', { issues: [issue, issue] }],
    ['a mapping twice', { mappings: [...A.mappings, ...A.mappings] }],
    ['a time with Z', { checkpoint: { cursor: null, updated_since: '2026-03-09T16:40:12Z' } }],
    ['a time without an offset', { checkpoint: { cursor: null, updated_since: '2026-03-09T16:40:12' } }],
    ['a field that stays home', { issues: [{ ...issue, raw: {} }] }],
    ['a credential', { credentials: { token: 'x' } }],
    ['a key that means something to JavaScript', JSON.parse('{"__proto__": {"provider": "jira"}}')],
    ['half a surrogate pair', { project_slug: '\ud83d' }],
    ['half a surrogate pair in a title', { issues: [{ ...issue, title: 'cut \ude00' }] }],
    ['what looks like an answer of ours', { refused: 'internal_error', message: 'x' }],
    ['null', null],
    ['a list', []],
  ])('%s: 400', async (_name, wrong) => {
    const { send } = await startIngest();
    const own = wrong !== null && Object.hasOwn(wrong, '__proto__');
    const text = own
      ? JSON.stringify(A).replace('{', '{"__proto__":{"provider":"jira"},')
      : JSON.stringify(wrong === null || Array.isArray(wrong) ? wrong : { ...A, ...wrong });
    const { status, body } = await send(SNAPSHOTS, text, KEY);
    expect(status).toBe(400);
    expect(body.error_code).toBe('invalid_snapshot');
    expect(body.details.length).toBeGreaterThan(0);
  });

  test('a whole surrogate pair in an escape is text like any other', async () => {
    const { send } = await startIngest();
    const text = JSON.stringify({ ...A, project_slug: 'PAIR' }).replace('PAIR', '\\ud83d\\ude00');
    expect((await send(SNAPSHOTS, text, KEY)).status).toBe(201);
  });

  test('a key given twice counts once, the last one, as JSON.parse has it', async () => {
    const { send, snapshots } = await startIngest();
    const text = JSON.stringify(A).replace('{', '{"project_slug":"first",');
    expect((await send(SNAPSHOTS, text, KEY)).status).toBe(201);
    const { provider, workspace, project_uuid: projectUuid } = A;
    const newest = await snapshots.newest({ team: 'harbour', provider, workspace, projectUuid });
    expect(newest?.payload).toEqual(A);
  });

  test('the answer stays small, however much is wrong', async () => {
    const { send } = callIngest();
    const many = await send(SNAPSHOTS, JSON.stringify({ ...A, issues: Array(2000).fill(0) }), KEY);
    expect(many.body.details).toHaveLength(1000);
    const long = await send(SNAPSHOTS, JSON.stringify({ ...A, ['x'.repeat(1_000_000)]: 1 }), KEY);
    expect(JSON.stringify(long.body).length).toBeLessThan(1000);
    const tooMany = await send(SNAPSHOTS, JSON.stringify({ ...A, issues: Array(150_000).fill(0) }), KEY);
    expect(tooMany.status).toBe(400);
    expect(JSON.stringify(tooMany.body).length).toBeLessThan(200_000);
  });
});

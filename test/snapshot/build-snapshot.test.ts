import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildSnapshot,
  contentDigest,
  contentKey,
  type Issue,
  type IssueMapping,
  isTrackerError,
  SNAPSHOT_FIELDS,
  type Snapshot,
  type SnapshotInput,
} from '../../src/index.js';
import { digestPayload } from '../../src/snapshot/content-digest.js';
import { validateSnapshotPayload } from '../../src/snapshot/validate-snapshot-payload.js';
import { aMapping } from '../../src/testing/fixtures/a-mapping.js';
import { aRef } from '../../src/testing/fixtures/a-ref.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';
import { runs } from '../support/runs.js';

const WORKSPACE = 'acme.atlassian.net';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const issue = (id: string, overrides: Partial<Issue> = {}): Issue =>
  anIssue({ ref: aRef({ system: 'jira', workspace: WORKSPACE, id }), ...overrides });
const mapping = (overrides: Partial<IssueMapping> = {}): IssueMapping =>
  aMapping({ system: 'jira', workspace: WORKSPACE, ...overrides });
const input = (overrides: Partial<SnapshotInput> = {}): SnapshotInput => ({
  provider: 'jira',
  workspace: WORKSPACE,
  credentials: { project_key: 'ACME' },
  doctrine: { mode: 'external_authoritative', fieldOwners: {} },
  project: { uuid: null, slug: null },
  issues: [],
  mappings: [],
  checkpoint: { cursor: null, updatedSince: null },
  ...overrides,
});

function problemsOf(build: () => Snapshot): readonly { path: string; message: string }[] {
  try {
    build();
  } catch (error) {
    if (isTrackerError(error, 'invalid_input')) return error.problems;
    throw error;
  }
  throw new Error('was accepted');
}

describe('the body', () => {
  test('is these bytes', () => {
    const snapshot = buildSnapshot(
      input({
        provider: ' JIRA ',
        doctrine: { mode: 'split', fieldOwners: { title: 'shared', body: 'local' } },
        project: { uuid: '550e8400-e29b-41d4-a716-446655440000', slug: 'acme' },
        issues: [
          issue('10001', {
            title: 'Größe',
            body: null,
            status: 'in_review',
            issueType: 'bug',
            priority: 0,
            assignees: ['b', 'a'],
            labels: ['z', 'y'],
            updatedAt: '2026-03-10T09:30:00.120Z',
          }),
        ],
        mappings: [
          {
            wpId: 'WP01',
            system: 'jira',
            workspace: WORKSPACE,
            externalId: '10001',
            externalKey: null,
            externalUrl: null,
            createdAt: '2026-03-10T09:30:00.1234567+02:00',
            updatedAt: '2026-03-10T09:30:00.000+02:00',
          },
        ],
        checkpoint: { cursor: 'c', updatedSince: '2026-03-10T09:30:00z' },
      }),
    );
    const { key, url } = aRef({ system: 'jira', workspace: WORKSPACE, id: '10001' });
    expect(JSON.stringify(snapshot.payload)).toBe(
      `{"provider":"jira","workspace":"${WORKSPACE}","external_resource_type":"jira_project","external_resource_id":"ACME",` +
        `"doctrine_mode":"split","doctrine_field_owners":{"body":"local","title":"shared"},` +
        `"project_uuid":"550e8400-e29b-41d4-a716-446655440000","project_slug":"acme",` +
        `"issues":[{"ref":{"system":"jira","workspace":"${WORKSPACE}","id":"10001","key":${JSON.stringify(key)},"url":${JSON.stringify(url)}},` +
        `"title":"Größe","body":null,"status":"in_review","issue_type":"bug","priority":0,"assignees":["b","a"],` +
        `"labels":["z","y"],"updated_at":"2026-03-10T09:30:00.120000+00:00"}],` +
        `"mappings":[{"wp_id":"WP01","system":"jira","workspace":"${WORKSPACE}","external_id":"10001","external_key":null,` +
        `"external_url":null,"created_at":"2026-03-10T09:30:00.123456+02:00","updated_at":"2026-03-10T09:30:00+02:00"}],` +
        `"checkpoint":{"cursor":"c","updated_since":"2026-03-10T09:30:00+00:00"}}`,
    );
    expect(Object.keys(snapshot.payload)).toEqual([...SNAPSHOT_FIELDS]);
    expect(validateSnapshotPayload(JSON.parse(JSON.stringify(snapshot.payload))).ok).toBe(true);
  });

  test('issues and mappings are ordered by UTF-8 bytes, whatever order they came in', () => {
    const ids = ['9', '10', '～', '😀', 'é', 'z', 'Z', '\ue000', '2'];
    const ordered = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(ordered.indexOf('😀')).toBeGreaterThan(ordered.indexOf('～'));
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 9 }), fc.shuffledSubarray(ids, { minLength: 9 }), (a, b) => {
        const { payload } = buildSnapshot(
          input({
            issues: a.map((id) => issue(id)),
            mappings: b.map((id) => mapping({ externalId: id, wpId: 'WP01' })),
          }),
        );
        expect(payload.issues.map(({ ref }) => ref.id)).toEqual(ordered);
        expect(payload.mappings.map(({ external_id }) => external_id)).toEqual(ordered);
      }),
      { numRuns: runs(30) },
    );
    const byWorkPackage = buildSnapshot(
      input({
        mappings: ['WP02', 'WP01'].flatMap((wpId) => ['2', '1'].map((externalId) => mapping({ wpId, externalId }))),
      }),
    );
    expect(byWorkPackage.payload.mappings.map((row) => row.wp_id + row.external_id)).toEqual([
      'WP011',
      'WP012',
      'WP021',
      'WP022',
    ]);
  });

  test.each([
    ['2026-03-10T09:30:00Z', '2026-03-10T09:30:00+00:00'],
    ['2026-03-10t09:30:00z', '2026-03-10T09:30:00+00:00'],
    ['2026-03-10T09:30:00-00:00', '2026-03-10T09:30:00+00:00'],
    ['2026-03-10T09:30:00+05:30', '2026-03-10T09:30:00+05:30'],
    ['2026-03-10T09:30:00.1+05:30', '2026-03-10T09:30:00.100000+05:30'],
    ['2026-03-10T09:30:00.123456789Z', '2026-03-10T09:30:00.123456+00:00'],
    ['2026-03-10T09:30:00.0000009Z', '2026-03-10T09:30:00+00:00'],
    ['2024-02-29T23:59:59.000Z', '2024-02-29T23:59:59+00:00'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00+00:00'],
  ])('the time %s is sent as %s', (given, sent) => {
    expect(buildSnapshot(input({ issues: [issue('1', { updatedAt: given })] })).payload.issues[0]?.updated_at).toBe(
      sent,
    );
  });

  test.each([
    '2026-03-10T09:30:00',
    '2026-03-10',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-03-10 09:30:00Z',
    '2026-03-10T24:00:00Z',
    '2026-03-10T09:60:00Z',
    '2026-03-10T09:30:60Z',
    '2026-03-10T09:30:00+24:00',
    '2026-03-10T09:30Z',
    '2026-03-10T09:30:00.Z',
    '2026-03-10T09:30:00Z\n',
    '٢٠٢٦-03-10T09:30:00Z',
    '',
  ])('the time %j is refused', (given) => {
    const [problem] = problemsOf(() => buildSnapshot(input({ issues: [issue('1', { updatedAt: given })] })));
    expect(problem?.path).toBe('issues[0].updatedAt');
    expect(problem?.message).toContain('offset');
  });

  test('text is made well-formed, in keys too', () => {
    const cut = 'cut \ud83d';
    const { payload, keyText } = buildSnapshot(
      input({
        issues: [issue('1', { title: cut, body: cut, labels: [cut], assignees: [cut] })],
        project: { uuid: cut, slug: cut },
        checkpoint: { cursor: cut, updatedSince: null },
        doctrine: { mode: 'split', fieldOwners: { [cut]: 'local' } },
      }),
    );
    expect(JSON.stringify(payload)).not.toContain('\\ud83d');
    expect(JSON.stringify(payload).match(/cut �/g)).toHaveLength(8);
    expect(keyText.endsWith('|cut �')).toBe(true);
  });

  test('an owner may have any name but one, which is refused rather than dropped', () => {
    const owners = (text: string) => ({ doctrine: { mode: 'split' as const, fieldOwners: JSON.parse(text) as never } });
    const { payload } = buildSnapshot(input(owners('{"constructor":"shared","toString":"local"}')));
    expect(payload.doctrine_field_owners).toEqual({ constructor: 'shared', toString: 'local' });
    const [problem] = problemsOf(() => buildSnapshot(input(owners('{"__proto__":"local"}'))));
    expect(problem?.path).toBe('doctrine.fieldOwners.__proto__');
  });

  test('credentials appear nowhere', () => {
    const credentials = {
      project_key: 'ACME',
      token: 'canary-1',
      api_token: 'canary-2',
      nested: { secret: 'canary-3' },
    };
    expect(JSON.stringify(buildSnapshot(input({ credentials })))).not.toContain('canary');
  });

  test('parent, links, custom fields, creation time, visibility and raw stay home', () => {
    const canary = 'stays-home';
    const full = issue('1', {
      parent: aRef({ id: canary }),
      links: [{ type: 'blocks', target: aRef({ id: canary }) }],
      customFields: { [canary]: canary },
      raw: { canary },
      statusName: canary,
      revision: canary,
    });
    const text = JSON.stringify(buildSnapshot(input({ issues: [full] })));
    expect(text).not.toContain(canary);
    expect(text).not.toContain('visibility');
  });

  test('is frozen to the bottom, independent of the input, and plain', () => {
    const labels = ['a'];
    const snapshot = buildSnapshot(input({ issues: [issue('1', { labels })], mappings: [mapping()] }));
    labels.push('b');
    expect(snapshot.payload.issues[0]?.labels).toEqual(['a']);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(snapshot)).toBe(true);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(contentDigest(structuredClone(snapshot))).toBe(contentDigest(snapshot));
  });
});

describe('routing', () => {
  test('null routing when there is no credential; a host may bring its own table', () => {
    const bare = buildSnapshot(input({ credentials: {} })).payload;
    expect([bare.external_resource_type, bare.external_resource_id]).toEqual([null, null]);
    const routes = { jira: { externalResourceType: 'jira_board', credentialKey: 'board' } };
    const own = buildSnapshot(input({ credentials: { board: 7 }, routes })).payload;
    expect([own.external_resource_type, own.external_resource_id]).toEqual(['jira_board', '7']);
  });
});

describe('keys', () => {
  const CHECK = '0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab';

  test('the check value of the contract', () => {
    const { keyText, idempotencyKey } = buildSnapshot(input());
    expect(keyText).toBe('jira|acme.atlassian.net|jira_project|ACME|0|0|None');
    expect(idempotencyKey).toBe(CHECK);
  });

  test('None stands for every null, counts are counts', () => {
    const { keyText } = buildSnapshot(
      input({
        credentials: {},
        issues: [issue('1'), issue('2')],
        mappings: [mapping()],
        checkpoint: { cursor: 'c1', updatedSince: null },
      }),
    );
    expect(keyText).toBe('jira|acme.atlassian.net|None|None|2|1|c1');
  });

  test('a rebind changes the key; an edit changes digest and content key only', () => {
    const at = (key: string, title: string) =>
      buildSnapshot(input({ credentials: { project_key: key }, issues: [issue('1', { title })] }));
    expect(at('BETA', 'a').idempotencyKey).not.toBe(at('ACME', 'a').idempotencyKey);
    expect(at('ACME', 'b').idempotencyKey).toBe(at('ACME', 'a').idempotencyKey);
    expect(contentDigest(at('ACME', 'b'))).not.toBe(contentDigest(at('ACME', 'a')));
    expect(contentKey(at('ACME', 'b'))).not.toBe(contentKey(at('ACME', 'a')));
  });

  test('the formulas of digest, content key and chained key', () => {
    const snapshot = buildSnapshot(input({ issues: [issue('2'), issue('1')], mappings: [mapping()] }));
    const digest = sha256(String(canonicalize(snapshot.payload)));
    expect(contentDigest(snapshot)).toBe(digest);
    expect(contentKey(snapshot)).toBe(sha256(`${snapshot.keyText}|${digest}`));
    expect(contentKey(snapshot, CHECK)).toBe(sha256(`${snapshot.keyText}|${digest}|${CHECK}`));
    expect(buildSnapshot(input({ idempotency: 'content' })).idempotencyKey).toBe(contentKey(buildSnapshot(input())));
  });

  test('the digest is that of the canonical JSON, for any content, built here or read back from a queue', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const any = fc.record({
      id: text.filter((id) => id.trim() !== ''),
      title: text,
      label: text,
      body: fc.option(text),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { maxLength: 5, selector: ({ id }) => id.toWellFormed() }), (rows) => {
        const issues = rows.map(({ id, title, label, body }) =>
          issue(id, { title: `t${title}`, labels: [label], body }),
        );
        const snapshot = buildSnapshot(input({ issues }));
        const expected = sha256(String(canonicalize(snapshot.payload)));
        expect(contentDigest(snapshot)).toBe(expected);
        expect(digestPayload(JSON.parse(JSON.stringify(snapshot.payload)))).toBe(expected);
      }),
      { numRuns: runs(200) },
    );
  });

  test('what is no snapshot is refused with its path, whatever is odd about it', () => {
    const { payload } = structuredClone(buildSnapshot(input({ issues: [issue('1')] })));
    const odd: [unknown, string][] = [
      [null, 'payload'],
      [{}, 'payload'],
      [{ payload: [] }, 'payload'],
      [{ payload: { ...payload, issues: [null, { ref: 1n }] } }, 'issues[1].ref'],
      [{ payload: { ...payload, issues: [{ title: '\ud800' }] } }, 'issues[0].title'],
    ];
    for (const [value, path] of odd) {
      expect(() => contentDigest(value as never)).toThrow(
        expect.objectContaining({ code: 'invalid_input', problems: [expect.objectContaining({ path })] }),
      );
    }
  });

  test('the digest of a body with further members differs: nothing is left out of it', () => {
    const payload = structuredClone(buildSnapshot(input({ issues: [issue('1')] })).payload);
    const grown = { ...payload, issues: payload.issues.map((row) => ({ ...row, extra: 1 })) };
    expect(digestPayload(grown)).toBe(sha256(String(canonicalize(grown))));
    expect(digestPayload(grown)).not.toBe(digestPayload(payload));
  });

  test('nor is a member under another name', () => {
    const payload = structuredClone(buildSnapshot(input({ issues: [issue('1')] })).payload);
    const renamed = (at: string) => ({
      ...payload,
      issues: payload.issues.map(({ updated_at: _, ...row }) => ({ ...row, updatedAt: at })),
    });
    expect(digestPayload(renamed('x') as never)).toBe(sha256(String(canonicalize(renamed('x')))));
    expect(digestPayload(renamed('x') as never)).not.toBe(digestPayload(renamed('y') as never));
  });
});

describe('what is refused, with its path, before anything else', () => {
  const bad = (change: Record<string, unknown>) => () => buildSnapshot({ ...input(), ...change } as SnapshotInput);
  const badIssue = (change: Record<string, unknown>) => bad({ issues: [issue('1'), { ...issue('2'), ...change }] });

  test.each<[string, () => Snapshot, string, string]>([
    ['blank provider', bad({ provider: ' ' }), 'provider', 'must not be blank'],
    ['blank workspace', bad({ workspace: '' }), 'workspace', 'must not be blank'],
    ['unknown mode', bad({ doctrine: { mode: 'splitt', fieldOwners: {} } }), 'doctrine.mode', 'one of'],
    [
      'unknown owner',
      bad({ doctrine: { mode: 'split', fieldOwners: { title: 'me' } } }),
      'doctrine.fieldOwners.title',
      'one of',
    ],
    ['credentials as text', bad({ credentials: 'token' }), 'credentials', 'expected object'],
    ['unknown key', bad({ isues: [] }), 'isues', 'not a known key'],
    ['issues no array', bad({ issues: {} }), 'issues', 'expected array'],
    ['unknown status', badIssue({ status: 'doing' }), 'issues[1].status', 'in_progress'],
    ['unknown type', badIssue({ issueType: 'wish' }), 'issues[1].issueType', 'bug'],
    ['priority 7', badIssue({ priority: 7 }), 'issues[1].priority', '0 (most urgent) to 4'],
    ['priority 1.5', badIssue({ priority: 1.5 }), 'issues[1].priority', '0 (most urgent) to 4'],
    ['priority as text', badIssue({ priority: '1' }), 'issues[1].priority', '0 (most urgent) to 4'],
    ['blank title', badIssue({ title: ' ' }), 'issues[1].title', 'must not be blank'],
    ['label no text', badIssue({ labels: ['a', 1] }), 'issues[1].labels[1]', 'expected string'],
    [
      'blank id',
      badIssue({ ref: aRef({ system: 'jira', workspace: WORKSPACE, id: ' ' }) }),
      'issues[1].ref.id',
      'blank',
    ],
    [
      'duplicate refs',
      bad({ issues: [issue('1'), issue('1')] }),
      'issues[1].ref',
      'jira:acme.atlassian.net:1 is there twice',
    ],
    [
      'foreign provider',
      badIssue({ ref: aRef({ system: 'github', workspace: 'o/r', id: '9' }) }),
      'issues[1].ref',
      'github:o/r:9 is not of jira',
    ],
    [
      'foreign workspace',
      badIssue({ ref: aRef({ system: 'jira', workspace: 'x', id: '9' }) }),
      'issues[1].ref',
      'jira:x:9',
    ],
    [
      'restricted',
      badIssue({ visibility: 'restricted' }),
      'issues[1].visibility',
      'jira:acme.atlassian.net:2 is restricted',
    ],
    ['unknown visibility', badIssue({ visibility: 'secret' }), 'issues[1].visibility', 'one of'],
    ['foreign mapping', bad({ mappings: [mapping({ workspace: 'x' })] }), 'mappings[0]', 'is not of jira'],
    ['duplicate mapping', bad({ mappings: [mapping(), mapping()] }), 'mappings[1]', 'is there twice'],
    ['mapping time', bad({ mappings: [mapping({ createdAt: '2026-03-10' })] }), 'mappings[0].createdAt', 'offset'],
    [
      'checkpoint time',
      bad({ checkpoint: { cursor: null, updatedSince: 'now' } }),
      'checkpoint.updatedSince',
      'offset',
    ],
  ])('%s', (_title, build, path, text) => {
    const problem = problemsOf(build).find((found) => found.path === path);
    expect(problem?.message).toContain(text);
  });

  test.each([
    { jira: null },
    { jira: { externalResourceType: '', credentialKey: 'k' } },
    { jira: { credentialKey: 'k' } },
  ])('the routing table %j', (routes) => {
    expect(problemsOf(bad({ routes }))).toEqual([
      { path: 'routes', message: expect.stringContaining('expected rows') },
    ]);
  });

  test('mappings whose parts only join to one text are two', () => {
    const mappings = [mapping({ wpId: 'WP01', externalId: '1' }), mapping({ wpId: 'WP0', externalId: '11' })];
    expect(buildSnapshot(input({ mappings })).payload.mappings).toHaveLength(2);
  });

  test('every problem at once', () => {
    const paths = problemsOf(bad({ issues: [{ ...issue('1'), status: 'x', priority: 9 }, 3], mappings: [{}] })).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(
      expect.arrayContaining(['issues[0].status', 'issues[0].priority', 'issues[1]', 'mappings[0].wpId']),
    );
  });

  test('no problem repeats a value that might be a secret', () => {
    const problems = problemsOf(
      bad({ credentials: 'hunter2', workspace: 5, doctrine: { mode: 'hunter2', fieldOwners: {} } }),
    );
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

describe('restricted issues', () => {
  const issues = [issue('1'), issue('2', { visibility: 'restricted' })];
  test('are omitted or included where the host said so, and counted accordingly', () => {
    expect(buildSnapshot(input({ issues, restricted: 'omit' })).keyText).toContain('|1|0|');
    expect(buildSnapshot(input({ issues, restricted: 'omit' })).payload.issues.map(({ ref }) => ref.id)).toEqual(['1']);
    expect(buildSnapshot(input({ issues, restricted: 'include' })).payload.issues).toHaveLength(2);
  });
});

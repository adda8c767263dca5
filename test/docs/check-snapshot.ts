import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { expect } from 'vitest';
import {
  buildSnapshot,
  contentDigest,
  contentKey,
  createMemoryEventStore,
  createMemorySnapshotStore,
  DOCTRINE_MODES,
  FIELD_OWNERS,
  ISSUE_STATUSES,
  ISSUE_TYPES,
  SNAPSHOT_FIELDS,
  type Snapshot,
  type SnapshotPayload,
  snapshotReceiptSchema,
} from '../../src/index.js';
import { createIngestHandler, SNAPSHOTS_PATH, snapshotPayloadSchema } from '../../src/ingest/index.js';
import { validateSnapshotPayload } from '../../src/snapshot/validate-snapshot-payload.js';
import { anIssue, createTestRuntime } from '../../src/testing/index.js';
import { type FenceChecks, jsonMarked, type TableChecks, tableMarked } from './checks.js';
import { type Page, plain, words } from './markdown.js';
import { probeTypes } from './probe-types.js';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

const exampleIn = (page: Page) => jsonMarked<SnapshotPayload>(page, 'snapshot-example');

/** The example as the library makes it: from a host's words, in another order, with times in another spelling. */
function buildExample(payload: SnapshotPayload): Snapshot {
  const zulu = (time: string) => time.replace('+00:00', 'Z');
  return buildSnapshot({
    provider: ` ${payload.provider.toUpperCase()}`,
    workspace: payload.workspace,
    credentials: { project_key: payload.external_resource_id, token: 'never-sent' },
    doctrine: {
      mode: payload.doctrine_mode,
      fieldOwners: Object.fromEntries(Object.entries(payload.doctrine_field_owners).toReversed()),
    },
    project: { uuid: payload.project_uuid, slug: payload.project_slug },
    issues: payload.issues.toReversed().map(({ issue_type, updated_at, ...issue }) => {
      return anIssue({ ...issue, issueType: issue_type, updatedAt: updated_at === null ? null : zulu(updated_at) });
    }),
    mappings: payload.mappings.toReversed().map((mapping) => ({
      wpId: mapping.wp_id,
      system: mapping.system,
      workspace: mapping.workspace,
      externalId: mapping.external_id,
      externalKey: mapping.external_key,
      externalUrl: mapping.external_url,
      createdAt: zulu(mapping.created_at),
      updatedAt: zulu(mapping.updated_at),
    })),
    checkpoint: { cursor: payload.checkpoint.cursor, updatedSince: payload.checkpoint.updated_since },
  });
}

function enumsIn(page: Page): Map<string, string[]> {
  return new Map(tableMarked(page, 'snapshot-words').rows.map(([name = '', list = '']) => [name, words(list)]));
}

type Json = Record<string, unknown>;

/** Where a table's keys are, in a fresh copy of the example. */
function place(page: Page, find: (payload: { [Key in keyof SnapshotPayload]: unknown }) => unknown) {
  return () => {
    const root = structuredClone(exampleIn(page));
    return { root, target: find(root) as Json };
  };
}

const probing =
  (find: Parameters<typeof place>[1]): TableChecks[string] =>
  (table, page) =>
    probeTypes(table, snapshotPayloadSchema, place(page, find), enumsIn(page));

export const snapshotTables: TableChecks = {
  'snapshot-fields': async (table, page) => {
    expect(table.rows.map(([, key = '']) => plain(key))).toEqual(SNAPSHOT_FIELDS);
    expect(table.rows.map(([number]) => Number(number))).toEqual(SNAPSHOT_FIELDS.map((_, at) => at + 1));
    await probing((payload) => payload)(table, page);
  },
  'issue-fields': probing(({ issues }) => (issues as Json[])[0]),
  'ref-fields': probing(({ issues }) => (issues as Json[])[0]?.ref),
  'mapping-fields': probing(({ mappings }) => (mappings as Json[])[0]),
  'checkpoint-fields': probing(({ checkpoint }) => checkpoint),
  'snapshot-words': (_, page) => {
    expect(Object.fromEntries(enumsIn(page))).toEqual({
      'doctrine mode': DOCTRINE_MODES,
      owner: FIELD_OWNERS,
      'issue status': ISSUE_STATUSES,
      'issue type': ISSUE_TYPES,
    });
  },
  'example-keys': ({ rows }, page) => {
    const snapshot = buildExample(exampleIn(page));
    expect(Object.fromEntries(rows.map(([name, value = '']) => [name, plain(value)]))).toEqual({
      'contract key': snapshot.idempotencyKey,
      'content digest': contentDigest(snapshot),
      'content key': contentKey(snapshot),
      'content key chained to the contract key': contentKey(snapshot, snapshot.idempotencyKey),
    });
  },
  'receipt-fields': (table, page) =>
    probeTypes(table, snapshotReceiptSchema, () => {
      const root = jsonMarked<Json>(page, 'receipt-example');
      return { root, target: root };
    }),
};

export const snapshotFences: FenceChecks = {
  'snapshot-example': ({ text }) => {
    const payload = JSON.parse(text) as SnapshotPayload;
    expect(validateSnapshotPayload(payload)).toEqual({ ok: true, value: payload });
    // As text: the order of keys is the documented one too.
    expect(JSON.stringify(buildExample(payload).payload)).toBe(JSON.stringify(payload));
  },
  'contract-keys': ({ text }) => {
    const entries = text.split('\n\n').map((entry) => entry.split('\n'));
    expect(entries[0]?.[1]).toBe('0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab');
    for (const [keyText = '', key] of entries) {
      const [provider = '', workspace = '', , id = '', issues, mappings, cursor = ''] = keyText.split('|');
      expect([issues, mappings]).toEqual(['0', '0']);
      const snapshot = buildSnapshot({
        ...{ provider, workspace, issues: [], mappings: [], project: { uuid: null, slug: null } },
        credentials: id === 'None' ? {} : { project_key: id, team_id: id },
        doctrine: { mode: 'split_ownership', fieldOwners: {} },
        checkpoint: { cursor: cursor === 'None' ? null : cursor, updatedSince: null },
      });
      expect([snapshot.keyText, snapshot.idempotencyKey]).toEqual([keyText, key]);
      expect(sha256(keyText)).toBe(key);
    }
  },
  'canonical-json': ({ text }, page) => {
    const payload = exampleIn(page);
    expect(text).toBe(canonicalize(payload));
    expect(sha256(text)).toBe(contentDigest(buildExample(payload)));
  },
  'receipt-example': async ({ text }, page) => {
    const snapshot = buildExample(exampleIn(page));
    const handle = createIngestHandler(
      {
        authenticate: () => ({ id: 'someone', teams: ['acme'] }),
        snapshots: createMemorySnapshotStore(),
        events: createMemoryEventStore(),
      },
      createTestRuntime(),
    );
    const send = () =>
      handle(
        new Request(`https://saas.test${SNAPSHOTS_PATH}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': snapshot.idempotencyKey },
          body: JSON.stringify(snapshot.payload),
        }),
      );
    const [first, again] = [await send(), await send()];
    const shown = JSON.parse(text) as Json;
    const receipt = (await first?.json()) as Json;
    expect([first?.status, again?.status, again?.headers.get('idempotency-replayed')]).toEqual([201, 200, 'true']);
    expect({ ...receipt, receipt_id: shown.receipt_id }).toEqual(shown);
    expect(await again?.json()).toEqual({ ...receipt, status: 'duplicate' });
  },
};

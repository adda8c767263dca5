import { expect } from 'vitest';
import { isTimestamp, toWireTimestamp } from '../../src/contracts/timestamp.js';
import { checkServerUrl } from '../../src/http/server-url.js';
import {
  createMemoryEventStore,
  createMemorySnapshotStore,
  normalizeProvider,
  RESOURCE_ROUTING_MAP,
  resolveResourceRouting,
} from '../../src/index.js';
import { createIngestHandler, type IngestErrorBody, SNAPSHOTS_PATH } from '../../src/ingest/index.js';
import { type IngestErrorCode, STATUS_OF_CODE } from '../../src/ingest/refusal.js';
import { aDigest, aSnapshotPayload } from '../../src/testing/index.js';
import type { FenceChecks, TableChecks } from './checks.js';
import { plain } from './markdown.js';

// `error` is the batch route's own. A member that is added to the interface does not compile until it stands here.
const ERROR_BODY_KEYS = {
  error_code: true,
  message: true,
  retryable: true,
  retry_after_seconds: true,
  details: true,
} as const satisfies Record<Exclude<keyof IngestErrorBody, 'error'>, true>;

const nullOr = (cell = '') => (cell === 'null' ? null : plain(cell));

/** The contract's first page, and resource routing. */
export const conventionTables: TableChecks = {
  'server-urls': ({ rows }) => {
    for (const [given = '', used = ''] of rows) {
      const checked = checkServerUrl(plain(given));
      expect(checked.ok ? checked.value : 'refused', given).toBe(plain(used).split(',')[0]);
      const insecure = checkServerUrl(plain(given), { allowInsecureHttp: true });
      if (!checked.ok) expect(insecure.ok, given).toBe(used.includes('unless plain http is allowed'));
    }
  },
  timestamps: ({ rows }) => {
    for (const [given = '', sent = ''] of rows) {
      expect(isTimestamp(plain(given)), given).toBe(sent !== 'refused');
      if (sent !== 'refused') expect(toWireTimestamp(plain(given))).toBe(plain(sent));
    }
  },
  'error-body': ({ rows }) => {
    expect(rows.map(([key = '']) => plain(key))).toEqual(Object.keys(ERROR_BODY_KEYS));
  },
  'error-codes': ({ rows }) => {
    for (const [status, code = ''] of rows) {
      expect(Number(status), code).toBe(STATUS_OF_CODE[plain(code) as IngestErrorCode]);
    }
  },
  'resource-routing-map': ({ rows }) => {
    const routes = rows.map((row) => row.map(plain));
    expect(routes).toEqual(
      Object.entries(RESOURCE_ROUTING_MAP).map(([name, route]) => [
        name,
        route.externalResourceType,
        route.credentialKey,
      ]),
    );
  },
  'provider-names': ({ rows }) => {
    for (const [given = '', name = ''] of rows) expect(normalizeProvider(JSON.parse(plain(given)))).toBe(plain(name));
  },
  'routing-examples': ({ rows }) => {
    for (const [provider = '', credentials = '', type, id] of rows) {
      expect(resolveResourceRouting(plain(provider), JSON.parse(plain(credentials))), credentials).toEqual({
        externalResourceType: nullOr(type),
        externalResourceId: nullOr(id),
      });
    }
  },
};

export const conventionFences: FenceChecks = {
  'error-body-example': async ({ text }) => {
    const handle = createIngestHandler({
      authenticate: () => ({ id: 'someone', teams: ['acme'] }),
      events: createMemoryEventStore(),
      snapshots: {
        ...createMemorySnapshotStore(),
        claim: async () => ({ state: 'in_progress', retryAfterMs: 30_000 }),
      },
    });
    const answer = await handle(
      new Request(`https://saas.test${SNAPSHOTS_PATH}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': aDigest() },
        body: JSON.stringify(aSnapshotPayload()),
      }),
    );
    expect(answer?.headers.get('retry-after')).toBe('30');
    expect(await answer?.json()).toEqual(JSON.parse(text));
  },
};

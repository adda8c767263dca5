import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_ENVELOPE_FIELDS } from '../../src/contracts/event-envelope.js';
import { eventEnvelopeSchema } from '../../src/events/envelope-schema.js';
import { isSendable, validateEventEnvelope } from '../../src/events/validate-event-envelope.js';
import { runs } from '../support/runs.js';
import { anyEvent, type PlainEvent } from './arbitrary-event.js';

const VALID: PlainEvent = {
  event_id: '01KKG8A4T0M7QZ2B9XWV5C3D1E',
  event_type: 'HistoryAdded',
  aggregate_id: 'WP04',
  aggregate_type: 'WorkPackage',
  payload: { wp_id: 'WP04', entry_type: 'note', entry_content: 'The lamp is lit' },
  node_id: '5d41c0ffee42',
  lamport_clock: 7,
  causation_id: null,
  timestamp: '2026-03-10T09:30:00+00:00',
  team_slug: 'harbour',
  project_uuid: '3f1c9a52-7be4-4d0f-9c61-8a2e5b7d4c10',
  project_slug: 'lighthouse',
  git_branch: 'main',
  head_commit_sha: 'c4a7e01b5d9238f6a0e7c3b1d58f92646ea0b7d3',
  repo_slug: 'harbour/lighthouse',
};
const event = (changes: Record<string, unknown> = {}) => ({ ...structuredClone(VALID), ...changes });

function problemsOf(value: unknown) {
  const verdict = validateEventEnvelope(value);
  return verdict.ok ? [] : verdict.problems;
}
const pathsOf = (value: unknown) => problemsOf(value).map(({ path }) => path);

/** Every value that has no place in any field, and what stands between kinds that languages mix up. */
const MISFITS = [
  undefined,
  true,
  false,
  Number.NaN,
  1.5,
  -1,
  Number.POSITIVE_INFINITY,
  [],
  [1],
  () => 0,
  10n,
  Symbol('x'),
];

describe('a valid event', () => {
  it('of any type and any legal value is accepted, by the schema too', () => {
    fc.assert(
      fc.property(anyEvent, (given) => {
        expect(validateEventEnvelope(given)).toEqual({ ok: true, event: given });
        expect(eventEnvelopeSchema['~standard'].validate(given)).toEqual({ value: given });
      }),
    );
  });

  it('comes back with its keys in the order of the contract, whatever order they came in', () => {
    fc.assert(
      fc.property(anyEvent, fc.shuffledSubarray([...EVENT_ENVELOPE_FIELDS], { minLength: 15 }), (given, order) => {
        const verdict = validateEventEnvelope(Object.fromEntries(order.map((key) => [key, given[key]])));
        expect(verdict.ok && Object.keys(verdict.event)).toEqual(EVENT_ENVELOPE_FIELDS);
      }),
    );
  });

  it('survives JSON, unknown payload keys included', () => {
    fc.assert(
      fc.property(anyEvent, fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (given, extra) => {
        const sent = JSON.parse(JSON.stringify({ ...given, payload: { ...extra, ...given.payload } }));
        const verdict = validateEventEnvelope(sent);
        // An extra key may happen to be an optional field's name: then its rule holds.
        fc.pre(verdict.ok);
        expect(verdict.event).toEqual(sent);
      }),
    );
  });

  it('keeps payload keys that only look special', () => {
    const text = JSON.stringify(event()).replace('"wp_id"', '"__proto__":{"a":1},"constructor":"x","wp_id"');
    const verdict = validateEventEnvelope(JSON.parse(text));
    expect(verdict.ok && Object.keys(verdict.event.payload)).toContain('__proto__');
    expect(JSON.parse(JSON.stringify(verdict.ok && verdict.event.payload))).toEqual(JSON.parse(text).payload);
  });
});

describe('exactly the 15 keys', () => {
  it('names the missing one, present as undefined or not at all', () => {
    fc.assert(
      fc.property(anyEvent, fc.constantFrom(...EVENT_ENVELOPE_FIELDS), fc.boolean(), (given, key, asUndefined) => {
        if (asUndefined) Object.assign(given, { [key]: undefined });
        else delete (given as Record<string, unknown>)[key];
        expect(problemsOf(given)).toContainEqual({ path: key, message: `missing required field '${key}'` });
      }),
    );
  });

  it('refuses any other, and says which', () => {
    const strange = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('__proto__', 'constructor', 'eventId', 'schema_version'),
    );
    fc.assert(
      fc.property(anyEvent, strange, fc.anything(), (given, key, value) => {
        fc.pre(!(EVENT_ENVELOPE_FIELDS as readonly string[]).includes(key));
        Object.defineProperty(given, key, { value, enumerable: true });
        expect(problemsOf(given)).toEqual([{ path: key, message: 'is not a known key; remove it' }]);
      }),
    );
  });

  it('does not count what is only inherited', () => {
    expect(pathsOf(Object.create(event()))).toEqual(['']);
    expect(pathsOf(event({ payload: Object.create(event().payload) }))).toEqual(['payload']);
    expect(validateEventEnvelope(Object.assign(Object.create(null), event())).ok).toBe(true);
  });
});

describe('a single wrong value', () => {
  it('of no fitting type is refused at its own path, in every field', () => {
    for (const key of EVENT_ENVELOPE_FIELDS) {
      for (const misfit of MISFITS) expect(pathsOf(event({ [key]: misfit })), key).toContain(key);
    }
  });

  const NULLABLE = ['causation_id', 'project_uuid', 'project_slug', 'git_branch', 'head_commit_sha', 'repo_slug'];
  it.each(EVENT_ENVELOPE_FIELDS)('null in %s is right only where the contract has it', (key) => {
    expect(pathsOf(event({ [key]: null })).includes(key)).toBe(!NULLABLE.includes(key));
  });

  const OWN_ULID = '01KKG8A4T0M7QZ2B9XWV5C3D1E';
  const ULID_FORGERIES = [
    '81KKG8A4T0M7QZ2B9XWV5C3D1E',
    '01KKG8A4T0M7QZ2B9XWV5C3D1I',
    '01KKG8A4T0M7QZ2B9XWV5C3D1L',
    '01KKG8A4T0M7QZ2B9XWV5C3D1O',
    '01KKG8A4T0M7QZ2B9XWV5C3D1U',
    OWN_ULID.toLowerCase(),
    OWN_ULID.slice(1),
    `${OWN_ULID}0`,
    `${OWN_ULID}\n`,
    ` ${OWN_ULID}`,
    '3f1c9a52-7be4-4d0f-9c61-8a2e5b7d4c10',
  ];
  const REFUSED: readonly [string, readonly unknown[]][] = [
    ['event_id', ULID_FORGERIES],
    ['causation_id', [...ULID_FORGERIES, '']],
    ['event_type', ['', 'wpstatuschanged', 'MissionDossierSnapshotComputed', 'toString', '__proto__']],
    ['aggregate_id', ['', 'WP05']],
    ['aggregate_type', ['Feature', 'workpackage', 'MissionDossier', '']],
    ['payload', ['{}', 7, new Map(), new Date(0)]],
    ['node_id', ['', 42]],
    ['lamport_clock', ['7', -1, 2 ** 53, 7.5]],
    [
      'timestamp',
      [
        '2026-03-10T09:30:00',
        '2026-03-10',
        '2026-02-30T09:30:00Z',
        '2026-03-10T24:00:00Z',
        1773133200,
        '2026-03-10T09:30:00Z\n',
        '',
      ],
    ],
    ['team_slug', ['', 1]],
    [
      'project_uuid',
      [
        '3f1c9a52-7be4-1d0f-9c61-8a2e5b7d4c10',
        '3f1c9a52-7be4-4d0f-7c61-8a2e5b7d4c10',
        '3f1c9a52-7be4-4d0f-cc61-8a2e5b7d4c10',
        '3f1c9a527be44d0f9c618a2e5b7d4c10',
        '{3f1c9a52-7be4-4d0f-9c61-8a2e5b7d4c10}',
        '3f1c9a52-7be4-4d0f-9c61-8a2e5b7d4c10\n',
        '',
      ],
    ],
    ['project_slug', [7]],
    ['git_branch', [{}]],
    ['head_commit_sha', ['c4a7e01', 'g'.repeat(40), 'a'.repeat(41), `${'a'.repeat(40)}\n`, '']],
    ['repo_slug', ['lighthouse', '/lighthouse', 'harbour/', 'harbour//lighthouse', 'harbour/ ', '/', '']],
  ];
  it.each(REFUSED)('%s refuses what comes close', (key, values) => {
    for (const value of values) expect(pathsOf(event({ [key]: value })), String(value)).toContain(key);
  });

  const ACCEPTED: readonly [string, readonly unknown[]][] = [
    ['project_uuid', ['3F1C9A52-7BE4-4D0F-BC61-8A2E5B7D4C10', null]],
    ['timestamp', ['2026-03-10T09:30:00Z', '2026-03-10T09:30:00.123456-07:00', '2024-02-29T00:00:00+14:00']],
    ['repo_slug', ['group/sub/project']],
    ['lamport_clock', [0, Number.MAX_SAFE_INTEGER]],
    ['head_commit_sha', ['A'.repeat(40)]],
    ['git_branch', ['HEAD']],
    ['team_slug', ['local']],
  ];
  it.each(ACCEPTED)('%s accepts all that the contract allows', (key, values) => {
    for (const value of values) expect(problemsOf(event({ [key]: value })), String(value)).toEqual([]);
  });
});

describe('every problem at once', () => {
  it('in the envelope and in the payload, with paths', () => {
    const given = event({
      event_id: 'x',
      lamport_clock: '7',
      surplus: 1,
      payload: { wp_id: 'WP4', entry_content: '' },
    });
    delete (given as Record<string, unknown>).node_id;
    expect(problemsOf(given).toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'aggregate_id', message: 'does not fit the payload' },
      { path: 'event_id', message: 'expected a ULID (26 Crockford characters, upper case)' },
      { path: 'lamport_clock', message: 'expected an integer, 0 or more' },
      { path: 'node_id', message: "missing required field 'node_id'" },
      { path: 'payload.entry_content', message: 'expected text that is not empty' },
      { path: 'payload.entry_type', message: "missing required field 'entry_type'" },
      { path: 'payload.wp_id', message: 'expected a work package id (WP and two digits)' },
      { path: 'surplus', message: 'is not a known key; remove it' },
    ]);
  });

  it('without repeating a value, which may be a secret', () => {
    const secret = 'hunter2-hunter2';
    const everywhere = Object.fromEntries(EVENT_ENVELOPE_FIELDS.map((key) => [key, secret]));
    const found = [
      ...problemsOf({ ...everywhere }),
      ...problemsOf(event({ payload: { wp_id: secret, entry_type: secret, entry_content: 1 } })),
    ];
    expect(found.length).toBeGreaterThan(10);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('in the Standard Schema too, with its path in parts', () => {
    const given = event({
      event_type: 'WPCreated',
      payload: { wp_id: 'WP04', title: 'x', feature_slug: 'y', dependencies: ['WP01', 'WP1'] },
    });
    const result = eventEnvelopeSchema['~standard'].validate(given);
    expect(result).toMatchObject({
      issues: [{ path: ['payload', 'dependencies', 1], message: /^expected a work package id/ }],
    });
  });
});

describe('whatever the size of what is sent', () => {
  it('reports the first 20 unknown keys and the first 20 wrong entries of a list', () => {
    const crowd = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, index]));
    const dependencies = Array.from({ length: 5000 }, (_, index) => (index < 10 ? 'WP01' : 'WP1'));
    const payload = { wp_id: 'WP04', title: 'x', feature_slug: 'y', dependencies };
    expect(pathsOf(event({ ...crowd, event_type: 'WPCreated', payload }))).toEqual([
      ...Array.from({ length: 20 }, (_, index) => `x${index}`),
      ...Array.from({ length: 20 }, (_, index) => `payload.dependencies[${index + 10}]`),
    ]);
  });

  it('a repository is two or more segments by slashes, none of them blank', () => {
    const slug = fc
      .array(fc.constantFrom('/', ' ', '\n', 'a', '\ufeff'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(slug, (repo_slug) => {
        const segments = repo_slug.split('/');
        const isRight = segments.length > 1 && segments.every((segment) => segment.trim() !== '');
        expect(problemsOf(event({ repo_slug })).length === 0).toBe(isRight);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('never throws', () => {
  it('whatever is handed in', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (junk) => {
        expect(problemsOf(junk).length).toBeGreaterThan(0);
      }),
    );
  });

  it('whatever stands in one field or one payload field', () => {
    fc.assert(
      fc.property(anyEvent, fc.anything(), fc.nat(), (given, junk, pick) => {
        const keys = Object.keys(given.payload);
        validateEventEnvelope({ ...given, payload: { ...given.payload, [keys[pick % keys.length] as string]: junk } });
        validateEventEnvelope({ ...given, [EVENT_ENVELOPE_FIELDS[pick % 15] as string]: junk });
      }),
    );
  });

  it('when reading itself throws', () => {
    const thrower = new Proxy(event(), {
      get: () => {
        throw new Error('no');
      },
    });
    expect(pathsOf(thrower)).toEqual(['']);
    const getter = Object.defineProperty({}, 'wp_id', { get: () => expect.fail('read'), enumerable: true });
    expect(pathsOf(event({ payload: getter }))).toEqual(['']);
  });
});

describe('isSendable', () => {
  it('holds an event back until it has a project, although it is valid', () => {
    const held = validateEventEnvelope(event({ project_uuid: null }));
    expect(held.ok && isSendable(held.event)).toBe(false);
    const ready = validateEventEnvelope(event());
    expect(ready.ok && isSendable(ready.event)).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { EVENT_ENVELOPE_FIELDS, type EventEnvelope, type EventType } from '../../src/contracts/event-envelope.js';
import { ConfigurationError } from '../../src/errors/configuration-error.js';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { StoreError } from '../../src/errors/store-error.js';
import { createEventFactory, type EventFactory } from '../../src/events/factory.js';
import { validateEventEnvelope } from '../../src/events/validate-event-envelope.js';
import { findUnstorable } from '../../src/ingest/unstorable.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { EVENT_TYPE_NAMES, payloadOf } from './arbitrary-event.js';
import { createEventHost, GIT, IDENTITY } from './event-host.js';

const METHODS: Record<EventType, keyof EventFactory> = {
  WPStatusChanged: 'wpStatusChanged',
  WPCreated: 'wpCreated',
  WPAssigned: 'wpAssigned',
  FeatureCreated: 'featureCreated',
  FeatureCompleted: 'featureCompleted',
  HistoryAdded: 'historyAdded',
  ErrorLogged: 'errorLogged',
  DependencyResolved: 'dependencyResolved',
};
const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** Calls the method of a type with input that the compiler cannot know. */
const emit = (factory: EventFactory, type: EventType, input: unknown) =>
  (factory[METHODS[type]] as (input: unknown) => Promise<EventEnvelope>)(input);

async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('resolved'),
    (error: unknown) => error,
  );
}

async function problemsOf(promise: Promise<unknown>) {
  const fault = await faultOf(promise);
  expect(fault).toBeInstanceOf(InvalidInputError);
  return (fault as InvalidInputError).problems;
}

describe('an event', () => {
  it('has the 15 fields, from the input and the ports', async () => {
    const { factory } = createEventHost();
    const event = await factory.wpStatusChanged({
      wpId: 'WP04',
      fromLane: 'claimed',
      toLane: 'in_progress',
      actor: 'build-agent',
      featureSlug: '012-fog-signal',
      policyMetadata: { approvedBy: ['anna'] },
      causationId: '01KKG8A4T0M7QZ2B9XWV5C3D1E',
    });
    expect(event).toEqual({
      event_id: expect.stringMatching(/^01KKBFJYM0/),
      event_type: 'WPStatusChanged',
      aggregate_id: 'WP04',
      aggregate_type: 'WorkPackage',
      payload: {
        wp_id: 'WP04',
        from_lane: 'claimed',
        to_lane: 'in_progress',
        actor: 'build-agent',
        feature_slug: '012-fog-signal',
        policy_metadata: { approvedBy: ['anna'] },
      },
      node_id: '5d41c0ffee42',
      lamport_clock: 1,
      causation_id: '01KKG8A4T0M7QZ2B9XWV5C3D1E',
      timestamp: '2026-03-10T09:00:00+00:00',
      team_slug: 'harbour',
      project_uuid: IDENTITY.projectUuid,
      project_slug: 'lighthouse',
      git_branch: GIT.gitBranch,
      head_commit_sha: GIT.headCommitSha,
      repo_slug: 'harbour/lighthouse',
    });
    expect(Object.keys(event)).toEqual(EVENT_ENVELOPE_FIELDS);
  });

  const WP = { wp_id: 'WP04' };
  const LEAST: readonly [EventType, Record<string, unknown>, Record<string, unknown>, [string, string]][] = [
    [
      'WPStatusChanged',
      { wpId: 'WP04', fromLane: 'planned', toLane: 'claimed' },
      { ...WP, from_lane: 'planned', to_lane: 'claimed', actor: 'user', feature_slug: null, policy_metadata: null },
      ['WorkPackage', 'WP04'],
    ],
    [
      'WPCreated',
      { wpId: 'WP04', title: 'Lamp', featureSlug: '012-fog' },
      { ...WP, title: 'Lamp', dependencies: [], feature_slug: '012-fog' },
      ['WorkPackage', 'WP04'],
    ],
    [
      'WPAssigned',
      { wpId: 'WP04', agentId: 'a', phase: 'review' },
      { ...WP, agent_id: 'a', phase: 'review', retry_count: 0 },
      ['WorkPackage', 'WP04'],
    ],
    [
      'FeatureCreated',
      { featureSlug: '012-fog', featureNumber: '012', targetBranch: 'main', wpCount: 0 },
      { feature_slug: '012-fog', feature_number: '012', target_branch: 'main', wp_count: 0 },
      ['Feature', '012-fog'],
    ],
    [
      'FeatureCompleted',
      { featureSlug: '012-fog', totalWps: 3, totalDuration: null },
      { feature_slug: '012-fog', total_wps: 3 },
      ['Feature', '012-fog'],
    ],
    [
      'HistoryAdded',
      { wpId: 'WP04', entryType: 'note', entryContent: 'x' },
      { ...WP, entry_type: 'note', entry_content: 'x', author: 'user' },
      ['WorkPackage', 'WP04'],
    ],
    [
      'ErrorLogged',
      { errorType: 'network', errorMessage: 'gone', wpId: null, agentId: undefined },
      { error_type: 'network', error_message: 'gone' },
      ['Feature', 'error'],
    ],
    [
      'ErrorLogged',
      { errorType: 'network', errorMessage: 'gone', wpId: 'WP04', stackTrace: 'at x', agentId: 'a' },
      { error_type: 'network', error_message: 'gone', wp_id: 'WP04', stack_trace: 'at x', agent_id: 'a' },
      ['WorkPackage', 'WP04'],
    ],
    [
      'DependencyResolved',
      { wpId: 'WP04', dependencyWpId: 'WP01', resolutionType: 'merged' },
      { ...WP, dependency_wp_id: 'WP01', resolution_type: 'merged' },
      ['WorkPackage', 'WP04'],
    ],
  ];
  it.each(LEAST)('%s says what is always there and leaves out the rest', async (type, input, payload, aggregate) => {
    const event = await emit(createEventHost().factory, type, input);
    expect(event.event_type).toBe(type);
    expect(event.payload).toStrictEqual(payload);
    expect(Object.keys(event.payload)).toEqual(Object.keys(payload));
    expect([event.aggregate_type, event.aggregate_id]).toEqual(aggregate);
    expect(event.causation_id).toBeNull();
    expect(validateEventEnvelope(event)).toEqual({ ok: true, event });
  });

  it('of any legal input is valid', async () => {
    const { factory } = createEventHost();
    const inputs = fc.constantFrom(...EVENT_TYPE_NAMES).chain((type) => fc.tuple(fc.constant(type), payloadOf(type)));
    await fc.assert(
      fc.asyncProperty(inputs, async ([type, payload]) => {
        const input = Object.fromEntries(Object.entries(payload).map(([name, value]) => [camel(name), value]));
        const event = await emit(factory, type, input);
        expect(validateEventEnvelope(event)).toEqual({ ok: true, event });
        expect(JSON.parse(JSON.stringify(event))).toEqual(event);
      }),
    );
  });

  it('resolves the old lane name, and writes times as the wire has them', async () => {
    const { factory } = createEventHost();
    const moved = await factory.wpStatusChanged({ wpId: 'WP04', fromLane: 'doing', toLane: 'for_review', actor: null });
    expect(moved.payload).toMatchObject({ from_lane: 'in_progress', to_lane: 'for_review', actor: null });
    const done = await factory.featureCompleted({
      featureSlug: 'x',
      totalWps: 1,
      completedAt: '2026-03-10T10:00:00.5Z',
    });
    expect(done.payload.completed_at).toBe('2026-03-10T10:00:00.500000+00:00');
  });

  it('is frozen throughout, and independent of what it was made from', async () => {
    const metadata = { rules: [{ name: 'four eyes' }], omitted: undefined, at: new Date(0) };
    const dependencies = ['WP01'];
    const { factory } = createEventHost();
    const moved = await factory.wpStatusChanged({
      wpId: 'WP04',
      fromLane: 'done',
      toLane: 'blocked',
      policyMetadata: metadata,
    });
    const created = await factory.wpCreated({ wpId: 'WP04', title: 'x', featureSlug: 'y', dependencies });
    Object.assign(metadata.rules[0] ?? {}, { name: 'changed' });
    dependencies.push('WP02');
    expect(moved.payload.policy_metadata).toStrictEqual({
      rules: [{ name: 'four eyes' }],
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(created.payload.dependencies).toEqual(['WP01']);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect([moved, created].every(frozen)).toBe(true);
    const bare = await factory.wpCreated({ wpId: 'WP04', title: 'x', featureSlug: 'y' });
    expect(frozen(bare)).toBe(true);
  });
});

describe('wrong input', () => {
  it('is refused with every problem in the words of the caller, before the clock moves', async () => {
    const { factory, counted } = createEventHost();
    const input = { wpId: 'WP4', fromLane: 'todo', actor: 7, to_lane: 'done', causationId: 'x' };
    expect(await problemsOf(emit(factory, 'WPStatusChanged', input))).toEqual([
      { path: 'causationId', message: 'expected a ULID (26 Crockford characters, upper case) or null' },
      { path: 'wpId', message: 'expected a work package id (WP and two digits)' },
      {
        path: 'fromLane',
        message: 'expected one of planned, claimed, in_progress, for_review, done, blocked, canceled',
      },
      { path: 'toLane', message: "missing required field 'toLane'" },
      { path: 'actor', message: 'expected text or null' },
      { path: 'to_lane', message: 'is not a known key; remove it' },
    ]);
    const entries = { wpId: 'WP04', title: 'x', featureSlug: 'y', dependencies: ['WP01', 'WP1'] };
    expect((await problemsOf(factory.wpCreated(entries))).map(({ path }) => path)).toEqual(['dependencies[1]']);
    for (const nothing of [undefined, null, 'WP04', []]) {
      expect(await problemsOf(emit(factory, 'WPCreated', nothing))).toEqual(
        expect.arrayContaining(
          ['wpId', 'title', 'featureSlug'].map((path) => ({ path, message: `missing required field '${path}'` })),
        ),
      );
    }
    expect(counted.ticks).toBe(0);
    expect((await factory.wpCreated({ wpId: 'WP04', title: 'x', featureSlug: 'y' })).lamport_clock).toBe(1);
  });

  it('is refused where JSON has no words for it', async () => {
    const { factory, counted } = createEventHost();
    const circular: Record<string, unknown> = {};
    circular.self = { list: [circular] };
    const nested = (levels: number): Record<string, unknown> => (levels === 1 ? {} : { a: nested(levels - 1) });
    const input = { wpId: 'WP04', fromLane: 'done', toLane: 'blocked', policyMetadata: nested(62) } as const;
    expect(findUnstorable(await createEventHost().factory.wpStatusChanged(input))).toBeUndefined();
    for (const policyMetadata of [circular, { big: 1n }, nested(63), nested(5000)]) {
      const input = { wpId: 'WP04', fromLane: 'done', toLane: 'blocked', policyMetadata } as const;
      expect(await problemsOf(factory.wpStatusChanged(input))).toEqual([
        { path: 'policyMetadata', message: 'expected JSON, at most 62 levels deep' },
      ]);
    }
    expect(counted.ticks).toBe(0);
  });

  it('takes the same object twice for what it is, no cycle', async () => {
    const shared = { a: 1 };
    const input = {
      wpId: 'WP04',
      fromLane: 'done',
      toLane: 'blocked',
      policyMetadata: { x: shared, y: [shared] },
    } as const;
    expect((await createEventHost().factory.wpStatusChanged(input)).payload.policy_metadata).toEqual(
      input.policyMetadata,
    );
  });
});

const NOTE = { wpId: 'WP04', entryType: 'note', entryContent: 'x' } as const;

describe('the identity', () => {
  it.each([null, '', '  ', undefined])('a team of %j becomes local', async (teamSlug) => {
    const identity = { current: async () => ({ ...IDENTITY, teamSlug: teamSlug as string | null }) };
    expect((await createEventHost({ identity }).factory.historyAdded(NOTE)).team_slug).toBe('local');
  });

  it('without a project gives an event that is held back, and valid', async () => {
    const identity = { current: () => ({ teamSlug: 'harbour', projectUuid: null, projectSlug: null }) };
    const event = await createEventHost({ identity }).factory.historyAdded(NOTE);
    expect(event).toMatchObject({ project_uuid: null, project_slug: null, team_slug: 'harbour' });
    expect(validateEventEnvelope(event).ok).toBe(true);
  });

  it.each([
    [
      'throws',
      'identity: no login',
      () => {
        throw new Error('no login for token=hunter2hunter2');
      },
    ],
    ['rejects', 'identity: no login', () => Promise.reject(new Error('no login for token=hunter2hunter2'))],
    ['answers nothing', 'identity: ', () => undefined],
    [
      'has a project that is no UUID version 4',
      'project_uuid: expected a UUID of version 4 or null',
      () => ({ ...IDENTITY, projectUuid: 'lighthouse' }),
    ],
    [
      'has a project name that is no text',
      'project_slug: expected text or null',
      () => ({ ...IDENTITY, projectSlug: 7 }),
    ],
    ['has a team that is no text', 'identity: ', () => ({ ...IDENTITY, teamSlug: 7 })],
  ])('that %s fails the event, and no tick is spent', async (_, blamed, current) => {
    let isBroken = true;
    const identity = { current: () => (isBroken ? (current() as never) : IDENTITY) };
    const { factory, counted } = createEventHost({ identity });
    const fault = await faultOf(factory.historyAdded(NOTE));
    expect(fault).toBeInstanceOf(StoreError);
    expect(fault).toMatchObject({ retryable: true, context: { operation: 'events.historyAdded' } });
    const { message } = fault as StoreError;
    expect(message.startsWith(`events.historyAdded: ${blamed}`), message).toBe(true);
    expect(message).toMatch(/; nothing was emitted$/);
    expect(message + JSON.stringify(fault)).not.toContain('hunter2');
    expect(counted.ticks).toBe(0);
    isBroken = false;
    expect((await factory.historyAdded(NOTE)).lamport_clock).toBe(1);
  });
});

describe('git', () => {
  const logged = () => {
    const warn = vi.fn();
    return { warn, logger: { debug() {}, info() {}, warn, error() {} } };
  };

  it.each([
    [
      'throws',
      () => {
        throw new Error('not a repository');
      },
    ],
    ['rejects', () => Promise.reject(new Error('not a repository'))],
  ])('that %s costs no event: nulls, and a warning', async (_, current) => {
    const { warn, logger } = logged();
    const { factory } = createEventHost({ git: { current: () => current() as never } }, { logger });
    const event = await factory.historyAdded(NOTE);
    expect(event).toMatchObject({ git_branch: null, head_commit_sha: null, repo_slug: null, lamport_clock: 1 });
    expect(warn.mock.calls).toEqual([['events.historyAdded: no git: not a repository']]);
  });

  it('that answers something wrong loses that field only, and the warning names it', async () => {
    const { warn, logger } = logged();
    const git = { current: () => ({ gitBranch: 'main', headCommitSha: 'c4a7e01', repoSlug: 'lighthouse' }) };
    const event = await createEventHost({ git }, { logger }).factory.historyAdded(NOTE);
    expect(event).toMatchObject({ git_branch: 'main', head_commit_sha: null, repo_slug: null });
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      'events.historyAdded: no head_commit_sha: expected 40 hex digits or null',
      'events.historyAdded: no repo_slug: expected owner/repo or null',
    ]);
  });

  it.each([
    ['of nulls', { gitBranch: null, headCommitSha: null, repoSlug: null }],
    ['without a field', { gitBranch: null }],
    ['of nothing', undefined],
  ])('unavailable, an answer %s, is no fault', async (_, answer) => {
    const { warn, logger } = logged();
    const git = { current: () => answer as never };
    const event = await createEventHost({ git }, { logger }).factory.historyAdded(NOTE);
    expect(event).toMatchObject({ git_branch: null, head_commit_sha: null, repo_slug: null });
    expect(Object.keys(event)).toEqual(EVENT_ENVELOPE_FIELDS);
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('the clock and the ULID source', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
    ['answers a text', () => '7'],
    ['answers a fraction', () => 1.5],
    ['answers nothing', () => undefined],
  ])('a clock that %s fails the event and not the next one', async (_, tick) => {
    const ticks = [tick, () => 1, tick, () => 2];
    const { factory } = createEventHost({ clock: { tick: () => ticks.shift()?.() as number } });
    const fault = await faultOf(factory.historyAdded(NOTE));
    expect(fault).toBeInstanceOf(StoreError);
    expect((fault as StoreError).message).toMatch(/^events\.historyAdded: clock: .+; nothing was emitted$/);
    expect((await factory.historyAdded(NOTE)).lamport_clock).toBe(1);
    expect(await faultOf(factory.historyAdded(NOTE))).toMatchObject({ code: 'store', retryable: true });
    expect((await factory.historyAdded(NOTE)).lamport_clock).toBe(2);
  });

  it('a clock that stands still or goes back is a fault, not a wrong order', async () => {
    const ticks = [4, 4, 3, 5];
    const { factory } = createEventHost({ clock: { tick: () => ticks.shift() as number } });
    expect((await factory.historyAdded(NOTE)).lamport_clock).toBe(4);
    expect(await faultOf(factory.historyAdded(NOTE))).toBeInstanceOf(StoreError);
    expect(await faultOf(factory.historyAdded(NOTE))).toBeInstanceOf(StoreError);
    expect((await factory.historyAdded(NOTE)).lamport_clock).toBe(5);
  });

  it('a ULID source of the host is used, and checked before the clock moves', async () => {
    const ids = ['01KKG8A4T0M7QZ2B9XWV5C3D1E', '01KKG8A4T0M7QZ2B9XWV5C3D1E', '01KKG8A4T0M7QZ2B9XWV5C3D1D', 'x', 7];
    const asked: number[] = [];
    const ulid = (timeMs: number) => {
      asked.push(timeMs);
      if (ids.length === 0) throw new Error('out of ids');
      return ids.shift() as string;
    };
    const { factory, counted, runtime } = createEventHost({ ulid });
    expect((await factory.historyAdded(NOTE)).event_id).toBe('01KKG8A4T0M7QZ2B9XWV5C3D1E');
    for (let call = 0; call < 5; call += 1) {
      const fault = await faultOf(factory.historyAdded(NOTE));
      expect(fault).toBeInstanceOf(StoreError);
      expect((fault as StoreError).message).toMatch(/^events\.historyAdded: ulid: .+; nothing was emitted$/);
    }
    expect(counted.ticks).toBe(1);
    expect(asked).toEqual(Array(6).fill(runtime.now()));
  });

  it.each([0, 0.7, 1_773_133_200_000.9])('a time of %d ms is the runtime’s and not the machine’s', async (time) => {
    const { factory } = createEventHost({}, { now: () => time });
    const event = await factory.historyAdded(NOTE);
    expect(event.timestamp).toBe(time < 1 ? '1970-01-01T00:00:00+00:00' : '2026-03-10T09:00:00+00:00');
    expect(event.event_id.slice(0, 9)).toBe(time < 1 ? '000000000' : '01KKBFJYM');
  });

  it('a time that is none is a fault', async () => {
    const { factory, counted } = createEventHost({}, { now: () => Number.NaN });
    expect(await faultOf(factory.historyAdded(NOTE))).toBeInstanceOf(StoreError);
    expect(counted.ticks).toBe(0);
  });
});

describe('createEventFactory', () => {
  it('names every wrong option', () => {
    const wrong = { nodeId: '', clock: {}, identity: null, git: { current: 7 }, ulid: 'x', node_id: 'y' };
    const create = () => createEventFactory(wrong as never, createTestRuntime());
    expect(create).toThrow(ConfigurationError);
    const fault = (() => {
      try {
        return create();
      } catch (error) {
        return error;
      }
    })();
    expect((fault as ConfigurationError).problems.map(({ path }) => path).toSorted()).toEqual(
      ['clock', 'git', 'identity', 'nodeId', 'node_id', 'ulid'].toSorted(),
    );
  });

  it('calls the ports as methods of their objects', async () => {
    class Clock {
      #value = 6;
      tick() {
        this.#value += 1;
        return this.#value;
      }
    }
    expect((await createEventHost({ clock: new Clock() }).factory.historyAdded(NOTE)).lamport_clock).toBe(7);
  });

  it('runs on the platform by default', async () => {
    const { factory } = createEventHost();
    const plain = createEventFactory({
      nodeId: 'n',
      clock: { tick: () => 0 },
      identity: { current: () => IDENTITY },
      git: { current: () => GIT },
    });
    expect(Object.keys(plain)).toEqual(Object.keys(factory));
    expect(validateEventEnvelope(await plain.historyAdded(NOTE)).ok).toBe(true);
  });
});

it('makes text well-formed, as everything that is sent', async () => {
  const { factory } = createEventHost();
  const event = await factory.historyAdded({ wpId: 'WP01', entryType: 'note', entryContent: 'cut \ud83d' });
  expect(event.payload.entry_content).toBe('cut \ufffd');
});

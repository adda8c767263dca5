import fc from 'fast-check';
import type { EventType } from '../../src/contracts/event-envelope.js';

// Written from the contract's tables, not from the rules under test.

const word = fc.string({ minLength: 1 });
const nullableText = fc.option(fc.string());
const count = fc.nat();
const wpId = fc.integer({ min: 0, max: 99 }).map((number) => `WP${String(number).padStart(2, '0')}`);
const lane = fc.constantFrom('planned', 'claimed', 'in_progress', 'for_review', 'done', 'blocked', 'canceled');
const threeDigits = fc.integer({ min: 0, max: 999 }).map((number) => String(number).padStart(3, '0'));
const featureSlug = fc.tuple(threeDigits, fc.stringMatching(/^[a-z0-9-]{1,12}$/)).map((parts) => parts.join('-'));
const hexDigits = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const timestamp = fc
  .tuple(
    fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    fc.constantFrom('+00:00', 'Z', '-07:30', '+13:00'),
  )
  .map(([date, offset]) => date.toISOString().slice(0, 19) + offset);
const ulid = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
const uuid = fc.uuid({ version: 4 });
const json = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });

/** Payloads by type: what must be there, and what may be. */
export const PAYLOADS = {
  WPStatusChanged: [
    { wp_id: wpId, from_lane: lane, to_lane: lane },
    { actor: nullableText, feature_slug: nullableText, policy_metadata: fc.option(json) },
  ],
  WPCreated: [{ wp_id: wpId, title: word, feature_slug: word }, { dependencies: fc.array(wpId, { maxLength: 3 }) }],
  WPAssigned: [
    { wp_id: wpId, agent_id: word, phase: fc.constantFrom('implementation', 'review') },
    { retry_count: count },
  ],
  FeatureCreated: [
    { feature_slug: featureSlug, feature_number: threeDigits, target_branch: word, wp_count: count },
    { created_at: timestamp },
  ],
  FeatureCompleted: [
    { feature_slug: word, total_wps: count },
    { completed_at: timestamp, total_duration: nullableText },
  ],
  HistoryAdded: [
    { wp_id: wpId, entry_type: fc.constantFrom('note', 'review', 'error', 'comment'), entry_content: word },
    { author: nullableText },
  ],
  ErrorLogged: [
    { error_type: fc.constantFrom('validation', 'runtime', 'network', 'auth', 'unknown'), error_message: word },
    { wp_id: fc.option(word), stack_trace: nullableText, agent_id: nullableText },
  ],
  DependencyResolved: [
    { wp_id: wpId, dependency_wp_id: wpId, resolution_type: fc.constantFrom('completed', 'skipped', 'merged') },
    {},
  ],
} as const satisfies Record<EventType, readonly [Fields, Fields]>;

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;
export type PlainEvent = Record<string, unknown> & { payload: Record<string, unknown> };

function aggregateOf(type: EventType, payload: Record<string, unknown>) {
  if (type === 'FeatureCreated' || type === 'FeatureCompleted') return ['Feature', payload.feature_slug];
  if (type === 'ErrorLogged' && (payload.wp_id ?? null) === null) return ['Feature', 'error'];
  return ['WorkPackage', payload.wp_id];
}

export function payloadOf(type: EventType): fc.Arbitrary<Record<string, unknown>> {
  const [required, optional] = PAYLOADS[type];
  return fc
    .tuple(
      fc.record<Record<string, unknown>>(required),
      fc.record<Record<string, unknown>>(optional, { requiredKeys: [] }),
    )
    .map((parts) => Object.assign({}, ...parts));
}

/** A valid event of a type, as plain mutable data. */
export function eventOf(type: EventType): fc.Arbitrary<PlainEvent> {
  return fc
    .record({
      payload: payloadOf(type),
      event_id: ulid,
      node_id: word,
      lamport_clock: count,
      causation_id: fc.option(ulid),
      timestamp,
      team_slug: word,
      project_uuid: fc.option(
        fc.oneof(
          uuid,
          uuid.map((text) => text.toUpperCase()),
        ),
      ),
      project_slug: nullableText,
      git_branch: nullableText,
      head_commit_sha: fc.option(hexDigits(40)),
      repo_slug: fc.option(fc.stringMatching(/^[\w.-]{1,8}(\/[\w.-]{1,8}){1,3}$/)),
    })
    .map((rest) => {
      const [aggregate_type, aggregate_id] = aggregateOf(type, rest.payload);
      return { ...rest, event_type: type, aggregate_type, aggregate_id };
    });
}

export const EVENT_TYPE_NAMES = Object.keys(PAYLOADS) as EventType[];
export const anyEvent = fc.oneof(...EVENT_TYPE_NAMES.map(eventOf));

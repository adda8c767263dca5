import type { AggregateType, EventType } from '../contracts/event-envelope.js';
import {
  COUNT,
  FEATURE_NUMBER,
  FEATURE_SLUG,
  type FieldRule,
  LANE,
  listOf,
  NULLABLE_TEXT,
  oneOf,
  orNull,
  RECORD,
  TEXT,
  TIMESTAMP,
  WORK_PACKAGE_ID,
} from './field-rules.js';
import { ASSIGNMENT_PHASES, DEPENDENCY_RESOLUTIONS, HISTORY_ENTRY_TYPES, LOGGED_ERROR_TYPES } from './payload-words.js';

/**
 * One field of a payload.
 *
 * @internal
 */
export interface PayloadField<T = unknown> {
  /** What it must be where it stands. */
  readonly rule: FieldRule<T>;
  /** Whether it must be there. */
  readonly required: boolean;
  /** What the factory writes when its caller gives nothing. Without one, the key is left out. */
  readonly fallback?: T | undefined;
}

/**
 * What an event type is about and what its payload holds.
 *
 * @internal
 */
export interface EventRule {
  /** The kind of aggregate. */
  readonly aggregateType: AggregateType;
  /** The payload field whose value is the aggregate's id. */
  readonly aggregateIdField: string;
  /** The aggregate when that field is absent or null, for a type where it may be. */
  readonly otherwise?: { readonly type: AggregateType; readonly id: string };
  /** The payload, in the order in which the factory writes it. Any other key passes through. */
  readonly fields: Readonly<Record<string, PayloadField>>;
}

const required = <T>(rule: FieldRule<T>) => ({ rule, required: true }) as const;
export const optional = <T>(rule: FieldRule<T>, fallback?: NoInfer<T>) =>
  ({ rule, required: false, fallback }) as const;

const WORK_PACKAGE = { aggregateType: 'WorkPackage', aggregateIdField: 'wp_id' } as const;

const ofWorkPackage = <Fields>(fields: Fields) =>
  ({ ...WORK_PACKAGE, fields: { wp_id: required(WORK_PACKAGE_ID), ...fields } }) as const;

const ofFeature = <Fields>(fields: Fields) =>
  ({ aggregateType: 'Feature', aggregateIdField: 'feature_slug', fields }) as const;

/**
 * The rules of the eight event types: the only place where they stand.
 *
 * @internal
 */
export const EVENT_RULES = {
  WPStatusChanged: ofWorkPackage({
    from_lane: required(LANE),
    to_lane: required(LANE),
    actor: optional(NULLABLE_TEXT, 'user'),
    feature_slug: optional(NULLABLE_TEXT, null),
    policy_metadata: optional(orNull(RECORD), null),
  }),
  WPCreated: ofWorkPackage({
    title: required(TEXT),
    dependencies: optional(listOf(WORK_PACKAGE_ID), []),
    feature_slug: required(TEXT),
  }),
  WPAssigned: ofWorkPackage({
    agent_id: required(TEXT),
    phase: required(oneOf(ASSIGNMENT_PHASES)),
    retry_count: optional(COUNT, 0),
  }),
  FeatureCreated: ofFeature({
    feature_slug: required(FEATURE_SLUG),
    feature_number: required(FEATURE_NUMBER),
    target_branch: required(TEXT),
    wp_count: required(COUNT),
    created_at: optional(TIMESTAMP),
  }),
  FeatureCompleted: ofFeature({
    feature_slug: required(TEXT),
    total_wps: required(COUNT),
    completed_at: optional(TIMESTAMP),
    total_duration: optional(NULLABLE_TEXT),
  }),
  HistoryAdded: ofWorkPackage({
    entry_type: required(oneOf(HISTORY_ENTRY_TYPES)),
    entry_content: required(TEXT),
    author: optional(NULLABLE_TEXT, 'user'),
  }),
  ErrorLogged: {
    ...WORK_PACKAGE,
    otherwise: { type: 'Feature', id: 'error' },
    fields: {
      error_type: required(oneOf(LOGGED_ERROR_TYPES)),
      error_message: required(TEXT),
      // Any text: an error may be about a work package whose id is what is wrong. Not empty: it is the aggregate's id.
      wp_id: optional(orNull(TEXT)),
      stack_trace: optional(NULLABLE_TEXT),
      agent_id: optional(NULLABLE_TEXT),
    },
  },
  DependencyResolved: ofWorkPackage({
    dependency_wp_id: required(WORK_PACKAGE_ID),
    resolution_type: required(oneOf(DEPENDENCY_RESOLUTIONS)),
  }),
} as const satisfies Readonly<Record<EventType, EventRule>>;

/**
 * What an event of this type with this payload is about. The id is whatever the payload holds, checked or not.
 *
 * @internal
 */
export function aggregateOf(
  { aggregateType, aggregateIdField, otherwise }: EventRule,
  payload: Readonly<Record<string, unknown>>,
): { readonly type: AggregateType; readonly id: unknown } {
  const id = payload[aggregateIdField] ?? null;
  return id === null && otherwise ? otherwise : { type: aggregateType, id };
}

import type { Timestamp } from './timestamp.js';

/**
 * The 15 keys of an event, in the order in which the SDK emits them. Locked: none added, none removed, no type changed.
 *
 * @public
 */
export const EVENT_ENVELOPE_FIELDS = [
  'event_id',
  'event_type',
  'aggregate_id',
  'aggregate_type',
  'payload',
  'node_id',
  'lamport_clock',
  'causation_id',
  'timestamp',
  'team_slug',
  'project_uuid',
  'project_slug',
  'git_branch',
  'head_commit_sha',
  'repo_slug',
] as const;

/**
 * The eight kinds of event.
 *
 * @public
 */
export const EVENT_TYPES = [
  'WPStatusChanged',
  'WPCreated',
  'WPAssigned',
  'FeatureCreated',
  'FeatureCompleted',
  'HistoryAdded',
  'ErrorLogged',
  'DependencyResolved',
] as const;

/**
 * One of {@link EVENT_TYPES}.
 *
 * @public
 */
export type EventType = (typeof EVENT_TYPES)[number];

/**
 * The kinds of thing that an event can be about.
 *
 * @public
 */
export const AGGREGATE_TYPES = ['WorkPackage', 'Feature'] as const;

/**
 * One of {@link AGGREGATE_TYPES}.
 *
 * @public
 */
export type AggregateType = (typeof AGGREGATE_TYPES)[number];

/**
 * An event in the wire's words: exactly the 15 keys of {@link EVENT_ENVELOPE_FIELDS}.
 *
 * @public
 */
export interface EventEnvelope {
  /** A ULID: 26 Crockford characters, upper case. */
  readonly event_id: string;
  /** What happened. */
  readonly event_type: EventType;
  /** The work package's id, the feature's slug, or `error` for an error that is about no work package. */
  readonly aggregate_id: string;
  /** What kind of thing that is. */
  readonly aggregate_type: AggregateType;
  /** Per type; unknown keys pass through. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Which node emitted it. */
  readonly node_id: string;
  /** The logical time, 0 or more. */
  readonly lamport_clock: number;
  /** The event that caused it, a ULID, or null. */
  readonly causation_id: string | null;
  /** The wall-clock time, RFC 3339 with an offset. */
  readonly timestamp: Timestamp;
  /** The team; `local` when it is unknown. */
  readonly team_slug: string;
  /** The project, a UUID version 4. Null only in the host's queue: such an event is held back and never sent. */
  readonly project_uuid: string | null;
  /** A name for the project, or null. */
  readonly project_slug: string | null;
  /** The branch, or null when it is unknown. */
  readonly git_branch: string | null;
  /** The commit, 40 hex digits, or null. */
  readonly head_commit_sha: string | null;
  /** `owner/repo`, or null. */
  readonly repo_slug: string | null;
}

import type { Timestamp } from '../contracts/timestamp.js';
import type {
  AssignmentPhase,
  DependencyResolution,
  HistoryEntryType,
  LoggedErrorType,
  WorkPackageLane,
} from './payload-words.js';

/**
 * What every method of an event factory takes besides its own fields.
 *
 * @public
 */
export interface EventInput {
  /** The `event_id` of the event that caused this one, a ULID. Default null. */
  readonly causationId?: string | null;
}

/**
 * A work package moved from one lane to another.
 *
 * @public
 */
export interface WpStatusChangedInput extends EventInput {
  /** The work package: `WP` and two digits. */
  readonly wpId: string;
  /** The lane it left. `doing` is taken for `in_progress`. */
  readonly fromLane: WorkPackageLane | 'doing';
  /** The lane it is in now. `doing` is taken for `in_progress`. */
  readonly toLane: WorkPackageLane | 'doing';
  /** Who moved it. Default `user`. */
  readonly actor?: string | null;
  /** Its feature. Default null. */
  readonly featureSlug?: string | null;
  /** What the host's policy has to say about the move: JSON, copied as `JSON.stringify` writes it. Default null. */
  readonly policyMetadata?: Readonly<Record<string, unknown>> | null;
}

/**
 * A work package came into being.
 *
 * @public
 */
export interface WpCreatedInput extends EventInput {
  /** The work package: `WP` and two digits. */
  readonly wpId: string;
  /** One line, not empty. */
  readonly title: string;
  /** Its feature, not empty. */
  readonly featureSlug: string;
  /** The work packages that it waits for. Default none. */
  readonly dependencies?: readonly string[];
}

/**
 * An agent took a work package on.
 *
 * @public
 */
export interface WpAssignedInput extends EventInput {
  /** The work package: `WP` and two digits. */
  readonly wpId: string;
  /** The agent, not empty. */
  readonly agentId: string;
  /** What for. */
  readonly phase: AssignmentPhase;
  /** How often it was tried before. Default 0. */
  readonly retryCount?: number;
}

/**
 * A feature came into being.
 *
 * @public
 */
export interface FeatureCreatedInput extends EventInput {
  /** Three digits, a hyphen, and lower-case letters, digits and hyphens: `007-user-login`. */
  readonly featureSlug: string;
  /** Its number, three digits as text. */
  readonly featureNumber: string;
  /** The branch that it will be merged into, not empty. */
  readonly targetBranch: string;
  /** How many work packages it has. */
  readonly wpCount: number;
  /** When, where that is not now. Left out by default. */
  readonly createdAt?: Timestamp;
}

/**
 * A feature is finished.
 *
 * @public
 */
export interface FeatureCompletedInput extends EventInput {
  /** The feature, not empty. */
  readonly featureSlug: string;
  /** How many work packages it had. */
  readonly totalWps: number;
  /** When, where that is not now. Left out by default. */
  readonly completedAt?: Timestamp;
  /** How long it took, in words. Left out by default. */
  readonly totalDuration?: string | null;
}

/**
 * A work package's history got an entry.
 *
 * @public
 */
export interface HistoryAddedInput extends EventInput {
  /** The work package: `WP` and two digits. */
  readonly wpId: string;
  /** What kind of entry. */
  readonly entryType: HistoryEntryType;
  /** Its text, not empty. */
  readonly entryContent: string;
  /** Who wrote it. Default `user`. */
  readonly author?: string | null;
}

/**
 * Something went wrong.
 *
 * @public
 */
export interface ErrorLoggedInput extends EventInput {
  /** What kind of error. */
  readonly errorType: LoggedErrorType;
  /** What happened, not empty. Travels to the server: no credentials. */
  readonly errorMessage: string;
  /** The work package that it happened in. By default it belongs to none. */
  readonly wpId?: string | null;
  /** Where in the code. Left out by default. */
  readonly stackTrace?: string | null;
  /** The agent that it happened to. Left out by default. */
  readonly agentId?: string | null;
}

/**
 * A work package no longer waits for another one.
 *
 * @public
 */
export interface DependencyResolvedInput extends EventInput {
  /** The work package that waited: `WP` and two digits. */
  readonly wpId: string;
  /** The work package that it waited for. */
  readonly dependencyWpId: string;
  /** How that ended. */
  readonly resolutionType: DependencyResolution;
}

/**
 * Where a work package stands. The legacy spelling `doing` is understood by the event factory and is never on the wire.
 *
 * @public
 */
export const WORK_PACKAGE_LANES = [
  'planned',
  'claimed',
  'in_progress',
  'for_review',
  'done',
  'blocked',
  'canceled',
] as const;

/**
 * One of {@link WORK_PACKAGE_LANES}.
 *
 * @public
 */
export type WorkPackageLane = (typeof WORK_PACKAGE_LANES)[number];

/**
 * What an agent is assigned to a work package for.
 *
 * @public
 */
export const ASSIGNMENT_PHASES = ['implementation', 'review'] as const;

/**
 * One of {@link ASSIGNMENT_PHASES}.
 *
 * @public
 */
export type AssignmentPhase = (typeof ASSIGNMENT_PHASES)[number];

/**
 * The kinds of entry in a work package's history.
 *
 * @public
 */
export const HISTORY_ENTRY_TYPES = ['note', 'review', 'error', 'comment'] as const;

/**
 * One of {@link HISTORY_ENTRY_TYPES}.
 *
 * @public
 */
export type HistoryEntryType = (typeof HISTORY_ENTRY_TYPES)[number];

/**
 * The kinds of error that an event reports.
 *
 * @public
 */
export const LOGGED_ERROR_TYPES = ['validation', 'runtime', 'network', 'auth', 'unknown'] as const;

/**
 * One of {@link LOGGED_ERROR_TYPES}.
 *
 * @public
 */
export type LoggedErrorType = (typeof LOGGED_ERROR_TYPES)[number];

/**
 * How a dependency between work packages was resolved.
 *
 * @public
 */
export const DEPENDENCY_RESOLUTIONS = ['completed', 'skipped', 'merged'] as const;

/**
 * One of {@link DEPENDENCY_RESOLUTIONS}.
 *
 * @public
 */
export type DependencyResolution = (typeof DEPENDENCY_RESOLUTIONS)[number];

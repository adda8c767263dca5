import * as z from 'zod/mini';
import { EVENT_TYPES, type EventEnvelope, type EventType } from '../contracts/event-envelope.js';
import { optional, strictObject } from '../contracts/objects.js';
import { zPort } from '../contracts/port.js';
import { check } from '../contracts/problems.js';
import { schemaFor } from '../contracts/schema-for.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import type {
  DependencyResolvedInput,
  ErrorLoggedInput,
  EventInput,
  FeatureCompletedInput,
  FeatureCreatedInput,
  HistoryAddedInput,
  WpAssignedInput,
  WpCreatedInput,
  WpStatusChangedInput,
} from './event-inputs.js';
import type { GitMetadataProvider, IdentityProvider, LamportClock } from './event-ports.js';
import { COUNT, type FieldRule, TEXT, ULID } from './field-rules.js';
import { payloadFromInput } from './payload-from-input.js';
import { aggregateOf, EVENT_RULES } from './payload-rules.js';
import { createUlids } from './ulids.js';
import { validateEventEnvelope } from './validate-event-envelope.js';

/**
 * What an event factory needs from its host.
 *
 * @public
 */
export interface EventFactoryOptions {
  /** The node that emits, not empty; 12 hex digits in practice. */
  readonly nodeId: string;
  /** The node's logical clock. */
  readonly clock: LamportClock;
  /** Whom events belong to. */
  readonly identity: IdentityProvider;
  /** Where in version control the host is. */
  readonly git: GitMetadataProvider;
  /**
   * Makes a ULID for a time in milliseconds, each greater than the one before, also within one millisecond and when the
   * time goes back. Default: monotonic ULIDs from the runtime's `random`.
   */
  readonly ulid?: ((timeMs: number) => string) | undefined;
}

/**
 * Makes events, one method per type. Each resolves to a frozen event that `validateEventEnvelope` accepts, its
 * keys in the contract's order.
 *
 * Calls may overlap: events come in the order of the calls, and by `event_id` and by `lamport_clock` they sort in that
 * order, whatever the ports' speed. An event without a project has a null `project_uuid` and is held back by the queue.
 *
 * Each rejects with an InvalidInputError that names everything wrong with the input (the clock has not moved then), or
 * with a StoreError when the identity provider, the clock or the ULID source fails or answers what it may not; the call
 * can be repeated, nothing was emitted.
 *
 * @public
 */
export interface EventFactory {
  /** `WPStatusChanged`: a work package moved from one lane to another. */
  wpStatusChanged(input: WpStatusChangedInput): Promise<EventEnvelope>;
  /** `WPCreated`: a work package came into being. */
  wpCreated(input: WpCreatedInput): Promise<EventEnvelope>;
  /** `WPAssigned`: an agent took a work package on. */
  wpAssigned(input: WpAssignedInput): Promise<EventEnvelope>;
  /** `FeatureCreated`: a feature came into being. */
  featureCreated(input: FeatureCreatedInput): Promise<EventEnvelope>;
  /** `FeatureCompleted`: a feature is finished. */
  featureCompleted(input: FeatureCompletedInput): Promise<EventEnvelope>;
  /** `HistoryAdded`: a work package's history got an entry. */
  historyAdded(input: HistoryAddedInput): Promise<EventEnvelope>;
  /** `ErrorLogged`: something went wrong, in a work package or outside any. */
  errorLogged(input: ErrorLoggedInput): Promise<EventEnvelope>;
  /** `DependencyResolved`: a work package no longer waits for another one. */
  dependencyResolved(input: DependencyResolvedInput): Promise<EventEnvelope>;
}

const zEventFactoryOptions = schemaFor<EventFactoryOptions>()(
  strictObject({
    nodeId: z.custom<string>(TEXT.test, `expected ${TEXT.expected}`),
    clock: zPort<LamportClock>(['tick']),
    identity: zPort<IdentityProvider>(['current']),
    git: zPort<GitMetadataProvider>(['current']),
    ulid: optional(z.custom<(timeMs: number) => string>((value) => typeof value === 'function', 'expected a function')),
  }),
);

/** Whatever goes wrong in the port is a rejection. */
const ask = async <T>(port: { current(): Promise<T> | T }): Promise<T> => port.current();

/** What a port drew to order events by. */
function greater<T extends string | number>({ test, expected }: FieldRule<T>, value: unknown, last: T): T {
  if (test(value) && value > last) return value;
  throw new RangeError(`expected ${expected}, greater than before`);
}

/** What makes events of any type, one after another. */
function createEmitter(
  { now, random, logger }: Runtime,
  { nodeId, clock, identity, git, ulid = createUlids(random) }: EventFactoryOptions,
) {
  let turn: Promise<unknown> = Promise.resolve();
  let lastId = '';
  let lastTick = -1;

  return async (operation: string, type: EventType, input: EventInput): Promise<EventEnvelope> => {
    const [payload, causationId] = payloadFromInput(type, input, operation);
    const aggregate = aggregateOf(EVENT_RULES[type], payload);
    const warn = (field: string, fault: string) => logger.warn(`${operation}: no ${field}: ${fault}`);
    // Asked at once, and by all waiting events at the same time.
    const answers = Promise.all([
      ask(identity),
      ask(git).catch((error: unknown) => void warn('git', toCause(error).message)),
    ]);
    const emitted = Promise.allSettled([answers, turn]).then(async () => {
      // What is to blame if the next step fails.
      let source = 'identity';
      try {
        const [{ teamSlug, projectUuid, projectSlug }, state] = await answers;
        const team = teamSlug?.trim() ? teamSlug : 'local';
        const place = {
          git_branch: state?.gitBranch ?? null,
          head_commit_sha: state?.headCommitSha ?? null,
          repo_slug: state?.repoSlug ?? null,
        };
        source = 'ulid';
        const timeMs = Math.floor(now());
        lastId = greater(ULID, ulid(timeMs), lastId);
        const event: { -readonly [Name in keyof EventEnvelope]: EventEnvelope[Name] } = {
          event_id: lastId,
          event_type: type,
          aggregate_id: String(aggregate.id),
          aggregate_type: aggregate.type,
          payload,
          node_id: nodeId,
          lamport_clock: 0,
          causation_id: causationId,
          timestamp: toWireTimestamp(new Date(timeMs).toISOString()),
          team_slug: team,
          project_uuid: projectUuid,
          project_slug: projectSlug,
          ...place,
        };
        const verdict = validateEventEnvelope(event);
        for (const { path, message } of verdict.ok ? [] : verdict.problems) {
          source = path;
          if (!(path in place)) throw new TypeError(message);
          // A wrong project would be a wrong target; what git answers is no reason to lose an event.
          warn(path, message);
          event[path as keyof typeof place] = null;
        }
        // Last, so that no tick is spent on an event that cannot be made.
        source = 'clock';
        lastTick = greater(COUNT, await clock.tick(), lastTick);
        event.lamport_clock = lastTick;
        return Object.freeze(event);
      } catch (error) {
        const cause = toCause(error);
        const message = `${operation}: ${source}: ${cause.message}; nothing was emitted`;
        throw new StoreError(message, { context: { operation, attempts: 0 }, cause });
      }
    });
    turn = emitted;
    return emitted;
  };
}

/**
 * Makes an {@link EventFactory}.
 *
 * Use one factory per node: what orders events is drawn in one queue inside it. A port that never answers holds back the
 * events after it as well, so give the ports time limits of their own.
 *
 * @throws ConfigurationError that names every wrong option.
 *
 * @public
 */
export function createEventFactory(options: EventFactoryOptions, runtime: Partial<Runtime> = {}): EventFactory {
  const checked = check(zEventFactoryOptions, options);
  if (!checked.ok) {
    throw new ConfigurationError(checked.problems, { context: { operation: 'createEventFactory', attempts: 0 } });
  }
  // The options as they were checked: the ports keep their `this`, and a later change of the object does nothing.
  const emit = createEmitter(createRuntime(runtime), checked.value);
  const methods = EVENT_TYPES.map((type) => {
    // `wpCreated` emits `WPCreated`, and so on: the compiler cannot see that these are the interface's eight methods.
    const method = type.replace(/^WP|^./, (head) => head.toLowerCase());
    return [method, (input: EventInput) => emit(`events.${method}`, type, input)] as const;
  });
  return Object.fromEntries(methods) as unknown as EventFactory;
}

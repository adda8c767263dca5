import { monotonicFactory } from 'ulid';
import * as z from 'zod/mini';
import type { EventEnvelope, EventType } from '../contracts/event-envelope.js';
import { check } from '../contracts/problems.js';
import { schemaFor } from '../contracts/schema-for.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import { portFault, readGit, readIdentity } from './emission-facts.js';
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
import { COUNT, TEXT, ULID } from './field-rules.js';
import { payloadFromInput } from './payload-from-input.js';
import { aggregateOf, EVENT_RULES } from './payload-rules.js';

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
  readonly ulid?: (timeMs: number) => string;
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

const zPort = <Port>(method: string) =>
  z.custom<Port>(
    (value) => typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[method] === 'function',
    `expected an object with a method ${method}()`,
  );

const zEventFactoryOptions = schemaFor<EventFactoryOptions>()(
  z.strictObject({
    nodeId: z.custom<string>(TEXT.test, `expected ${TEXT.expected}`),
    clock: zPort<LamportClock>('tick'),
    identity: zPort<IdentityProvider>('current'),
    git: zPort<GitMetadataProvider>('current'),
    ulid: z.exactOptional(
      z.custom<(timeMs: number) => string>((value) => typeof value === 'function', 'expected a function'),
    ),
  }),
);

/**
 * Draws what orders events: id, wall-clock time and logical time. To be called by one emission at a time. The id comes
 * first, so that no tick is spent on an event that cannot be made.
 */
function createStamps(clock: LamportClock, ulid: (timeMs: number) => string, now: () => number) {
  let lastId = '';
  let lastTick = -1;
  return async (operation: string) => {
    let id: string;
    let timestamp: string;
    try {
      const timeMs = Math.floor(now());
      // 0 would make the ulid package read the machine's time instead.
      id = ulid(Math.max(1, timeMs));
      timestamp = toWireTimestamp(new Date(timeMs).toISOString());
    } catch (error) {
      throw portFault(operation, 'the time or the ULID source failed', error);
    }
    if (!ULID.test(id) || id <= lastId)
      throw portFault(operation, 'the ULID source answered no ULID, or no greater one');
    lastId = id;
    let tick: number;
    try {
      tick = await clock.tick();
    } catch (error) {
      throw portFault(operation, 'the clock failed', error);
    }
    if (!COUNT.test(tick) || tick <= lastTick) {
      throw portFault(operation, 'the clock answered no integer from 0 on, or no greater one than before');
    }
    lastTick = tick;
    return { id, timestamp, tick };
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
  const ports = createRuntime(runtime);
  const checked = check(zEventFactoryOptions, options);
  if (!checked.ok) {
    throw new ConfigurationError(checked.problems, { context: { operation: 'createEventFactory', attempts: 0 } });
  }
  // From the options as they were checked: the ports keep their `this`, and a later change of the object does nothing.
  const { nodeId, clock, identity, git, ulid = monotonicFactory(() => ports.random()) } = checked.value;
  const drawStamps = createStamps(clock, ulid, ports.now);
  let turn: Promise<unknown> = Promise.resolve();

  async function emit(method: keyof EventFactory, type: EventType, input: EventInput): Promise<EventEnvelope> {
    const operation = `events.${method}`;
    const { payload, causationId } = payloadFromInput(type, input, operation);
    const { type: aggregateType, id: aggregateId } = aggregateOf(EVENT_RULES[type], payload);
    // Asked at once, and by all waiting events at the same time; only the stamps are drawn one after another.
    const facts = Promise.all([readIdentity(identity, operation), readGit(git, operation, ports.logger)]);
    const emitted = Promise.allSettled([facts, turn]).then(async () => {
      const [{ team_slug, project_uuid, project_slug }, gitFacts] = await facts;
      const { id, timestamp, tick } = await drawStamps(operation);
      return Object.freeze<EventEnvelope>({
        event_id: id,
        event_type: type,
        aggregate_id: String(aggregateId),
        aggregate_type: aggregateType,
        payload,
        node_id: nodeId,
        lamport_clock: tick,
        causation_id: causationId,
        timestamp,
        team_slug,
        project_uuid,
        project_slug,
        ...gitFacts,
      });
    });
    turn = emitted;
    return emitted;
  }

  return {
    wpStatusChanged: (input) => emit('wpStatusChanged', 'WPStatusChanged', input),
    wpCreated: (input) => emit('wpCreated', 'WPCreated', input),
    wpAssigned: (input) => emit('wpAssigned', 'WPAssigned', input),
    featureCreated: (input) => emit('featureCreated', 'FeatureCreated', input),
    featureCompleted: (input) => emit('featureCompleted', 'FeatureCompleted', input),
    historyAdded: (input) => emit('historyAdded', 'HistoryAdded', input),
    errorLogged: (input) => emit('errorLogged', 'ErrorLogged', input),
    dependencyResolved: (input) => emit('dependencyResolved', 'DependencyResolved', input),
  };
}

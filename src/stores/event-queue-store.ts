import type { BatchErrorCategory } from '../contracts/batch-result.js';
import type { EventEnvelope } from '../contracts/event-envelope.js';
import type { Page } from '../contracts/page.js';

/**
 * Where an event of the queue stands: `queued` is sent by the next drain, `held` has no project yet and is not, `parked`
 * was refused for good and waits for a person.
 *
 * @public
 */
export type QueueState = 'queued' | 'held' | 'parked';

/**
 * An event in the host's queue.
 *
 * @public
 */
export interface QueuedEvent {
  /** The event. */
  readonly event: EventEnvelope;
  /** Where it stands. */
  readonly state: QueueState;
  /** How often it was refused by itself. Failures of a whole batch do not count. */
  readonly attempts: number;
  /** Why it was refused last, or null. */
  readonly reason: string | null;
  /** The category of that reason, or null. */
  readonly category: BatchErrorCategory | null;
}

/**
 * What became of one event of a drain.
 *
 * @public
 */
export type QueueOutcome =
  | {
      /** Which event. */
      readonly eventId: string;
      /** The server has it: it leaves the queue. */
      readonly outcome: 'delivered';
    }
  | {
      /** Which event. */
      readonly eventId: string;
      /** `rejected`: it stays as it is and its count goes up by one. `parked`: so does it, and it is not sent again. */
      readonly outcome: 'rejected' | 'parked';
      /** Why. */
      readonly reason: string;
      /** The category of the reason. */
      readonly category: BatchErrorCategory;
    };

/**
 * Which events of the queue to list.
 *
 * @public
 */
export interface EventQueueQuery {
  /** Only events in this state. Default `queued`. */
  readonly state?: QueueState;
  /**
   * Where to go on: the `cursor` of an earlier page of the same query. Another query's, or a text that is no cursor,
   * is refused.
   */
  readonly cursor?: string;
  /** Events per page at the most, an integer from 1 to 1000. Default 100. */
  readonly limit?: number;
}

/**
 * The host's queue of events to be sent, first in first out. A host backs it with its own database.
 *
 * Values cross this boundary by copy, both ways. An event whose `project_uuid` is null is `held`.
 *
 * @public
 */
export interface EventQueueStore {
  /**
   * Adds events at the end, all or none. One whose `event_id` is there already keeps its place, count and reason and
   * takes the new content: this is how a held event gets its project and becomes `queued`. A parked one stays parked.
   */
  enqueue(events: readonly EventEnvelope[]): Promise<void>;
  /**
   * Events in the order in which they came. The cursor marks an event, not a position: it outlives the event that it
   * marks, and may be used again. Removes nothing.
   *
   * Throws InvalidInputError for a limit out of range and for a cursor that is not this query's.
   */
  list(query?: EventQueueQuery): Promise<Page<QueuedEvent>>;
  /** Records what became of events, all or none, one after another. Ids that are not in the queue are passed over. */
  settle(outcomes: readonly QueueOutcome[]): Promise<void>;
  /**
   * Sends parked events again: they become `queued` (without a project, `held`) at their old place, with a count of 0 and
   * no reason. Other events are passed over.
   */
  requeue(eventIds: readonly string[]): Promise<void>;
  /** How many events stand where. */
  count(): Promise<Readonly<Record<QueueState, number>>>;
}

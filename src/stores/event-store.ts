import type { EventEnvelope } from '../contracts/event-envelope.js';
import type { Page } from '../contracts/page.js';

/**
 * Which received events to list.
 *
 * @public
 */
export interface EventStoreQuery {
  /** Only events of this team. */
  readonly team: string;
  /** Only events of this project. */
  readonly projectUuid?: string;
  /**
   * Where to go on: the `cursor` of an earlier page of the same query. Another query's, or a text that is no cursor,
   * is refused.
   */
  readonly cursor?: string;
  /** Events per page at the most, an integer from 1 to 1000. Default 100. */
  readonly limit?: number;
}

/**
 * The events that the receiving side has accepted. A host backs it with its own database.
 *
 * Values cross this boundary by copy, both ways.
 *
 * @public
 */
export interface EventStore {
  /**
   * Stores events of a team, all or none, and says of each, in the order given, whether it was new. An event is known by
   * team and `event_id`; the first content stays.
   */
  append(team: string, events: readonly EventEnvelope[]): Promise<readonly ('stored' | 'duplicate')[]>;
  /**
   * Events ordered by the UTF-8 bytes of `event_id`. The cursor marks an id, not a position, and may be used again.
   *
   * Throws InvalidInputError for a limit out of range and for a cursor that is not this query's.
   */
  list(query: EventStoreQuery): Promise<Page<EventEnvelope>>;
}

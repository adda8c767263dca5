import type { EventEnvelope } from '../../contracts/event-envelope.js';
import type { EventStore } from '../event-store.js';
import { keysetPage } from './keyset-page.js';
import { createSortedRecords, type SortedRecords } from './sorted-records.js';

/**
 * An {@link EventStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryEventStore(): EventStore {
  const teams = new Map<string, SortedRecords<EventEnvelope>>();
  const recordsOf = (team: string) =>
    teams.get(team) ?? createSortedRecords<EventEnvelope>(({ event_id }) => [event_id]);
  return {
    append: async (team, events) => {
      // Copied before the first write, because only copying can fail; one by one, so that no two records share a part.
      const copies = events.map((event) => structuredClone(event));
      const records = recordsOf(team);
      teams.set(team, records);
      return copies.map((event) => {
        if (records.get(event.event_id) !== undefined) return 'duplicate';
        records.set(event.event_id, event);
        return 'stored';
      });
    },
    list: async (query) =>
      keysetPage('eventStore.list', recordsOf(query.team), query, [
        [query.team, () => query.team],
        [query.projectUuid, ({ project_uuid }) => project_uuid],
      ]),
  };
}

import type { IssueStatus } from '../../contracts/issue-status.js';
import { invalid, issuePath, type YoutrackCall } from './context.js';
import { loadProject } from './project.js';
import { EVENT_FIELDS, zWireEvents } from './wire-on-demand.js';
import { statusOf } from './words.js';

/** A state machine's field with the event that is to happen. @internal */
export interface EventWrite {
  readonly id: string;
  readonly name: string;
  readonly $type: string;
  readonly event: { readonly id: string; readonly $type: 'Event' };
}

/**
 * The event that leads to a status, among those that the state machine takes now. An event does not say where it leads: the
 * host's `eventMap` does, or a name that is the name of a state.
 *
 * @throws InvalidInputError with the events that there are.
 *
 * @internal
 */
export async function eventFor(call: YoutrackCall, issueId: string, status: IssueStatus): Promise<EventWrite> {
  const { name: fieldName, values } = (await loadProject(call)).roles.state ?? { name: '', values: [] };
  const { body } = await call.send({ path: issuePath(call, issueId), fields: EVENT_FIELDS, schema: zWireEvents });
  const field = body.customFields.find(({ name }) => name === fieldName);
  const events = field?.possibleEvents ?? [];
  const meaningOf = (word: string | null | undefined) => {
    const state = values.find(({ name }) => name.toLowerCase() === word?.toLowerCase());
    return call.words.event.meaningOf(word) ?? (state && statusOf(call.words, state.name, state.isResolved === true));
  };
  const chosen = events.find(({ id, presentation }) => (meaningOf(id) ?? meaningOf(presentation)) === status);
  if (field && chosen) {
    const { id, name, $type } = field;
    return { id, name, $type, event: { id: chosen.id, $type: 'Event' } };
  }
  const listed = events.map(({ id, presentation }) => presentation ?? id).join(', ') || 'none';
  throw invalid(call, 'status', `no event that eventMap knows leads to ${status} from here; there are ${listed}`);
}

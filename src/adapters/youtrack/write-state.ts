import type { IssueStatus } from '../../contracts/issue-status.js';
import { invalid, type YoutrackCall } from './context.js';
import type { ProjectField } from './project.js';
import { statusOf } from './words.js';

/** The names that YouTrack's own projects have for a status: of several states that mean it, one of these is meant. */
const USUAL: Readonly<Record<IssueStatus, readonly string[]>> = {
  todo: ['open', 'to do', 'submitted', 'new', 'backlog'],
  in_progress: ['in progress'],
  in_review: ['in review', 'review'],
  blocked: ['blocked'],
  done: ['fixed', 'done', 'closed', 'resolved'],
  canceled: ["won't fix", 'canceled', 'cancelled'],
};

/** How an issue comes to a status. @internal */
export interface StateMove {
  readonly field?: ProjectField;
  /** The state to write. */
  readonly name?: string;
  /** Whether a state machine rules, which takes events only. */
  readonly isByEvent?: boolean;
}

/**
 * How an issue of a project comes to a status: never by a guess.
 *
 * @throws InvalidInputError with the choices, where nothing stands for the status or several states do.
 *
 * @internal
 */
export function stateFor(call: YoutrackCall, field: ProjectField | undefined, status: IssueStatus): StateMove {
  if (field === undefined) {
    // What nobody resolved is to be done, in whichever words; a create has nothing to do for it.
    if (status === 'todo' && call.operation === 'issues.create') return {};
    throw invalid(
      call,
      'status',
      `the project has no state field, so nothing stands for ${status}; the only choice is todo`,
    );
  }
  const { values } = field;
  const meant = values.filter(({ name, isResolved }) => statusOf(call.words, name, isResolved === true) === status);
  const isByEvent = field.$type.startsWith('StateMachine');
  if (isByEvent && (meant.length > 0 || call.words.event.wordsFor(status).length > 0)) return { field, isByEvent };
  const named = [...call.words.status.wordsFor(status), ...USUAL[status]]
    .map((word) => meant.find(({ name }) => name.toLowerCase() === word.trim().toLowerCase()))
    .find((value) => value !== undefined);
  const only = meant.length === 1 ? meant[0] : undefined;
  const chosen = named ?? only;
  if (chosen) return { field, name: chosen.name };
  const listed = values
    .map(({ name, isResolved }) => `${name} (${statusOf(call.words, name, isResolved === true)})`)
    .join(', ');
  const which = meant.map(({ name }) => name).join(', ');
  throw invalid(
    call,
    'status',
    meant.length > 1
      ? `several states mean ${status} (${which}); name the one to write in statusMap`
      : `no state means ${status}; the choices are ${listed}`,
  );
}

import type { ExternalRef } from '../../contracts/external-ref.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import { detailsOf, invalid, type Scope } from './request.js';

/** How a message begins, as in the errors of the HTTP client. @internal */
export function say({ operation }: Scope, what: string): string {
  return `jira ${operation}: ${what}`;
}

/** @internal */
export function unsupported(scope: Scope, what: string): UnsupportedError {
  return new UnsupportedError(say(scope, what), detailsOf(scope));
}

/** The same fault, whose message says what was done before it. An abort passes as it is. @internal */
export function havingDone(fault: unknown, done: string): unknown {
  if (!isTrackerError(fault)) return fault;
  const { message, stack } = fault;
  fault.message = `${message}; ${done}`;
  // Where the stack begins with the message, consoles print that one.
  if (stack) fault.stack = stack.replace(message, () => fault.message);
  return fault;
}

/** Names, for a sentence that lists the choices. @internal */
export function namesOf(things: readonly { readonly name: string }[]): string {
  return [...new Set(things.map(({ name }) => `'${name}'`))].join(', ');
}

/** An id that Jira counts, fit for a path. @internal */
export function counted(scope: Scope, id: string, path = 'id'): string {
  if (!/^\d+$/.test(id)) throw invalid(scope, path, 'expected digits');
  return id;
}

/** Refuses an issue of another tracker or site. @internal */
export function checkSite(scope: Scope, { system, workspace }: ExternalRef, path: string): void {
  if (system !== 'jira' || workspace !== scope.workspace) throw invalid(scope, path, 'expected an issue of this site');
}

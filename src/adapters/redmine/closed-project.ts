import type { TrackerFault } from '../../errors/is-tracker-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import { projectPath, type RedmineCall } from './context.js';
import { ask } from './session.js';
import { type WireProject, zWireProject } from './wire.js';

/** Redmine's codes of a project that takes no writes. */
const CLOSED: Readonly<Record<number, string>> = { 5: 'closed', 9: 'archived' };

/** What Redmine means where it refuses a write because the project takes none. @internal */
export async function closedProject(
  call: RedmineCall,
  { context }: TrackerFault,
): Promise<PermissionError | undefined> {
  const path = `${projectPath(call.workspace)}.json`;
  const reading = ask(call, { path, schema: zWireProject });
  const state = await reading.then(
    ({ body }) => stateOf(body.project),
    () => undefined,
  );
  const what = `the project is ${state} and takes no writes: reopen it first`;
  return state === undefined ? undefined : new PermissionError(`redmine ${call.operation}: ${what}`, { context });
}

/** `closed`, `archived`, or undefined for a project that takes writes. @internal */
export function stateOf({ status }: Pick<WireProject, 'status'>): string | undefined {
  return CLOSED[status ?? 0];
}

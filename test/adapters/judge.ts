import { isTrackerError } from '../../src/errors/is-tracker-error.js';
import { comparable, type Run } from './run-operation.js';
import type { Operation } from './subjects.js';

/** Operations that make something each time they succeed, with their first write. */
const MAKES_ANEW = /^(?:issues\.create|comments\.add|webhooks\.register)/;
/** Operations that may be sent again, because they replace what they wrote. */
const REPLACES = /^backlinks\.upsert/;

const warningsOf = (value: unknown) =>
  (Object(value) as { readonly warnings?: readonly unknown[] }).warnings?.length ?? 0;

/** Whether a result says itself that not all was written. */
export function isConfessed(run: Run, usual: Run): boolean {
  return !run.isRejected && warningsOf(run.value) > warningsOf(usual.value);
}

/**
 * What is wrong with how an operation went while something was wrong with the network, against how it goes otherwise:
 * one sentence for each.
 */
export function misdeeds(operation: Operation, run: Run, usual: Run): string[] {
  const found: string[] = [];
  for (const [request, times] of run.applied) {
    const wanted = usual.applied.get(request) ?? 0;
    if (times > wanted && !REPLACES.test(operation.name))
      found.push(`${request} was applied ${times} times in place of ${wanted}`);
  }
  for (const secret of run.secrets) if (run.shown.includes(secret)) found.push('an error or the log shows a secret');
  for (const leak of run.leaks) found.push(`a request went to ${leak}`);
  if (run.isRejected) {
    if (!isTrackerError(run.error)) found.push(`it rejected with something foreign: ${String(run.error)}`);
    else if (MAKES_ANEW.test(operation.name) && run.applied.size > 0 && run.error.retryable) {
      found.push(`what was made would be made again: ${run.error.code} says that it can be repeated`);
    }
    return found;
  }
  if (isConfessed(run, usual)) return found;
  for (const [request, times] of usual.applied) {
    if ((run.applied.get(request) ?? 0) < times) found.push(`it resolved, and ${request} was not applied`);
  }
  // The limits are what a fault may well change.
  if (!/limits/.test(operation.name) && comparable(run.value) !== comparable(usual.value)) {
    found.push(`it resolved to something else: ${comparable(run.value).slice(0, 300)}`);
  }
  return found;
}

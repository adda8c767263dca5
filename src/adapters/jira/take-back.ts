import { ContractError } from '../../errors/contract-error.js';
import { toCause } from '../../errors/redact.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import { say } from './refusals.js';
import { type Removal, remove } from './remove.js';
import { detailsOf, type Scope } from './request.js';

/**
 * Deletes what was made for few and Jira shows to all. The caller's signal does not end this: what stands in public is worse
 * than a call that takes longer.
 *
 * @param name - With its id, because the error is all that the caller gets: `comment 20001`.
 * @returns An error that says what became of it.
 *
 * @internal
 */
export async function takeBack(scope: Scope, name: string, removal: Removal): Promise<ContractError> {
  try {
    await remove({ ...scope, signal: undefined }, removal, 'keyed');
    return exposed(scope, name, 'it was deleted again');
  } catch (fault) {
    const end = 'to delete it failed, so as far as is known it stands in public';
    return exposed(scope, name, end, { cause: toCause(fault) });
  }
}

/** What was meant for few and is to be read by all. @internal */
export function exposed(
  scope: Scope,
  name: string,
  end: string,
  more: Pick<TrackerErrorDetails, 'cause'> = {},
): ContractError {
  const problems = [{ path: 'visibility', message: 'expected the readers that were named' }];
  const what = `${name} was to be for few, and Jira made it public; ${end}`;
  return new ContractError(say(scope, what), { ...detailsOf(scope), problems, ...more });
}

import type { IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { GithubCall } from './call.js';
import { readIssue } from './issues.js';
import { toIssue } from './map.js';
import type { WireIssue } from './wire.js';
import { type WritePlan, warningsOf } from './write-plan.js';

type Field = keyof WritePlan['wanted'];

/** One request of a write that takes several. @internal */
export interface Step {
  /** The field that it is for; absent for the first, which is for several. */
  readonly field?: Field;
  /** What it writes, for whoever has to know how far a write has come. */
  readonly writes: string;
  /** Sends it, and gives the issue as it is then, where GitHub's answer is the issue. */
  readonly send: () => Promise<WireIssue | undefined>;
}

/**
 * Takes the steps of a write one after the other. Once something is written, a refusal is a warning, and the rest of that
 * field is left as it is. What may go well another time is thrown, because changing an issue again does no harm; making it
 * again would, so there everything is a warning.
 *
 * @param isMade - Whether the issue was made just now.
 *
 * @internal
 */
export async function takeSteps(
  call: GithubCall,
  plan: WritePlan,
  before: WireIssue,
  steps: readonly Step[],
  isMade = false,
): Promise<IssueWriteResult> {
  const { wanted, warnings } = plan;
  const written = isMade ? ['the issue'] : [];
  const failed = new Set<Field>();
  const unread = new Set<Field>();
  let wire = before;

  const take = async (fields: readonly Field[], writes: string, send: Step['send']) => {
    try {
      const answer = await send();
      written.push(writes);
      if (answer) unread.clear();
      else for (const field of fields) unread.add(field);
      wire = answer ?? wire;
    } catch (error) {
      const message = confess(error, written, isMade);
      for (const field of fields) {
        failed.add(field);
        wanted[field] = undefined;
        warnings.push({ field, message });
      }
    }
  };

  for (const { field, writes, send } of steps) {
    if (!field || !failed.has(field)) await take(field ? [field] : [], writes, send);
  }
  if (unread.size > 0) await take([...unread], '', () => readIssue(call, String(wire.number)));
  const issue = toIssue(wire, call, false);
  return { issue, warnings: warningsOf(plan, issue) };
}

/** What to say of a step that failed; throws where the whole write had better fail. */
function confess(error: unknown, written: readonly string[], isMade: boolean): string {
  if (written.length === 0) throw error;
  const before = `written before it: ${written.join(', ')}`;
  const isRefusal = isTrackerError(error) && !error.retryable && error.code !== 'ambiguous_write';
  if (!isMade && !isRefusal) {
    if (isTrackerError(error)) error.message += `; ${before}`;
    throw error;
  }
  return `${before}; this failed: ${isTrackerError(error) ? error.message : 'the call was ended'}`;
}

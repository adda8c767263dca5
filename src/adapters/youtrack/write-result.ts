import type { FieldWarning, IssueDraft, IssuePatch, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { YoutrackCall } from './context.js';
import { readIssue } from './issues.js';
import { toIssue } from './map.js';
import type { WireIssue } from './wire.js';

/**
 * What a write did: the issue, read once more because YouTrack leaves out in silence what it does not take and its workflows
 * write too, and in which fields it is not what was asked for.
 *
 * @param written - The issue as the last answer had it, for when it cannot be read.
 * @param isWritten - False where there was nothing to write: then it is as it was.
 *
 * @internal
 */
export async function toResult(
  call: YoutrackCall,
  written: WireIssue,
  asked: IssueDraft | IssuePatch,
  reasons: ReadonlyMap<string, string>,
  isWritten = true,
): Promise<IssueWriteResult> {
  const warnings: FieldWarning[] = [];
  let wire = written;
  try {
    if (isWritten) wire = await readIssue(call, written.id);
  } catch (error) {
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    warnings.push({ field: 'ref', message: `written, but what came of it could not be read: ${why}` });
  }
  const issue = toIssue(call, wire);
  const { customFields = {} } = asked;
  const names = Object.keys(customFields);
  const wanted = {
    ...asked,
    customFields: Object.fromEntries(names.map((name) => [name, inOrder(customFields[name])])),
    // An id is of one issue only, whichever way its project is named.
    ...(asked.parent && asked.parent.id === issue.parent?.id && { parent: issue.parent }),
  };
  const held = {
    ...issue,
    // What is asked to be cleared is not there any more.
    customFields: Object.fromEntries(
      names.map((name) => [name, issue.customFields[name] ?? emptyLike(customFields[name])]),
    ),
  };
  const unheld = unheldFields(wanted, held).map(({ field }) => ({ field, message: reasons.get(field) ?? SILENT }));
  return { issue, warnings: [...warnings, ...unheld] };
}

const SILENT = 'YouTrack left it out without a word, or a workflow changed it: it holds something else';

/** Several values are told in order. */
function inOrder(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value)].sort((a, b) => compareUtf8(String(a), String(b))) : value;
}

function emptyLike(asked: unknown): unknown {
  return Array.isArray(asked) ? [] : null;
}

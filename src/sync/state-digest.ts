import type { Issue } from '../contracts/issue.js';
import { sha256Hex } from '../digest/sha256.js';
import { comparableValue, fieldPaths, valueAt } from './synced-fields.js';

/**
 * How an issue stands, as a short text: another one as soon as a field that is synchronised, or the tracker's revision, is
 * another. What only looks different makes no difference.
 *
 * @internal
 */
export function stateDigest(issue: Issue | undefined): string {
  if (issue === undefined) return 'absent';
  const fields = fieldPaths([issue]).map((path) => [path, comparableValue(path, valueAt(issue, path))]);
  return sha256Hex(JSON.stringify([fields, issue.revision]));
}

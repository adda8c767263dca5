import type * as z from 'zod/mini';
import type { Problem } from '../errors/problem.js';

type ZodIssue = z.core.$ZodIssue;

// The first few say enough; a sender's hundred thousand would keep a server busy.
const MAX_UNKNOWN_KEYS = 20;

/** `['issues', 3, 'ref']` as `issues[3].ref`. */
function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}

// zod/mini carries no language; these sentences do the work and never repeat the value, which may be a secret.
function describe(issue: ZodIssue): string {
  if (issue.message !== '' && issue.message !== 'Invalid input') return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.pattern === undefined ? `expected ${issue.format}` : `expected text matching ${issue.pattern}`;
    case 'invalid_union':
      return 'matches none of the allowed shapes';
    default:
      return 'is not valid';
  }
}

/** zod's issues as {@link Problem}s: one per unknown key, no values. */
export function toProblems(issues: readonly ZodIssue[], root: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...root, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys
        .slice(0, MAX_UNKNOWN_KEYS)
        .map((key) => ({ path: formatPath([...path, key]), message: 'is not a known key; remove it' }));
    }
    // A union that fails in one branch only by one nested issue says more through that issue.
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = issue.errors.filter((branch) => branch.every((inner) => inner.path.length > 0));
      if (nearest.length === 1 && nearest[0]) return toProblems(nearest[0], path);
      if (issue.errors.every((branch) => branch.length === 1 && branch[0]?.path.length === 0)) {
        const texts = issue.errors.flatMap((branch) => branch.map(describe));
        return [
          { path: formatPath(path), message: [...new Set(texts)].join(' or ').replaceAll(' or expected ', ' or ') },
        ];
      }
    }
    return [{ path: formatPath(path), message: describe(issue) }];
  });
}

/**
 * The outcome of checking a value: the value as its type, or every problem with its path.
 *
 * @internal
 */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Problem[] };

/** Checks a value against a schema. */
export function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  root: readonly PropertyKey[] = [],
): Checked<z.output<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, problems: toProblems(result.error.issues, root) };
}

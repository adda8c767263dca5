import type * as z from 'zod/mini';
import type { Problem } from '../errors/problem.js';

type ZodIssue = z.core.$ZodIssue;

// The first few say enough; a sender's hundred thousand would keep a server busy.
const MAX_UNKNOWN_KEYS = 20;

/** `['issues', 3, 'ref']` as `issues[3].ref`. */
export function formatPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '');
}

// zod/mini carries no language; these sentences do the work and never repeat the value, which may be a secret.
function describe(issue: ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`;
  return issue.message === 'Invalid input' ? 'is not valid' : issue.message;
}

/** zod's issues in words: one per unknown key, no values. */
export function explain(issues: readonly ZodIssue[]): { readonly path: PropertyKey[]; readonly message: string }[] {
  return issues.flatMap((issue) => {
    const { path } = issue;
    if (issue.code !== 'unrecognized_keys') return [{ path, message: describe(issue) }];
    return issue.keys
      .slice(0, MAX_UNKNOWN_KEYS)
      .map((key) => ({ path: [...path, key], message: 'is not a known key; remove it' }));
  });
}

/**
 * The outcome of checking a value: the value as its type, or every problem with its path.
 *
 * @public
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
    : {
        ok: false,
        problems: explain(result.error.issues).map(({ path, message }) => {
          return { path: formatPath([...root, ...path]), message };
        }),
      };
}

const MAX_DEPTH = 64;

/**
 * Why parsed JSON had better not go to a store, or `undefined`: half a surrogate pair (which has no canonical form, and
 * which databases refuse), or nesting so deep that copying it may exhaust the stack.
 */
export function findUnstorable(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'holds half of a surrogate pair';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
  // Keys are texts as well.
  const parts = Array.isArray(value) ? value : Object.entries(value).flat();
  for (const part of parts) {
    const reason = findUnstorable(part, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

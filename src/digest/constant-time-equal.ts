/**
 * Whether two byte strings are equal, in a time that depends on their lengths only, so that a forger learns nothing from
 * how long the answer took.
 *
 * @internal
 */
export function constantTimeEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= (a[at] as number) ^ (b[at] as number);
  return difference === 0;
}

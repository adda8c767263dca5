import type { WireIssue, WireMapping } from '../contracts/snapshot-payload.js';
import { compareUtf8 } from '../digest/utf8-order.js';

// System and workspace are equal throughout a snapshot, so the order of the contract is that of what is left.

/** Sorts a snapshot's issues, none of them there twice, in place by the UTF-8 bytes of `system:workspace:id`. */
export function sortIssues(issues: WireIssue[]): void {
  // Without surrogates `<` is byte order, and quicker.
  const isPlain = !issues.some(({ ref }) => /[\ud800-\udfff]/.test(ref.id));
  issues.sort(isPlain ? (a, b) => (a.ref.id < b.ref.id ? -1 : 1) : (a, b) => compareUtf8(a.ref.id, b.ref.id));
}

/** The order of a snapshot's mappings: the UTF-8 bytes of work package, system, workspace, external id, in that order. */
export function compareMappings(a: WireMapping, b: WireMapping): number {
  return compareUtf8(a.wp_id, b.wp_id) || compareUtf8(a.external_id, b.external_id);
}

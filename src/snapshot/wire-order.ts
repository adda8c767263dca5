import type { WireIssue, WireMapping } from '../contracts/snapshot-payload.js';
import { compareUtf8 } from '../digest/utf8-order.js';

const SURROGATE = /[\ud800-\udfff]/;

/** Sorts issues of one provider and workspace in place by the UTF-8 bytes of `system:workspace:id`. */
export function sortIssues(issues: WireIssue[]): void {
  // The first two parts are equal throughout, and without surrogates `<` is byte order.
  const plain = !issues.some(({ ref }) => SURROGATE.test(ref.id));
  const compare = plain
    ? (a: WireIssue, b: WireIssue) => (a.ref.id < b.ref.id ? -1 : a.ref.id > b.ref.id ? 1 : 0)
    : (a: WireIssue, b: WireIssue) => compareUtf8(a.ref.id, b.ref.id);
  issues.sort(compare);
}

/** Work package, system, workspace, external id, in that order. */
export function compareMappings(a: WireMapping, b: WireMapping): number {
  return (
    compareUtf8(a.wp_id, b.wp_id) ||
    compareUtf8(a.system, b.system) ||
    compareUtf8(a.workspace, b.workspace) ||
    compareUtf8(a.external_id, b.external_id)
  );
}

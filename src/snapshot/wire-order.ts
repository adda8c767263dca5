import type { WireIssue, WireMapping } from '../contracts/snapshot-payload.js';
import { compareUtf8 } from '../digest/utf8-order.js';

// System and workspace are equal throughout a snapshot, so the order of the contract is that of what is left.

/**
 * A snapshot's issues by the UTF-8 bytes of `system:workspace:id`, in a list of its own. Of issues with one id the last is
 * left, so the lengths tell whether one is there twice.
 */
export function sortIssues(issues: readonly WireIssue[]): WireIssue[] {
  // The platform's own order of texts is several times as quick as any that it has to ask for.
  const byId = new Map<string, WireIssue>();
  for (const issue of issues) byId.set(issue.ref.id, issue);
  const ids = [...byId.keys()];
  // Without surrogates it is byte order.
  ids.sort(ids.some((id) => /[\ud800-\udfff]/.test(id)) ? compareUtf8 : undefined);
  return ids.map((id) => byId.get(id) as WireIssue);
}

/** The order of a snapshot's mappings: the UTF-8 bytes of work package, system, workspace, external id, in that order. */
export function compareMappings(a: WireMapping, b: WireMapping): number {
  return compareUtf8(a.wp_id, b.wp_id) || compareUtf8(a.external_id, b.external_id);
}

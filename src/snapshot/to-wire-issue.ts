import type { Issue } from '../contracts/issue.js';
import type { WireIssue } from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import { wellFormed } from './well-formed.js';

/** A checked issue in the wire's words, frozen. Parent, links, custom fields, creation time and raw stay home. */
export function toWireIssue(issue: Issue): WireIssue {
  const { ref } = issue;
  return Object.freeze({
    ref: Object.freeze({
      system: ref.system.toWellFormed(),
      workspace: ref.workspace.toWellFormed(),
      id: ref.id.toWellFormed(),
      key: wellFormed(ref.key),
      url: wellFormed(ref.url),
    }),
    title: issue.title.toWellFormed(),
    body: wellFormed(issue.body),
    status: issue.status,
    issue_type: issue.issueType,
    priority: issue.priority,
    assignees: texts(issue.assignees),
    labels: texts(issue.labels),
    updated_at: toWireTimestamp(issue.updatedAt),
  });
}

const NONE: readonly string[] = Object.freeze([]);

function texts(values: readonly string[]): readonly string[] {
  return values.length === 0 ? NONE : Object.freeze(values.map((value) => value.toWellFormed()));
}

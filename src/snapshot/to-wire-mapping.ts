import type { IssueMapping } from '../contracts/issue-mapping.js';
import type { WireMapping } from '../contracts/snapshot-payload.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import { wellFormed } from './well-formed.js';

/** A checked mapping in the wire's words, frozen. */
export function toWireMapping(mapping: IssueMapping): WireMapping {
  return Object.freeze({
    wp_id: mapping.wpId.toWellFormed(),
    system: mapping.system.toWellFormed(),
    workspace: mapping.workspace.toWellFormed(),
    external_id: mapping.externalId.toWellFormed(),
    external_key: wellFormed(mapping.externalKey),
    external_url: wellFormed(mapping.externalUrl),
    created_at: toWireTimestamp(mapping.createdAt),
    updated_at: toWireTimestamp(mapping.updatedAt),
  });
}

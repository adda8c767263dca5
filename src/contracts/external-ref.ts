import { strictObject } from './objects.js';
import { schemaFor } from './schema-for.js';
import type { StandardSchema } from './standard-schema.js';
import { textThat, zTextOrNull } from './text.js';
import { toStandardSchema } from './to-standard-schema.js';

/**
 * Points at an issue in its tracker. Identity is `system`, `workspace` and `id`; `key` and `url` are aliases that may
 * change when the issue is moved or renamed.
 *
 * @public
 */
export interface ExternalRef {
  /** The tracker, a normalised provider id: `jira`, `github`, `azure_devops`. */
  readonly system: string;
  /** The adapter's `workspace`, verbatim: a Jira site, `owner/repo`, a Linear workspace. */
  readonly workspace: string;
  /** The tracker's immutable id. */
  readonly id: string;
  /** What people call it (`ACME-12`, `#12`), or null. */
  readonly key: string | null;
  /** Where a person can open it, or null. */
  readonly url: string | null;
}

const notBlank = textThat((text) => text.trim() === '' && 'must not be blank');

export const zNotBlank = notBlank;

export const zExternalRef = schemaFor<ExternalRef>()(
  strictObject({
    system: notBlank,
    workspace: notBlank,
    id: notBlank,
    key: zTextOrNull,
    url: zTextOrNull,
  }),
);

/**
 * Validates an {@link ExternalRef}.
 *
 * @public
 */
export const externalRefSchema: StandardSchema<ExternalRef> = /* @__PURE__ */ toStandardSchema(zExternalRef);

/**
 * The text `system:workspace:id`, by whose UTF-8 bytes issues are ordered. For ordering only: with colons inside the
 * parts two refs can share it, so nothing is ever keyed by it.
 *
 * @internal
 */
export function refOrderText(ref: Pick<ExternalRef, 'system' | 'workspace' | 'id'>): string {
  return `${ref.system}:${ref.workspace}:${ref.id}`;
}

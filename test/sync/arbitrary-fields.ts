import fc from 'fast-check';
import type { ExternalRef } from '../../src/contracts/external-ref.js';
import { LINK_TYPES } from '../../src/contracts/issue-link.js';
import { ISSUE_STATUSES } from '../../src/contracts/issue-status.js';
import { ISSUE_TYPES } from '../../src/contracts/issue-type.js';
import { type SyncedFields, sortedEntries } from '../../src/sync/synced-fields.js';

const ref = fc
  .constantFrom('1', '2', '3')
  .map((id): ExternalRef => ({ system: 'toy', workspace: 'w', id, key: `#${id}`, url: null }));
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'ä'), { maxLength: 5 });
const sortedNames = names.map((list) => sortedEntries('labels', list) as readonly string[]);
const links = fc
  .uniqueArray(fc.record({ type: fc.constantFrom(...LINK_TYPES), target: ref }), {
    maxLength: 4,
    selector: ({ type, target }) => `${type} ${target.id}`,
  })
  .map((list) => sortedEntries('links', list) as SyncedFields['links']);

/** Few values for each field, so that sides are often equal. */
export const arbitraryFields: fc.Arbitrary<SyncedFields> = fc.record({
  title: fc.constantFrom('One', 'Two', 'Three'),
  body: fc.constantFrom(null, 'Text.', 'Other text.'),
  status: fc.constantFrom(...ISSUE_STATUSES),
  issueType: fc.constantFrom(...ISSUE_TYPES),
  priority: fc.constantFrom(null, 0, 1, 2, 3, 4),
  assignees: sortedNames,
  labels: sortedNames,
  parent: fc.option(ref),
  links,
  customFields: fc.dictionary(
    fc.constantFrom('points', 'team', '__proto__'),
    fc.constantFrom(null, 1, 'x', [1], { a: 1 }),
    {
      maxKeys: 3,
    },
  ),
});

import type { RedmineCall } from './context.js';
import { projectIdOf } from './session.js';
import { type WireNamed, zWireCategories } from './wire.js';

/**
 * What selects issues with labels, as a query; undefined where no issue has them all. A filter takes one value of a list,
 * so the rest is looked at in the answers.
 *
 * @internal
 */
export async function labelFilter(call: RedmineCall, wanted: readonly string[]): Promise<string | undefined> {
  const [label] = wanted;
  if (label === undefined) return '';
  if (call.labels) {
    // A bar would part two values; the sign of equality makes of whatever follows a value.
    const plain = wanted.find((name) => !/[|\r\n]/.test(name));
    return plain === undefined
      ? ''
      : new URLSearchParams({ [`cf_${call.labels.customField}`]: `=${plain}` }).toString();
  }
  if (wanted.length > 1) return undefined;
  const category = (await readCategories(call)).find(({ name }) => name === label);
  return category && `category_id=${category.id}`;
}

/** The categories of the project. @internal */
export async function readCategories(call: RedmineCall): Promise<readonly WireNamed[]> {
  const path = `/projects/${await projectIdOf(call)}/issue_categories.json`;
  return (await call.send({ path, schema: zWireCategories })).body.issue_categories;
}

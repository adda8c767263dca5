import * as z from 'zod/mini';
import { acceptor } from './acceptor.js';

// The first few say enough; describing a sender's million would keep a server busy.
const MAX_WRONG_ENTRIES = 20;

/** Any list, as it is. */
export const listOf = <Entry>() => z.custom<Entry[]>(Array.isArray, { error: 'expected array' });

/** A list whose entries the schema accepts as they are. In place of zod's own, which weighs more and copies. */
export function zListOf<Schema extends z.ZodMiniType>(schema: Schema) {
  const accepts = acceptor(schema);
  return listOf<z.output<Schema>>().check(({ value, issues }) => {
    // A loop, because a hole is no entry and filter() would pass over it.
    for (let at = 0, wrong = 0; at < value.length && wrong < MAX_WRONG_ENTRIES; at++) {
      if (accepts(value[at])) continue;
      const { error } = schema.safeParse(value[at]);
      for (const issue of error?.issues ?? []) issues.push({ ...issue, input: undefined, path: [at, ...issue.path] });
      if (error) wrong++;
    }
  });
}

import type { PayloadField } from './payload-rules.js';

/** Takes note of a problem and of where it is. */
export type Report = (message: string, ...path: (string | number)[]) => void;

// A hundred thousand of them are a sender's way to keep a server busy.
const MAX_PROBLEMS = 20;

/** What a receiving side and a caller are told of a field that is not there. */
export const missingField = (name: unknown): string => `missing required field '${name}'`;

/** Reports everything that is wrong with the field at a path; of a list, the first few entries. */
export function checkField(
  { rule: { expected, test, items }, required }: PayloadField,
  value: unknown,
  report: Report,
  ...path: (string | number)[]
): void {
  if (value === undefined) {
    if (required) report(missingField(path.at(-1)), ...path);
  } else if (!test(value)) {
    report(`expected ${expected}`, ...path);
  } else if (items) {
    let left = MAX_PROBLEMS;
    // Its own test says that it is a list.
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      if (!items.test(item) && left-- > 0) report(`expected ${items.expected}`, ...path, index);
    }
  }
}

/** Reports the first few keys that are none of the known ones. */
export function refuseOtherKeys(value: object, known: readonly string[], report: Report): void {
  const others = Object.keys(value).filter((key) => !known.includes(key));
  for (const key of others.slice(0, MAX_PROBLEMS)) report('is not a known key; remove it', key);
}

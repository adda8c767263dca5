import type { Problem } from '../errors/problem.js';
import { isRecord } from './field-rules.js';

const DEEPEST = 100;

/**
 * A frozen copy of a JSON value, so that an event does not change with its caller's objects. Whatever JSON cannot hold is
 * reported and not converted: a `Date` that becomes a text, or a NaN that becomes null, would be lost in silence.
 */
export function frozenJson(
  value: unknown,
  path: string,
  problems: Problem[],
  within: readonly unknown[] = [],
): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value;
  if (within.length === DEEPEST || within.includes(value)) {
    problems.push({ path, message: `is nested more than ${DEEPEST} deep, or contains itself` });
    return null;
  }
  const inside = [...within, value];
  if (Array.isArray(value)) {
    return Object.freeze(Array.from(value, (item, index) => frozenJson(item, `${path}[${index}]`, problems, inside)));
  }
  if (isRecord(value)) {
    // JSON leaves an undefined member out as well.
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.freeze(
      Object.fromEntries(members.map(([key, member]) => [key, frozenJson(member, `${path}.${key}`, problems, inside)])),
    );
  }
  problems.push({ path, message: 'expected JSON: text, a finite number, true, false, null, a list or a plain object' });
  return null;
}

import type { EventType } from '../contracts/event-envelope.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Problem } from '../errors/problem.js';
import { isRecord, missingField, orNull, ULID, violations } from './field-rules.js';
import { frozenJson } from './frozen-json.js';
import { EVENT_RULES, type PayloadField } from './payload-rules.js';

/** What a caller's input says, in the wire's words. Frozen. */
export interface PayloadFromInput {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly causationId: string | null;
}

const CAUSATION: PayloadField<string | null> = { rule: orNull(ULID), required: false, fallback: null };

/** `wp_id` as `wpId`. */
export const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** The value to emit, `undefined` to leave the key out; problems are named in the caller's words. */
function readField(
  { rule, required, fallback }: PayloadField,
  given: unknown,
  key: string,
  problems: Problem[],
): unknown {
  if (given === undefined) {
    if (required) problems.push({ path: key, message: missingField(key) });
    return fallback;
  }
  // A key that is left out by default is left out for null too.
  if (given === null && !required && fallback === undefined && rule.test(null)) return undefined;
  const value = rule.fromInput?.(given) ?? given;
  const found = violations(rule, value);
  for (const { index, message } of found) {
    problems.push({ path: index === undefined ? key : `${key}[${index}]`, message });
  }
  return found.length > 0 ? undefined : frozenJson(value, key, problems);
}

/**
 * The payload of an event type from a caller's input.
 *
 * @throws InvalidInputError that names every problem in the caller's words.
 */
export function payloadFromInput(type: EventType, input: unknown, operation: string): PayloadFromInput {
  const problems: Problem[] = [];
  const payload: Record<string, unknown> = {};
  let causationId: unknown = null;
  if (isRecord(input)) {
    const known = new Set(['causationId']);
    causationId = readField(CAUSATION, input.causationId, 'causationId', problems);
    for (const [name, field] of Object.entries<PayloadField>(EVENT_RULES[type].fields)) {
      const key = camelCase(name);
      known.add(key);
      const value = readField(field, input[key], key, problems);
      if (value !== undefined) payload[name] = value;
    }
    for (const key of Object.keys(input)) {
      if (!known.has(key)) problems.push({ path: key, message: 'is not a known key; remove it' });
    }
  } else {
    problems.push({ path: '', message: 'expected an object' });
  }
  if (problems.length > 0) throw new InvalidInputError(problems, { context: { operation, attempts: 0 } });
  return { payload: Object.freeze(payload), causationId: causationId as string | null };
}

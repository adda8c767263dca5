import type { EventEnvelope, EventType } from '../contracts/event-envelope.js';
import type { Problem } from '../errors/problem.js';
import { refusal } from '../errors/refusal.js';
import { checkField, type Report, refuseOtherKeys } from './check-field.js';
import { orNull, ULID } from './field-rules.js';
import { EVENT_RULES, optional, type PayloadField } from './payload-rules.js';

const CAUSATION = optional(orNull(ULID), null);

// The event around it makes 64, which is where receivers stop: deeper nesting may exhaust somebody's stack.
const MAX_DEPTH = 63;

const depthOf = (value: unknown): number =>
  Object(value) === value
    ? 1 + Object.values(value as object).reduce((most, part) => Math.max(most, depthOf(part)), 0)
    : 0;

/** `wp_id` as `wpId`. */
const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * The payload of an event type from a caller's input, as JSON writes it: frozen, and a copy throughout.
 *
 * @throws InvalidInputError that names every problem in the caller's words.
 */
export function payloadFromInput(
  type: EventType,
  input: unknown,
  operation: string,
): readonly [payload: EventEnvelope['payload'], causationId: EventEnvelope['causation_id']] {
  const problems: Problem[] = [];
  const report: Report = (message, key, index) =>
    void problems.push({ path: index === undefined ? `${key}` : `${key}[${index}]`, message });
  const values: Record<string, unknown> = {};
  // What is no object lacks every required key.
  const given: Readonly<Record<string, unknown>> = Object(input);
  const fields: Readonly<Record<string, PayloadField>> = { causation_id: CAUSATION, ...EVENT_RULES[type].fields };
  for (const [name, field] of Object.entries(fields)) {
    const { rule, fallback } = field;
    const key = camelCase(name);
    const { [key]: found = fallback } = given;
    // A key that is left out by default is left out for null too.
    values[name] = (found ?? fallback) === undefined ? undefined : (rule.fromInput?.(found) ?? found);
    checkField(field, values[name], report, key);
  }
  refuseOtherKeys(given, Object.keys(fields).map(camelCase), report);
  if (problems.length === 0) {
    try {
      const { causation_id, ...payload } = values;
      const frozen = JSON.parse(JSON.stringify(payload), (_, value: unknown) =>
        typeof value === 'string' ? value.toWellFormed() : Object.freeze(value),
      );
      if (depthOf(frozen) > MAX_DEPTH) throw RangeError();
      // Its rule has seen to the type.
      return [frozen, causation_id as string | null];
    } catch {
      // The only field whose inside no rule has seen.
      report('expected JSON, at most 62 levels deep', 'policyMetadata');
    }
  }
  throw refusal(operation, problems);
}

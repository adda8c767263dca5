import * as z from 'zod/mini';
import {
  AGGREGATE_TYPES,
  EVENT_ENVELOPE_FIELDS,
  EVENT_TYPES,
  type EventEnvelope,
} from '../contracts/event-envelope.js';
import { isPlainObject } from '../contracts/plain-object.js';
import type { StandardSchema } from '../contracts/standard-schema.js';
import { toStandardSchema } from '../contracts/to-standard-schema.js';
import { checkField, type Report, refuseOtherKeys } from './check-field.js';
import {
  COMMIT_SHA,
  COUNT,
  type FieldRule,
  NULLABLE_TEXT,
  oneOf,
  orNull,
  RECORD,
  REPO_SLUG,
  TEXT,
  TIMESTAMP,
  ULID,
  UUID_4,
} from './field-rules.js';
import { aggregateOf, EVENT_RULES, type PayloadField } from './payload-rules.js';

/** The rule of each of the 15 fields; the payload's own rules are in EVENT_RULES. */
const ENVELOPE_RULES: { readonly [Name in keyof EventEnvelope]: FieldRule<EventEnvelope[Name]> } = {
  event_id: ULID,
  event_type: oneOf(EVENT_TYPES),
  aggregate_id: TEXT,
  aggregate_type: oneOf(AGGREGATE_TYPES),
  payload: RECORD,
  node_id: TEXT,
  lamport_clock: COUNT,
  causation_id: orNull(ULID),
  timestamp: TIMESTAMP,
  team_slug: TEXT,
  project_uuid: orNull(UUID_4),
  project_slug: NULLABLE_TEXT,
  git_branch: NULLABLE_TEXT,
  head_commit_sha: orNull(COMMIT_SHA),
  repo_slug: orNull(REPO_SLUG),
};

// One function for all fields, because the payload is checked whatever else is wrong: a caller is told everything.
export const zEventEnvelope = z.custom<EventEnvelope>(isPlainObject, 'expected an object').check((checked) => {
  const given = checked.value;
  const report: Report = (message, ...path) =>
    void checked.issues.push({ code: 'custom', input: given, message, path });
  // A copy in the contract's order. Each value is read once, because a getter may answer anew each time.
  const event: Record<string, unknown> = {};
  for (const name of EVENT_ENVELOPE_FIELDS) {
    event[name] = given[name];
    checkField({ rule: ENVELOPE_RULES[name], required: true }, event[name], report, name);
  }
  refuseOtherKeys(given, EVENT_ENVELOPE_FIELDS, report);
  // Where no problem was reported, it is one.
  checked.value = event as unknown as EventEnvelope;

  const { event_type: type, payload } = event;
  if (!ENVELOPE_RULES.event_type.test(type) || !isPlainObject(payload)) return;
  for (const [name, field] of Object.entries<PayloadField>(EVENT_RULES[type].fields)) {
    checkField(field, payload[name], report, 'payload', name);
  }
  const aggregate = aggregateOf(EVENT_RULES[type], payload);
  for (const part of ['type', 'id'] as const) {
    const name = `aggregate_${part}`;
    // An id that is itself no text has been reported above.
    if (typeof aggregate[part] === 'string' && event[name] !== aggregate[part]) {
      report('does not fit the payload', name);
    }
  }
});

/**
 * Validates an {@link EventEnvelope}: exactly the 15 keys, the payload's rules of its type, and that `aggregate_type`
 * and `aggregate_id` say what the payload says. A null `project_uuid` is valid here; see `isSendable`.
 *
 * @public
 */
export const eventEnvelopeSchema: StandardSchema<EventEnvelope> = /* @__PURE__ */ toStandardSchema(zEventEnvelope);

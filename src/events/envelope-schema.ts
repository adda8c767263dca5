import * as z from 'zod/mini';
import { AGGREGATE_TYPES, EVENT_TYPES, type EventEnvelope } from '../contracts/event-envelope.js';
import { schemaFor } from '../contracts/schema-for.js';
import type { StandardSchema } from '../contracts/standard-schema.js';
import {
  ANY_TEXT,
  COMMIT_SHA,
  COUNT,
  type FieldRule,
  isRecord,
  missingField,
  oneOf,
  orNull,
  RECORD,
  REPO_SLUG,
  TEXT,
  TIMESTAMP,
  ULID,
  UUID_4,
  violations,
} from './field-rules.js';
import { aggregateOf, EVENT_RULES, type EventRule } from './payload-rules.js';

// `abort: false`, because the payload is checked whatever else is wrong: a caller is told everything at once.
const field = <T>({ expected, test }: FieldRule<T>) =>
  z.custom<T>(test, {
    abort: false,
    error: ({ input, path }) => (input === undefined ? missingField(path?.at(-1) ?? '') : `expected ${expected}`),
  });

const EVENT_TYPE = oneOf(EVENT_TYPES);

/** What only the event type can tell: the payload's fields, and what the event is about. */
function checkByType({ value, issues }: z.core.ParsePayload<EventEnvelope>): void {
  const { event_type: type, payload } = value;
  if (!EVENT_TYPE.test(type) || !isRecord(payload)) return;
  const report = (path: readonly PropertyKey[], message: string) =>
    void issues.push({ code: 'custom', input: value, path: [...path], message });

  const rule: EventRule = EVENT_RULES[type];
  for (const [name, { rule: fieldRule, required }] of Object.entries(rule.fields)) {
    const found = payload[name];
    if (found === undefined) {
      if (required) report(['payload', name], missingField(name));
      continue;
    }
    for (const { index, message } of violations(fieldRule, found)) {
      report(index === undefined ? ['payload', name] : ['payload', name, index], message);
    }
  }

  const aggregate = aggregateOf(rule, payload);
  if (value.aggregate_type !== aggregate.type) report(['aggregate_type'], `expected ${aggregate.type} for this event`);
  // An id that is itself no text has been reported above.
  if (typeof aggregate.id === 'string' && value.aggregate_id !== aggregate.id) {
    const source =
      aggregate === rule.otherwise ? `'${aggregate.id}'` : `the same text as payload.${rule.aggregateIdField}`;
    report(['aggregate_id'], `expected ${source}`);
  }
}

export const zEventEnvelope = schemaFor<EventEnvelope>()(
  z.pipe(
    z.custom<Readonly<Record<string, unknown>>>(isRecord, 'expected an object with the 15 keys of an event'),
    z
      .strictObject({
        event_id: field(ULID),
        event_type: field(EVENT_TYPE),
        aggregate_id: field(TEXT),
        aggregate_type: field(oneOf(AGGREGATE_TYPES)),
        payload: field(RECORD),
        node_id: field(TEXT),
        lamport_clock: field(COUNT),
        causation_id: field(orNull(ULID)),
        timestamp: field(TIMESTAMP),
        team_slug: field(TEXT),
        project_uuid: field(orNull(UUID_4)),
        project_slug: field(orNull(ANY_TEXT)),
        git_branch: field(orNull(ANY_TEXT)),
        head_commit_sha: field(orNull(COMMIT_SHA)),
        repo_slug: field(orNull(REPO_SLUG)),
      })
      .check(checkByType),
  ),
);

/**
 * Validates an {@link EventEnvelope}: exactly the 15 keys, the payload's rules of its type, and that `aggregate_type`
 * and `aggregate_id` say what the payload says. A null `project_uuid` is valid here; see `isSendable`.
 *
 * @public
 */
export const eventEnvelopeSchema: StandardSchema<EventEnvelope> = zEventEnvelope;

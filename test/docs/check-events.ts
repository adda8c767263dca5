import fc from 'fast-check';
import { expect } from 'vitest';
import { aggregateOf, EVENT_RULES, type EventRule } from '../../src/events/payload-rules.js';
import { EVENT_ENVELOPE_FIELDS, EVENT_TYPES, type EventType, validateEventEnvelope } from '../../src/index.js';
import { anEvent } from '../../src/testing/index.js';
import type { FenceChecks, TableChecks } from './checks.js';
import { type Page, plain, type Table, words } from './markdown.js';

type Json = Record<string, unknown>;

const ruleOf = (type: string): EventRule => {
  expect(EVENT_TYPES).toContain(type);
  return EVENT_RULES[type as EventType];
};

const typeUnder = ({ headings }: { readonly headings: readonly string[] }) => headings.at(-1) ?? '';

function messagesFor(event: object, field: string): string[] {
  const verdict = validateEventEnvelope(event);
  return verdict.ok ? [] : verdict.problems.filter(({ path }) => path === field).map(({ message }) => message);
}

/** An event of this payload whose other fields are right. */
function eventOf(type: EventType, payload: Json) {
  const aggregate = aggregateOf(EVENT_RULES[type], payload);
  return anEvent({
    event_type: type,
    payload,
    aggregate_type: aggregate.type,
    aggregate_id: String(aggregate.id),
  });
}

/** For each name of the pattern table: whether the validator takes a text there. */
const TAKES: Readonly<Record<string, (text: string) => boolean>> = {
  event_id: (event_id) => validateEventEnvelope(anEvent({ event_id })).ok,
  causation_id: (causation_id) => validateEventEnvelope(anEvent({ causation_id })).ok,
  project_uuid: (project_uuid) => validateEventEnvelope(anEvent({ project_uuid })).ok,
  head_commit_sha: (head_commit_sha) => validateEventEnvelope(anEvent({ head_commit_sha })).ok,
  'work package id': (wp_id) =>
    validateEventEnvelope(eventOf('WPAssigned', { wp_id, agent_id: 'a', phase: 'review' })).ok,
  'feature slug': (feature_slug) =>
    validateEventEnvelope(
      eventOf('FeatureCreated', { feature_slug, feature_number: '001', target_branch: 'main', wp_count: 1 }),
    ).ok,
  'feature number': (feature_number) =>
    validateEventEnvelope(
      eventOf('FeatureCreated', { feature_slug: '001-a', feature_number, target_branch: 'main', wp_count: 1 }),
    ).ok,
};

/** Texts that fit a pattern, and texts one character away from one that does. */
function nearby(pattern: RegExp): fc.Arbitrary<string> {
  const fitting = fc.stringMatching(pattern);
  const spoilt = fc
    .tuple(fitting, fc.nat(), fc.constantFrom('', '\n', ' ', '-', '0', '8', 'I', 'U', 'g', 'z', 'A', 'a', '٣', 'é'))
    .map(
      ([text, at, put]) => `${text.slice(0, at % (text.length + 1))}${put}${text.slice((at % (text.length + 1)) + 1)}`,
    );
  return fc.oneof(
    fitting,
    spoilt,
    fitting.map((text) => `${text}\n`),
    fitting.map((text) => text.toLowerCase()),
  );
}

function checkPayload(table: Table): void {
  const type = typeUnder(table);
  const documented = table.rows.map(([name = '', need, value, fallback = '']) => ({
    name: plain(name),
    need,
    value,
    fallback: fallback === '' ? undefined : JSON.parse(plain(fallback)),
  }));
  const { fields } = ruleOf(type);
  const inCode = Object.entries(fields).map(([name, { rule, required, fallback }]) => ({
    name,
    need: required ? 'required' : 'optional',
    value: rule.expected,
    fallback,
  }));
  expect(documented).toEqual(inCode);
}

export const eventTables: TableChecks = {
  'envelope-fields': ({ rows }) => {
    expect(rows.map(([number, field = '']) => [Number(number), plain(field)])).toEqual(
      EVENT_ENVELOPE_FIELDS.map((field, at) => [at + 1, field]),
    );
    for (const [, name = '', expected = ''] of rows) {
      const field = plain(name);
      // A list is right nowhere.
      expect(messagesFor({ ...anEvent(), [field]: [] }, field), field).toContain(`expected ${expected}`);
      expect(messagesFor({ ...anEvent(), [field]: null }, field).length === 0, `${field} may be null`).toBe(
        expected.endsWith('or null'),
      );
    }
  },
  patterns: ({ rows }) => {
    const names = rows.flatMap(([name = '']) => (name.includes('`') ? words(name) : [name]));
    expect(names).toEqual(Object.keys(TAKES));
    for (const [name = '', text = ''] of rows) {
      const pattern = new RegExp(plain(text));
      for (const field of name.includes('`') ? words(name) : [name]) {
        fc.assert(
          fc.property(nearby(pattern), (value) => {
            // The library's aggregate follows the payload, so an empty id is refused for that as well.
            expect(TAKES[field]?.(value), `${field}: ${JSON.stringify(value)}`).toBe(pattern.test(value));
          }),
          { numRuns: 200 },
        );
      }
    }
  },
  aggregates: ({ rows }) => {
    expect(rows.map(([type = '', aggregate = '', id = '']) => [plain(type), plain(aggregate), words(id)[0]])).toEqual(
      EVENT_TYPES.map((type) => [type, EVENT_RULES[type].aggregateType, EVENT_RULES[type].aggregateIdField]),
    );
    const others = EVENT_TYPES.flatMap((type) => {
      const { otherwise }: EventRule = EVENT_RULES[type];
      return otherwise ? [[type, otherwise]] : [];
    });
    expect(others).toEqual([['ErrorLogged', { type: 'Feature', id: 'error' }]]);
  },
  payload: checkPayload,
};

export const eventFences: FenceChecks = {
  'payload-example': (fence) => {
    const type = typeUnder(fence);
    const payload = JSON.parse(fence.text) as Json;
    expect(validateEventEnvelope(eventOf(type as EventType, payload))).toMatchObject({ ok: true });
    // An example that shows no field of its own by a wrong name would pass, because unknown keys pass through.
    expect(Object.keys(ruleOf(type).fields)).toEqual(expect.arrayContaining(Object.keys(payload)));
  },
  'event-example': ({ text }) => {
    const event: unknown = JSON.parse(text);
    expect(validateEventEnvelope(event)).toEqual({ ok: true, event });
    expect(Object.keys(event as object)).toEqual(EVENT_ENVELOPE_FIELDS);
  },
};

/** Every type has its section, in the contract's order. */
export function checkSections({ tables, fences }: Page): void {
  const sections = (
    blocks: readonly { readonly comment: string; readonly headings: readonly string[] }[],
    mark: string,
  ) => blocks.filter(({ comment }) => comment === `checked: ${mark}`).map(typeUnder);
  expect(sections(tables, 'payload')).toEqual(EVENT_TYPES);
  expect(sections(fences, 'payload-example')).toEqual(EVENT_TYPES);
}

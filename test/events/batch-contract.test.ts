import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeRejection } from '../../src/events/describe-rejection.js';
import { isSendable, validateEventEnvelope } from '../../src/events/validate-event-envelope.js';
import { BATCH_FIXTURES, type BatchFixture } from '../../src/testing/fixtures/batch-fixtures.js';

const SHARED = new URL('../../../shared/fixtures/batch-contract.json', import.meta.url);
const isShared = existsSync(SHARED);
const shared: readonly BatchFixture[] = isShared ? JSON.parse(readFileSync(SHARED, 'utf8')).fixtures : [];

/** What the validator makes of each event, in the words of the answer that the fixture states. */
function checkFixture({ number, request, response }: BatchFixture): void {
  for (const event of request.events) {
    const verdict = validateEventEnvelope(event);
    const expected =
      'results' in response.body
        ? response.body.results.find((result) => result.event_id === event.event_id)
        : undefined;
    if (expected?.status === 'rejected') {
      expect(verdict.ok ? 'accepted' : describeRejection(event.event_type, verdict.problems)).toBe(expected.error);
    } else {
      expect(verdict).toEqual({ ok: true, event });
      expect(isSendable(event)).toBe(true);
    }
  }
  expect(request.events.length, `fixture ${number} holds events`).toBeGreaterThan(0);
}

describe('our own five exchanges', () => {
  it('are there', () => expect(BATCH_FIXTURES.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]));
  it.each(BATCH_FIXTURES)('$number: $title', checkFixture);
});

describe('the five exchanges of the shared fixtures', () => {
  if (!isShared) {
    it.skip('are absent (not beside this checkout: ../shared/fixtures/batch-contract.json)', () => {});
    return;
  }
  it('are there', () => expect(shared.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]));
  it.each(shared)('$number: $title', checkFixture);

  it('are mirrored by ours: the same statuses and types, no value the same', () => {
    const shape = ({ request, response }: BatchFixture) => ({
      types: request.events.map(({ event_type }) => event_type),
      status: response.status,
      results: 'results' in response.body ? response.body.results.map(({ status }) => status) : 'details',
    });
    expect(BATCH_FIXTURES.map(shape)).toEqual(shared.map(shape));
    const ids = (fixtures: readonly BatchFixture[]) =>
      fixtures.flatMap(({ request }) => request.events.map(({ event_id }) => event_id));
    expect(ids(BATCH_FIXTURES).filter((id) => ids(shared).includes(id))).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { describeRejection } from '../../src/events/describe-rejection.js';
import { validateEventEnvelope } from '../../src/events/validate-event-envelope.js';
import { BATCH_FIXTURES } from '../../src/testing/fixtures/batch-fixtures.js';

const MOVED = BATCH_FIXTURES[0]?.request.events[0] ?? expect.fail('no fixture');

function rejectionOf(changes: Record<string, unknown>): string {
  const given = { ...MOVED, ...changes };
  const verdict = validateEventEnvelope(given);
  return verdict.ok ? 'accepted' : describeRejection(given.event_type, verdict.problems);
}

it('says in one line what is wrong, and with what', () => {
  expect(rejectionOf({})).toBe('accepted');
  expect(rejectionOf({ payload: { wp_id: 'WP04', from_lane: 'claimed' } })).toBe(
    "Invalid payload for WPStatusChanged: missing required field 'to_lane'",
  );
  expect(rejectionOf({ payload: { ...MOVED.payload, to_lane: 'doing' } })).toBe(
    'Invalid payload for WPStatusChanged: to_lane: expected one of planned, claimed, in_progress, for_review, done, blocked, canceled',
  );
  expect(rejectionOf({ node_id: undefined, team_slug: '' })).toBe(
    "Invalid event: missing required field 'node_id'; team_slug: expected text that is not empty",
  );
  expect(rejectionOf({ node_id: '', payload: { ...MOVED.payload, actor: 7 } })).toBe(
    'Invalid event: node_id: expected text that is not empty; Invalid payload for WPStatusChanged: actor: expected text or null',
  );
});

it('stays short, and repeats nothing that was sent', () => {
  expect(rejectionOf({ payload: {}, surplus: 'hunter2' })).toBe(
    "Invalid event: surplus: is not a known key; remove it; Invalid payload for WPStatusChanged: missing required field 'wp_id'; missing required field 'from_lane'; missing required field 'to_lane'",
  );
  expect(rejectionOf({ event_type: 'hunter2', payload: { secret: 'hunter2' } })).not.toContain('hunter2');
  expect(rejectionOf({ event_type: { toString: () => 'hunter2' } })).not.toContain('hunter2');
  expect(rejectionOf({ event_type: Symbol('x'), payload: 7 })).toMatch(
    /^Invalid event: event_type: .*; payload: expected an object$/,
  );
});

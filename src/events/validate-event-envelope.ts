import type { EventEnvelope } from '../contracts/event-envelope.js';
import { check } from '../contracts/problems.js';
import type { Problem } from '../errors/problem.js';
import { zEventEnvelope } from './envelope-schema.js';

/**
 * What {@link validateEventEnvelope} found.
 *
 * @public
 */
export type EventVerdict =
  | {
      /** It is an event. */
      readonly ok: true;
      /** The event, its keys in the contract's order. The payload is the one handed in, not a copy. */
      readonly event: EventEnvelope;
    }
  | {
      /** It is none. */
      readonly ok: false;
      /** Everything that is wrong, with paths such as `payload.to_lane`. Holds no values. */
      readonly problems: readonly Problem[];
    };

/**
 * Checks any value against the event envelope and reports every problem at once, the payload's among them. Never throws.
 *
 * A null `project_uuid` is valid, because an event may wait in the host's queue for its project: ask {@link isSendable}
 * before sending.
 *
 * @public
 */
export function validateEventEnvelope(value: unknown): EventVerdict {
  try {
    const checked = check(zEventEnvelope, value);
    return checked.ok ? { ok: true, event: checked.value } : checked;
  } catch {
    // A getter or a proxy in it throws.
    return { ok: false, problems: [{ path: '', message: 'cannot be read' }] };
  }
}

/**
 * Whether an event may leave the host: one without a project is held back and never sent.
 *
 * @public
 */
export function isSendable(event: EventEnvelope): event is EventEnvelope & { readonly project_uuid: string } {
  return event.project_uuid !== null;
}

import * as z from 'zod/mini';
import { check } from '../contracts/problems.js';
import type { Snapshot } from '../contracts/snapshot.js';
import type { SnapshotPayload } from '../contracts/snapshot-payload.js';
import { sha256Hex } from '../digest/sha256.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Problem } from '../errors/problem.js';
import { digestPayload, isFrozenPayload } from '../snapshot/content-digest.js';
import { contentKeyFrom, contractKeyText } from '../snapshot/idempotency-key.js';
import { validateSnapshotPayload } from '../snapshot/validate-snapshot-payload.js';

/** A snapshot that may be sent, with all that the choice of a key needs. */
export interface CheckedSnapshot extends Snapshot {
  readonly digest: string;
  /** Which of the two keys below the snapshot names. */
  readonly keyKind: 'contract' | 'content';
  readonly contractKey: string;
  readonly contentKey: string;
}

const zSnapshot = z.strictObject({ payload: z.unknown(), idempotencyKey: z.string(), keyText: z.string() });

/**
 * Checks a snapshot as the host handed it over, which may have been to a queue and back as JSON: the payload, and that
 * its keys are its own.
 *
 * @throws InvalidInputError with every problem.
 */
export function checkSnapshot(snapshot: Snapshot): CheckedSnapshot {
  const head = check(zSnapshot, snapshot);
  if (!head.ok) throw refusal(head.problems);
  const { idempotencyKey, keyText } = head.value;
  const payload = checkPayload(snapshot.payload);
  if (keyText !== contractKeyText(payload)) {
    throw refusal([{ path: 'keyText', message: 'does not belong to this payload; build the snapshot again' }]);
  }
  const digest = digestPayload(payload);
  const contractKey = sha256Hex(keyText);
  const contentKey = contentKeyFrom(keyText, digest);
  if (idempotencyKey !== contractKey && idempotencyKey !== contentKey) {
    throw refusal([{ path: 'idempotencyKey', message: 'does not belong to this payload; build the snapshot again' }]);
  }
  const keyKind = idempotencyKey === contractKey ? 'contract' : 'content';
  return { payload, idempotencyKey, keyText, digest, keyKind, contractKey, contentKey };
}

function checkPayload(payload: SnapshotPayload): SnapshotPayload {
  // What buildSnapshot made and froze here needs no second look.
  if (isFrozenPayload(payload)) return payload;
  const checked = validateSnapshotPayload(payload);
  if (checked.ok) return checked.value;
  throw refusal(checked.problems.map(({ path, message }) => ({ path: path ? `payload.${path}` : 'payload', message })));
}

function refusal(problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: { operation: 'publish', attempts: 0 } });
}

import * as z from 'zod/mini';
import { strictObject } from '../contracts/objects.js';
import { check } from '../contracts/problems.js';
import type { Snapshot } from '../contracts/snapshot.js';
import { zText } from '../contracts/text.js';
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

const zSnapshot = strictObject({ payload: z.custom<unknown>(() => true), idempotencyKey: zText, keyText: zText });

/**
 * Checks a snapshot as the host handed it over, which may have been to a queue and back as JSON: the payload, and that
 * its keys are its own.
 *
 * @throws InvalidInputError with every problem.
 */
export function checkSnapshot(snapshot: Snapshot): CheckedSnapshot {
  const refuse = (problems: readonly Problem[]): never => {
    throw new InvalidInputError(problems, { context: { operation: 'publish', attempts: 0 } });
  };
  const head = check(zSnapshot, snapshot);
  if (!head.ok) return refuse(head.problems);
  const { idempotencyKey, keyText } = snapshot;
  let { payload } = snapshot;
  // What buildSnapshot made and froze in this process needs no second look.
  if (!isFrozenPayload(payload)) {
    const checked = validateSnapshotPayload(payload);
    if (!checked.ok) return refuse(checked.problems.map(({ path, message }) => ({ path: `payload.${path}`, message })));
    payload = checked.value;
  }
  const digest = digestPayload(payload);
  const contractKey = sha256Hex(keyText);
  const contentKey = contentKeyFrom(keyText, digest);
  const foreign = (path: string) =>
    refuse([{ path, message: 'does not belong to this payload; build the snapshot again' }]);
  if (keyText !== contractKeyText(payload)) return foreign('keyText');
  if (idempotencyKey !== contractKey && idempotencyKey !== contentKey) return foreign('idempotencyKey');
  const keyKind = idempotencyKey === contractKey ? 'contract' : 'content';
  return { payload, idempotencyKey, keyText, digest, keyKind, contractKey, contentKey };
}

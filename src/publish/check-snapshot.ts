import * as z from 'zod/mini';
import { check } from '../contracts/problems.js';
import type { Snapshot } from '../contracts/snapshot.js';
import { SNAPSHOT_FIELDS } from '../contracts/snapshot-payload.js';
import { sha256Hex } from '../digest/sha256.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Problem } from '../errors/problem.js';
import { digestPayload } from '../snapshot/content-digest.js';
import { contentKeyFrom, contractKeyText } from '../snapshot/idempotency-key.js';

/** A snapshot that may be sent, with all that the choice of a key needs. */
export interface CheckedSnapshot extends Snapshot {
  readonly digest: string;
  /** Which of the two keys below the snapshot names. */
  readonly keyKind: 'contract' | 'content';
  readonly contractKey: string;
  readonly contentKey: string;
}

const zPayload = z.strictObject({
  ...Object.fromEntries(SNAPSHOT_FIELDS.map((field) => [field, z.unknown()])),
  issues: z.array(z.unknown()),
  mappings: z.array(z.unknown()),
  checkpoint: z.object({ cursor: z.nullable(z.string()) }),
});
const zSnapshot = z.strictObject({ payload: zPayload, idempotencyKey: z.string(), keyText: z.string() });

/**
 * Checks a snapshot as the host handed it over, which may have been to a queue and back as JSON: that its payload has the
 * 11 keys and no other, and that its keys are its own. What is inside was checked by `buildSnapshot`, and is by the server.
 *
 * @throws InvalidInputError with every problem.
 */
export function checkSnapshot(snapshot: Snapshot): CheckedSnapshot {
  const operation = 'publish';
  const refuse = (problems: readonly Problem[]) => {
    throw new InvalidInputError(problems, { context: { operation, attempts: 0 } });
  };
  const head = check(zSnapshot, snapshot);
  if (!head.ok) return refuse(head.problems);
  const { payload, idempotencyKey, keyText } = snapshot;
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

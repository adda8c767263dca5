import type { KeyKind, SnapshotSend } from '../contracts/snapshot-send.js';
import type { Version } from '../contracts/versioned.js';
import { ConflictError } from '../errors/conflict-error.js';
import { contentKeyFrom } from '../snapshot/idempotency-key.js';
import type { CheckedSnapshot } from './check-snapshot.js';
import type { ReceiptLedger } from './receipt-ledger.js';
import type { SnapshotAnswer } from './snapshot-answer.js';

const MAX_REQUESTS = 3;
// Each lost append means that another writer got on; losing this often in one call is a store that never lets us win.
const MAX_LOST_APPENDS = 100;

/** A key to publish under, and why this one. */
export interface LadderStep {
  readonly key: string;
  readonly kind: KeyKind;
  /** `repeat`: the stream's newest send again. `unique`: no one else can have used it. */
  readonly rule: 'repeat' | 'first' | 'chained' | 'escalated' | 'unique';
  /** The state in which a repeated send was found. */
  readonly recorded?: SnapshotSend['state'];
}

/** What the ladder is climbed with. */
export interface Ladder {
  readonly snapshot: CheckedSnapshot;
  readonly ledger: ReceiptLedger;
  /** A text that nobody else draws. */
  readonly nonce: () => string;
  /** Sends under a key, retries included. */
  readonly send: (step: LadderStep) => Promise<SnapshotAnswer>;
  /** Told before a send under a further key. */
  readonly onEscalation: (step: LadderStep, because: 'replayed' | 'key_reused') => void;
}

/**
 * Publishes under the first key whose answer proves that this content arrived and is the stream's newest: the rules of
 * `docs/contract/snapshot-publish.md`, "Which key a publish uses". At most three requests. Every send is recorded as
 * pending before its first byte leaves; an answer that is not believed leaves it so.
 */
export async function climb(ladder: Ladder): Promise<{ readonly step: LadderStep; readonly answer: SnapshotAnswer }> {
  const { snapshot, ledger, nonce } = ladder;
  let doubted: { readonly answer: SnapshotAnswer; readonly version: Version | 'absent' } | undefined;
  let requests = 0;
  for (let lost = 0; lost < MAX_LOST_APPENDS; ) {
    const newest = doubted ? undefined : await ledger.newest();
    let step: LadderStep;
    if (requests === MAX_REQUESTS - 1) step = unique(snapshot, nonce);
    else if (doubted) step = await chained(ladder, doubted.answer.latestKey, 'escalated');
    else step = await byRule(ladder, newest?.value);

    const expected = doubted?.version ?? newest?.version ?? 'absent';
    const { key, kind, rule } = step;
    const version =
      rule === 'repeat'
        ? expected
        : await ledger.append({ key, kind, digest: snapshot.digest, state: 'pending' }, expected);
    if (version === undefined) {
      // Another writer came first: read again and start at the first rule.
      doubted = undefined;
      lost += 1;
      continue;
    }
    if (doubted) ladder.onEscalation(step, doubted.answer.verdict === 'key_reused' ? 'key_reused' : 'replayed');
    const answer = await ladder.send(step);
    requests += 1;
    if (rule === 'unique' || isBelieved(snapshot, step, answer)) return { step, answer };
    doubted = { answer, version };
  }
  throw new ConflictError('other writers kept appending to this stream; publish again', {
    context: { operation: 'publish', attempts: requests },
    retryable: true,
  });
}

async function byRule({ snapshot, ledger, nonce }: Ladder, newest: SnapshotSend | undefined): Promise<LadderStep> {
  if (newest?.digest === snapshot.digest) {
    return { key: newest.key, kind: kindOf(snapshot, newest), rule: 'repeat', recorded: newest.state };
  }
  if (!(await ledger.has(snapshot.idempotencyKey))) {
    return { key: snapshot.idempotencyKey, kind: snapshot.keyKind, rule: 'first' };
  }
  return chained({ snapshot, ledger, nonce }, newest?.key, 'chained');
}

// A chained key that this stream used before (the server's newest may be the send that this one was chained to already)
// would only be answered the same way again.
async function chained(
  { snapshot, ledger, nonce }: Pick<Ladder, 'snapshot' | 'ledger' | 'nonce'>,
  to: string | undefined,
  rule: 'chained' | 'escalated',
): Promise<LadderStep> {
  const key = to === undefined ? undefined : contentKeyFrom(snapshot.keyText, snapshot.digest, to);
  if (key === undefined || (await ledger.has(key))) return unique(snapshot, nonce);
  return { key, kind: 'chained', rule };
}

function unique({ keyText, digest }: CheckedSnapshot, nonce: () => string): LadderStep {
  return { key: contentKeyFrom(keyText, digest, nonce()), kind: 'unique', rule: 'unique' };
}

// By the key itself where that is possible: a host's table may have kept key, digest and state only.
function kindOf({ contractKey, contentKey }: CheckedSnapshot, send: SnapshotSend): KeyKind {
  if (send.key === contractKey) return 'contract';
  return send.key === contentKey ? 'content' : (send.kind ?? 'chained');
}

/** Whether an answer proves that this content is the stream's newest. */
function isBelieved({ digest }: CheckedSnapshot, step: LadderStep, answer: SnapshotAnswer): boolean {
  if (answer.verdict !== 'replayed') return answer.verdict === 'stored';
  // Nobody else can have used it: the replay is of an earlier attempt of our own.
  if (step.rule === 'unique') return true;
  if (answer.contentDigest !== undefined || answer.latest !== undefined) {
    return answer.contentDigest === digest && answer.latest === true;
  }
  return step.rule === 'repeat' && (step.recorded === 'accepted' || step.kind === 'chained' || step.kind === 'unique');
}

import { InvalidInputError } from '../../errors/invalid-input-error.js';

/**
 * How a fault is answered.
 *
 * @public
 */
export interface TrackerFaultOptions {
  /**
   * Whether the request is carried out all the same and only its answer is lost: the case that idempotency keys are for.
   * Default false.
   */
  readonly applied?: boolean;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** A fault that is due. Without an answer the connection breaks. */
export interface DueFault {
  readonly applied: boolean;
  readonly answer: Response | undefined;
}

export function createFaultQueue() {
  const due: DueFault[] = [];
  return {
    add(fault: number | 'network', { applied = false, retryAfterSeconds }: TrackerFaultOptions = {}): void {
      due.push({ applied, answer: fault === 'network' ? undefined : toAnswer(fault, retryAfterSeconds) });
    },
    next: () => due.shift(),
    clear: () => void due.splice(0),
  };
}

function toAnswer(status: number, retryAfterSeconds: number | undefined): Response {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new InvalidInputError([{ path: 'fault', message: "must be a status from 400 to 599, or 'network'" }], {
      context: { operation: 'failNext', attempts: 0 },
    });
  }
  const wait = retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds };
  return Response.json(
    { error_code: 'fault_for_test', message: `a ${status} that the test asked for`, retryable: status >= 500, ...wait },
    { status, headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': `${retryAfterSeconds}` } },
  );
}

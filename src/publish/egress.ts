import type { EgressPort, EgressScope } from '../contracts/egress.js';
import { zPort } from '../contracts/port.js';
import { EgressRefusedError } from '../errors/egress-refused-error.js';
import { type ErrorCause, toCause } from '../errors/redact.js';

/** The `egress` option of a client. */
export const zEgress = zPort<EgressPort>(['permits'], 'expected an object with permits(scope)');

/**
 * Asks the host whether data of a scope may leave. To be called before the token is read. Without a port everything may.
 *
 * @throws EgressRefusedError when the port says anything but `true`, and when it fails.
 *
 * @internal
 */
export async function assertPermitted(
  egress: EgressPort | undefined,
  scope: EgressScope,
  operation: string,
  redact: (text: string) => string,
): Promise<void> {
  const { provider, projectUuid } = scope;
  let cause: ErrorCause | undefined;
  try {
    const verdict: unknown = !egress || (await egress.permits(Object.freeze({ ...scope })));
    if (verdict === true) return;
  } catch (error) {
    cause = toCause(error, redact);
  }
  const what = cause ? 'failed, which refuses' : 'refuses';
  throw new EgressRefusedError(`the egress port ${what} data of project ${projectUuid}; it was not sent`, {
    context: { operation, attempts: 0, ...(provider !== null && { provider }) },
    ...(cause && { cause }),
  });
}

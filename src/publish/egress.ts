import * as z from 'zod/mini';
import type { EgressPort, EgressScope } from '../contracts/egress.js';
import { EgressRefusedError } from '../errors/egress-refused-error.js';
import { toCause } from '../errors/redact.js';

/** The `egress` option of a client. */
export const zEgress = z.custom<EgressPort>(
  (value) => typeof (value as Partial<EgressPort> | null | undefined)?.permits === 'function',
  { error: 'expected an object with permits(scope)' },
);

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
): Promise<void> {
  if (egress === undefined) return;
  const context = { operation, attempts: 0, ...(scope.provider === null ? {} : { provider: scope.provider }) };
  let verdict: unknown;
  try {
    verdict = await egress.permits(Object.freeze({ ...scope }));
  } catch (error) {
    throw new EgressRefusedError('the egress port failed, which counts as a refusal; nothing was sent', {
      context,
      cause: toCause(error),
    });
  }
  if (verdict !== true) {
    const project = scope.projectUuid === null ? 'data of no project' : `data of project ${scope.projectUuid}`;
    throw new EgressRefusedError(`the egress port does not permit ${project} to leave; nothing was sent`, { context });
  }
}

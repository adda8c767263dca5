// A switch over `code` is exhaustive, and narrows: a new code would not compile here.
import { isTrackerError, type TrackerErrorCode, type TrackerFault } from '@spec-kitty/tracker';

export function advice(fault: TrackerFault): string {
  switch (fault.code) {
    case 'configuration':
    case 'invalid_input':
      return fault.problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
    case 'rate_limited':
      return `wait ${fault.retryAfterMs ?? 60_000} ms`;
    case 'ambiguous_write':
      return `look for ${fault.clientKey ?? 'it'}`;
    case 'authentication':
    case 'permission':
    case 'not_found':
    case 'conflict':
    case 'rejected':
    case 'transport':
    case 'timeout':
    case 'contract':
    case 'too_large':
    case 'unsupported':
    case 'egress_refused':
    case 'signature':
    case 'store':
      return `${fault.context.operation}: ${fault.message}`;
    default:
      return fault satisfies never;
  }
}

export function waitOf(caught: unknown): number | undefined {
  if (isTrackerError(caught, 'rate_limited')) return caught.retryAfterMs;
  return isTrackerError(caught) && caught.retryable ? 0 : undefined;
}

export const codes: Record<TrackerErrorCode, true> = {
  configuration: true,
  invalid_input: true,
  authentication: true,
  permission: true,
  not_found: true,
  conflict: true,
  rejected: true,
  rate_limited: true,
  transport: true,
  timeout: true,
  contract: true,
  too_large: true,
  ambiguous_write: true,
  unsupported: true,
  egress_refused: true,
  signature: true,
  store: true,
};

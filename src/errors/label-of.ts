import type { CallContext } from './tracker-error.js';

/**
 * How a call is named at the start of every message: `jira issues.list`.
 *
 * @internal
 */
export function labelOf({ operation, provider }: Pick<CallContext, 'operation' | 'provider'>): string {
  return provider ? `${provider} ${operation}` : operation;
}

import { toCause } from '../errors/redact.js';
import type { Runtime } from '../runtime/runtime.js';

/** Logs a fault of the host's code without what the sender must keep secret. A logger that fails changes nothing. */
export function reportFault({ logger }: Runtime, request: Request, step: string, error: unknown): void {
  try {
    const authorization = request.headers.get('authorization') ?? '';
    const secrets = [authorization, authorization.slice(authorization.indexOf(' ') + 1)];
    logger.error(`ingest: ${step} failed`, { step, cause: toCause(error, secrets) });
  } catch {
    // There is nowhere left to say it.
  }
}

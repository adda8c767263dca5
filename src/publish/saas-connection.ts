import * as z from 'zod/mini';
import type { EgressPort } from '../contracts/egress.js';
import { zFlag } from '../contracts/number.js';
import { optional } from '../contracts/objects.js';
import { check } from '../contracts/problems.js';
import { type RetryOptions, zCount, zRetryOptions } from '../contracts/retry-options.js';
import { zText } from '../contracts/text.js';
import type { TokenProvider } from '../contracts/token-provider.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { createHttpClient } from '../http/http-client.js';
import { checkServerUrl } from '../http/server-url.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import { zEgress } from './egress.js';
import { createTokenSource, zToken } from './token-source.js';

/**
 * How a client reaches the SaaS.
 *
 * @public
 */
export interface SaasOptions {
  /**
   * The SaaS: an https URL, with a path prefix or without. No query, no fragment, no user info. Plain http is for
   * loopback hosts.
   */
  readonly serverUrl: string;
  /** The SaaS's bearer token (never the tracker's), or where to get it. Blank or absent: no `Authorization` header. */
  readonly token?: string | TokenProvider | undefined;
  /** The team, sent as `X-Team-Slug`. */
  readonly team?: string | undefined;
  /** The host's say over what may leave, asked before the token is read. Default: everything may. */
  readonly egress?: EgressPort | undefined;
  /** The time for one attempt, in milliseconds. Default 10 000 for a snapshot, 60 000 for a batch of events. */
  readonly timeoutMs?: number | undefined;
  /** How often and how long to try one request. A batch has three times `timeoutMs` in all unless told otherwise. */
  readonly retry?: RetryOptions | undefined;
  /** Allows plain http to a host that is not loopback. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
}

const isSlug = (value: unknown) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);

/** The schema's members for {@link SaasOptions}. */
export const saasShape = {
  serverUrl: zText,
  token: optional(zToken),
  team: optional(z.custom<string>(isSlug, { error: 'expected a slug: text without spaces that a header can carry' })),
  egress: optional(zEgress),
  timeoutMs: optional(zCount),
  retry: optional(zRetryOptions),
  allowInsecureHttp: optional(zFlag),
};

/**
 * Checks a client's options and its server URL together, so that one error names everything.
 *
 * @throws ConfigurationError that names every wrong option.
 */
export function checkClientOptions<Schema extends z.ZodMiniType<SaasOptions>>(
  schema: Schema,
  options: unknown,
  operation: string,
): z.output<Schema> {
  const checked = check(schema, options);
  const { serverUrl, allowInsecureHttp } = (options ?? {}) as Partial<SaasOptions>;
  const url = typeof serverUrl === 'string' ? checkServerUrl(serverUrl, { allowInsecureHttp }) : undefined;
  const problems = [...(checked.ok ? [] : checked.problems), ...(url?.ok === false ? url.problems : [])];
  if (!checked.ok || !url?.ok) throw new ConfigurationError(problems, { context: { operation, attempts: 0 } });
  return { ...checked.value, serverUrl: url.value };
}

/** What a client sends with. `defaults` stand where the options say nothing. */
export function connect(
  options: SaasOptions,
  runtime: Partial<Runtime> | undefined,
  defaults: { readonly timeoutMs: number; readonly deadlineMs?: number },
) {
  const ports = createRuntime(runtime);
  const { redact, ...credentials } = createTokenSource(options.token);
  const http = createHttpClient(
    {
      baseUrl: options.serverUrl,
      ...credentials,
      ...(options.team && { headers: { 'x-team-slug': options.team } }),
      timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
      retry: { ...options.retry, deadlineMs: options.retry?.deadlineMs ?? defaults.deadlineMs },
    },
    ports,
  );
  return { ports, http, redact };
}

import type { AdapterOptions } from '../contracts/adapter/adapter-options.js';
import { check } from '../contracts/problems.js';
import type { Schema } from '../contracts/schema.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { HttpClientOptions } from './http-request.js';
import { checkServerUrl } from './server-url.js';

/**
 * How an adapter's options are read.
 *
 * @public
 */
export interface AdapterOptionRules<Options, Url extends string> {
  /** The tracker's id, for errors. */
  readonly provider: string;
  /** The name of the function that was called, for errors. */
  readonly factory: string;
  /** The options, strictly. */
  readonly schema: Schema<Options>;
  /** Which options are addresses of servers, with their defaults. */
  readonly urls: Readonly<Record<Url, string | undefined>>;
  /** What is wrong with an address that is right as such. */
  readonly complaint?: (option: Url, url: string) => string | false;
}

/**
 * Options that were read.
 *
 * @public
 */
export interface ReadOptions<Options, Url extends string> {
  /** The options. */
  readonly options: Options;
  /** The addresses, without slashes at their ends. */
  readonly urls: Readonly<Record<Url, string>>;
  /** What of them is the HTTP client's. */
  readonly client: Pick<HttpClientOptions, 'provider' | 'headers' | 'retry' | 'timeoutMs' | 'maxResponseBytes'>;
}

/**
 * Checks an adapter's options. `undefined` counts as absent: hosts pass what their own configuration may or may not hold.
 *
 * @throws ConfigurationError with every problem and no value.
 *
 * @public
 */
export function readOptions<Options extends AdapterOptions, Url extends string>(
  options: unknown,
  { provider, factory, schema, urls, complaint = () => false }: AdapterOptionRules<Options, Url>,
): ReadOptions<Options, Url> {
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(Object(options)).filter(([, value]) => value !== undefined),
  );
  const checked = check(schema, given);
  const problems = checked.ok ? [] : [...checked.problems];
  // Each address is checked for itself, so that one error names everything.
  const servers = Object.entries<string | undefined>(urls).map(([path, usual]) => {
    const rules = { path, allowInsecureHttp: given.allowInsecureHttp === true };
    const server = checkServerUrl(String(given[path] ?? usual), rules);
    const url = server.ok ? server.value : '';
    const message = server.ok && complaint(path as Url, url);
    problems.push(...(server.ok ? [] : server.problems), ...(message ? [{ path, message }] : []));
    return [path, url];
  });
  if (!checked.ok || problems.length > 0) {
    throw new ConfigurationError(problems, { context: { operation: factory, provider, attempts: 0 } });
  }
  const { userAgent = 'spec-kitty-tracker', retry, timeoutMs, maxResponseBytes } = checked.value;
  return {
    options: checked.value,
    urls: Object.fromEntries(servers) as Record<Url, string>,
    client: {
      provider,
      headers: { 'user-agent': userAgent },
      ...(retry && { retry }),
      ...(timeoutMs && { timeoutMs }),
      ...(maxResponseBytes && { maxResponseBytes }),
    },
  };
}

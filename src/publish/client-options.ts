import * as z from 'zod/mini';
import { type Checked, check } from '../contracts/problems.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { checkServerUrl } from '../http/server-url.js';

/** A team's slug, as `X-Team-Slug` carries it. */
export const zTeam = z.custom<string>((value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value), {
  error: 'expected a slug: text without spaces that a header can carry',
});

/** A port or store of the host: an object with these methods. */
export function zPort<Port>(methods: readonly (keyof Port & string)[], error: string) {
  return z.custom<Port>(
    (value) =>
      methods.every((name) => typeof (value as Partial<Record<string, unknown>> | null)?.[name] === 'function'),
    { error },
  );
}

interface ServerOptions {
  readonly serverUrl: string;
  readonly allowInsecureHttp?: boolean | undefined;
}

/**
 * Checks a client's options and its server URL together, so that one error names everything.
 *
 * @throws ConfigurationError that names every wrong option.
 */
export function checkClientOptions<Schema extends z.ZodMiniType<ServerOptions>>(
  schema: Schema,
  options: unknown,
  operation: string,
): z.output<Schema> {
  const checked: Checked<z.output<Schema>> = check(schema, options);
  const { serverUrl, allowInsecureHttp } = (options ?? {}) as Partial<ServerOptions>;
  const url = typeof serverUrl === 'string' ? checkServerUrl(serverUrl, { allowInsecureHttp }) : undefined;
  const problems = [...(checked.ok ? [] : checked.problems), ...(url?.ok === false ? url.problems : [])];
  if (!checked.ok || !url?.ok) throw new ConfigurationError(problems, { context: { operation, attempts: 0 } });
  return { ...checked.value, serverUrl: url.value };
}

/**
 * The SaaS token of a CLI's credentials: `access_token`, else `token`, trimmed; `undefined` when both are missing or
 * blank.
 *
 * A function to be called on purpose, because these fields often hold the tracker's own token, which must never reach the
 * SaaS by accident: `createPublishClient` never looks into credentials by itself.
 *
 * @public
 */
export function publishTokenFrom(credentials: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['access_token', 'token']) {
    const value = Object.hasOwn(credentials, key) ? credentials[key] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return undefined;
}

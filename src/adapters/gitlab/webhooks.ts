import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { sha256Hex } from '../../digest/sha256.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type GitlabContext, invalid, numberIn } from './context.js';
import { pagesOf } from './pages.js';
import { remove } from './remove.js';
import { type WireHook, zWireHook, zWireHooks, zWireMetadata } from './wire.js';

const EVENTS = {
  issues_events: true,
  confidential_issues_events: true,
  note_events: true,
  confidential_note_events: true,
  // On where nobody says otherwise.
  push_events: false,
  enable_ssl_verification: true,
};

/**
 * Makes a hook for issues and comments, confidential ones included. GitLab 19.0 and later sign deliveries with the secret;
 * earlier ones send it along as it is.
 *
 * @internal
 */
export async function registerWebhook(
  context: GitlabContext,
  { url, secret }: { readonly url: string; readonly secret: string },
  { signal }: CallOptions = {},
): Promise<WebhookRegistration> {
  const operation = 'webhooks.register';
  if (!URL.canParse(url)) throw invalid(operation, 'url', 'expected an absolute URL');
  if (typeof secret !== 'string' || secret.trim() === '')
    throw invalid(operation, 'secret', 'must not be blank: deliveries could not be told from forgeries');
  const signing_token = signingToken(secret);
  const signs = (await majorVersion(context, operation, signal)) >= 19;
  const request = { operation, schema: zWireHook, secrets: [secret, signing_token], signal };
  const path = `${context.path}/hooks`;
  const body = { url, ...EVENTS, ...(signs ? { signing_token } : { token: secret }) };
  const { body: hook } = await context.http.send({ ...request, method: 'POST', path, body });
  if (!signs || hook.signing_token_present) return toRegistration(hook);
  // It took the hook and left the signing out: then the secret goes along, as with earlier versions.
  const plain = { ...request, method: 'PUT', path: `${path}/${hook.id}`, body: { url, token: secret } } as const;
  return toRegistration((await context.http.send(plain)).body);
}

/**
 * The key that GitLab signs with: the secret itself where it is one of that form, else its SHA-256.
 *
 * @internal
 */
export function signingToken(secret: string): string {
  if (secret.startsWith('whsec_')) return secret;
  const bytes =
    sha256Hex(secret)
      .match(/../g)
      ?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** @internal */
export async function listWebhooks(
  context: GitlabContext,
  { signal }: CallOptions = {},
): Promise<readonly WebhookRegistration[]> {
  const found: WebhookRegistration[] = [];
  const pages = pagesOf(context, {
    operation: 'webhooks.list',
    path: `${context.path}/hooks`,
    search: 'per_page=100',
    schema: zWireHooks,
    toItems: (wires) => wires.map(toRegistration),
    signal,
  });
  for await (const { items } of pages) found.push(...items);
  return found;
}

/** @internal */
export async function unregisterWebhook(
  context: GitlabContext,
  id: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const operation = 'webhooks.unregister';
  await remove(context, operation, hookPath(context, id, operation), signal);
}

const HEALTH = { disabled: 'disabled', temporarily_disabled: 'probation' } as const;

/** @internal */
export async function webhookHealth(
  context: GitlabContext,
  id: string,
  { signal }: CallOptions = {},
): Promise<{ readonly state: 'ok' | 'disabled' | 'probation' }> {
  const operation = 'webhooks.health';
  const path = hookPath(context, id, operation);
  const { body } = await context.http.send({ operation, path, schema: zWireHook, signal });
  return { state: HEALTH[body.alert_status as keyof typeof HEALTH] ?? 'ok' };
}

/** GitLab's major version; 0 where it does not say. @internal */
export async function majorVersion(
  { http }: GitlabContext,
  operation: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  try {
    const { body } = await http.send({ operation, path: '/metadata', schema: zWireMetadata, signal });
    return Number.parseInt(body.version, 10) || 0;
  } catch (error) {
    if (isTrackerError(error, 'permission') || isTrackerError(error, 'not_found')) return 0;
    throw error;
  }
}

function hookPath({ path }: GitlabContext, id: string, operation: string): string {
  return `${path}/hooks/${numberIn(id, operation, 'id')}`;
}

function toRegistration({ id, url, alert_status }: WireHook): WebhookRegistration {
  return { id: String(id), url, expiresAt: null, active: (alert_status ?? 'executable') === 'executable' };
}

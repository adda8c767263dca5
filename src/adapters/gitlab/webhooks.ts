import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { sha256Hex } from '../../digest/sha256.js';
import { begin, type GitlabCall, type GitlabContext, invalid } from './context.js';
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
  options?: CallOptions,
): Promise<WebhookRegistration> {
  const call = begin(context, 'webhooks.register', options);
  if (!URL.canParse(url)) throw invalid(call, 'url', 'expected an absolute URL');
  if (typeof secret !== 'string' || secret.trim() === '') {
    throw invalid(call, 'secret', 'must not be blank: deliveries could not be told from forgeries');
  }
  const signing_token = signingToken(secret);
  const { status, body: metadata } = await call.send({ path: '/metadata', answers: [403, 404], schema: zWireMetadata });
  const signs = status === 200 && Number.parseInt(metadata.version, 10) >= 19;
  const request = { schema: zWireHook, secrets: [secret, signing_token] };
  const path = `${call.path}/hooks`;
  const body = { url, ...EVENTS, ...(signs ? { signing_token } : { token: secret }) };
  const { body: hook } = await call.send({ ...request, method: 'POST', path, body });
  if (!signs || hook.signing_token_present) return toRegistration(hook);
  // It took the hook and left the signing out: then the secret goes along, as with earlier versions.
  const plain = { method: 'PUT', path: `${path}/${hook.id}`, body: { url, token: secret } } as const;
  return toRegistration((await call.send({ ...request, ...plain })).body);
}

/**
 * The key that GitLab signs with: the secret itself where it is one of that form, else its SHA-256.
 *
 * @internal
 */
export function signingToken(secret: string): string {
  if (secret.startsWith('whsec_')) return secret;
  const bytes = sha256Hex(secret).match(/../g) ?? [];
  return `whsec_${btoa(String.fromCharCode(...bytes.map((pair) => Number.parseInt(pair, 16))))}`;
}

/** @internal */
export async function listWebhooks(
  context: GitlabContext,
  options?: CallOptions,
): Promise<readonly WebhookRegistration[]> {
  const call = begin(context, 'webhooks.list', options);
  const found: WebhookRegistration[] = [];
  const pages = pagesOf(call, {
    path: `${call.path}/hooks`,
    search: 'per_page=100',
    schema: zWireHooks,
    toItems: (wires) => wires.map(toRegistration),
  });
  for await (const { items } of pages) found.push(...items);
  return found;
}

/** @internal */
export async function unregisterWebhook(context: GitlabContext, id: string, options?: CallOptions): Promise<void> {
  const call = begin(context, 'webhooks.unregister', options);
  await remove(call, hookPath(call, id));
}

const HEALTH = { disabled: 'disabled', temporarily_disabled: 'probation' } as const;

/** @internal */
export async function webhookHealth(
  context: GitlabContext,
  id: string,
  options?: CallOptions,
): Promise<{ readonly state: 'ok' | 'disabled' | 'probation' }> {
  const call = begin(context, 'webhooks.health', options);
  const { body } = await call.send({ path: hookPath(call, id), schema: zWireHook });
  return { state: HEALTH[body.alert_status as keyof typeof HEALTH] ?? 'ok' };
}

function hookPath(call: GitlabCall, id: string): string {
  return `${call.path}/hooks/${call.number(id, 'id')}`;
}

function toRegistration({ id, url, alert_status }: WireHook): WebhookRegistration {
  return { id: String(id), url, expiresAt: null, active: (alert_status ?? 'executable') === 'executable' };
}

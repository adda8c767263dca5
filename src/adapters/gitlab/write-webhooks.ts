import { hookSecrets } from '../../contracts/adapter/hook-secrets.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { checkHook } from '../../contracts/adapter/write-input.js';
import { sha256Hex } from '../../digest/sha256.js';
import { AmbiguousWriteError } from '../../errors/ambiguous-write-error.js';
import { toCause } from '../../errors/redact.js';
import { about, begin, type GitlabCall } from './context.js';
import { remove } from './remove.js';
import { hookPath, toRegistration } from './webhooks.js';
import { zWireHook, zWireMetadata } from './wire.js';

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
  call: GitlabCall,
  given: { readonly url: string; readonly secret: string },
): Promise<WebhookRegistration> {
  const { url, secret } = checkHook(given, 'gitlab');
  const signing_token = signingToken(secret);
  const { status, body: metadata } = await call.send({ path: '/metadata', answers: [403, 404], schema: zWireMetadata });
  const signs = status === 200 && Number.parseInt(metadata.version, 10) >= 19;
  const request = { schema: zWireHook, secrets: [signing_token, ...hookSecrets(url, secret)] };
  const path = `${call.path}/hooks`;
  const body = { url, ...EVENTS, ...(signs ? { signing_token } : { token: secret }) };
  const made = await call.send({ ...request, method: 'POST', path, body });
  if (!signs || made.body.signing_token_present) return toRegistration(made.body);
  // It took the hook and left the signing out: then the secret goes along, as with earlier versions.
  const plain = { method: 'PUT', path: `${path}/${made.body.id}`, body: { url, token: secret } } as const;
  try {
    return toRegistration((await call.send({ ...request, ...plain })).body);
  } catch (error) {
    try {
      await remove(begin(call, call.operation, undefined), {
        path: plain.path,
        holder: call.path,
        repeatability: 'keyed',
      });
    } catch (fault) {
      const what = `the hook ${made.body.id} was made, and may deliver without a secret: delete it`;
      throw about(call, made, AmbiguousWriteError, what, { cause: toCause(fault) });
    }
    throw error;
  }
}

/** @internal */
export async function unregisterWebhook(call: GitlabCall, id: string): Promise<void> {
  await remove(call, { path: hookPath(call, id), holder: call.path });
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

import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import type { GithubContext } from './options.js';
import { allOf, pagesOf } from './pages.js';
import { invalid } from './refusals.js';
import { type WireHook, zWireHook, zWireHooks } from './wire.js';

const EVENTS = ['issues', 'issue_comment', 'sub_issues', 'issue_dependencies'];

/** Makes a hook of the repository that delivers signed JSON. Sent once. @internal */
export async function registerHook(
  { http, path }: GithubContext,
  { url, secret }: { readonly url: string; readonly secret: string },
  { signal }: CallOptions = {},
): Promise<WebhookRegistration> {
  const operation = 'webhooks.register';
  if (!/^https?:/.test(url) || !URL.canParse(url)) throw invalid(operation, 'url', 'expected an http or https address');
  if (typeof secret !== 'string' || secret.trim() === '') {
    throw invalid(operation, 'secret', 'must not be blank: anyone could send what is not signed');
  }
  const reply = await http.send({
    operation,
    method: 'POST',
    path: `${path}/hooks`,
    // Left to itself GitHub sends forms, and pushes only.
    body: {
      name: 'web',
      active: true,
      events: EVENTS,
      config: { url, content_type: 'json', secret, insecure_ssl: '0' },
    },
    schema: zWireHook,
    secrets: [secret],
    signal,
  });
  return toRegistration(reply.body);
}

/** The hooks of the repository. @internal */
export function listHooks(
  context: GithubContext,
  { signal }: CallOptions = {},
): Promise<readonly WebhookRegistration[]> {
  const list = { operation: 'webhooks.list', path: `${context.path}/hooks`, schema: zWireHooks, signal };
  return allOf(pagesOf(context, { ...list, toItems: (hooks) => hooks.map(toRegistration) }));
}

/** Removes a hook; one that is gone is removed. @internal */
export async function unregisterHook({ http, path }: GithubContext, id: string, { signal }: CallOptions = {}) {
  const operation = 'webhooks.unregister';
  if (!/^[1-9]\d{0,15}$/.test(id)) throw invalid(operation, 'id', 'expected the number of a hook as text');
  await http.send({ operation, method: 'DELETE', path: `${path}/hooks/${id}`, answers: [404, 410], signal });
}

function toRegistration({ id, active, config }: WireHook): WebhookRegistration {
  return { id: String(id), url: config.url ?? '', expiresAt: null, active };
}

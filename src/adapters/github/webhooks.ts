import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { type GithubCall, invalid, numberIn } from './call.js';
import { allOf, pagesOf } from './pages.js';
import { type WireHook, zWireHook, zWireHooks } from './wire.js';

const EVENTS = ['issues', 'issue_comment', 'sub_issues', 'issue_dependencies'];

/** Makes a hook of the repository that delivers signed JSON. Sent once. @internal */
export async function registerHook(
  call: GithubCall,
  { url, secret }: { readonly url: string; readonly secret: string },
): Promise<WebhookRegistration> {
  if (!/^https?:\/\//.test(url)) throw invalid(call, 'url', 'expected an http or https address');
  if (typeof secret !== 'string' || secret.trim() === '') {
    throw invalid(call, 'secret', 'must not be blank: anyone could send what is not signed');
  }
  const reply = await call.send({
    method: 'POST',
    path: `${call.path}/hooks`,
    // Left to itself GitHub sends forms, and pushes only.
    body: {
      name: 'web',
      active: true,
      events: EVENTS,
      config: { url, content_type: 'json', secret, insecure_ssl: '0' },
    },
    schema: zWireHook,
    secrets: [secret],
  });
  return toRegistration(reply.body);
}

/** The hooks of the repository. @internal */
export function listHooks(call: GithubCall): Promise<readonly WebhookRegistration[]> {
  const toItems = (hooks: readonly WireHook[]) => hooks.map(toRegistration);
  return allOf(pagesOf(call, { path: `${call.path}/hooks`, schema: zWireHooks, toItems }));
}

/** Removes a hook; one that is gone is removed. @internal */
export async function unregisterHook(call: GithubCall, id: string): Promise<void> {
  const path = `${call.path}/hooks/${numberIn(call, id, 'id')}`;
  await call.send({ method: 'DELETE', path, answers: [404, 410] });
}

function toRegistration({ id, active, config }: WireHook): WebhookRegistration {
  return { id: String(id), url: config.url ?? '', expiresAt: null, active };
}

import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { hookSecrets } from '../../contracts/adapter/hook-secrets.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { checkHook } from '../../contracts/adapter/write-input.js';
import { type GithubCall, numberIn } from './call.js';
import { listHooks, toRegistration } from './webhooks.js';
import { zWireHook } from './wire-repository.js';

const EVENTS = ['issues', 'issue_comment', 'sub_issues', 'issue_dependencies'];

/** Makes a hook of the repository that delivers signed JSON. Sent once. @internal */
export async function registerHook(
  call: GithubCall,
  hook: { readonly url: string; readonly secret: string },
): Promise<WebhookRegistration> {
  const { url, secret } = checkHook(hook, 'github');
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
    secrets: hookSecrets(url, secret),
  });
  return toRegistration(reply.body);
}

/** Removes a hook; one that is gone is removed. @internal */
export async function unregisterHook(call: GithubCall, id: string): Promise<void> {
  const path = `${call.path}/hooks/${numberIn(call, id, 'id')}`;
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path }),
    () => call.send({ path }),
    // Who may see the repository may not see its hooks yet, and is told 404 of them; so the hooks are what is read.
    () => listHooks(call),
  );
}

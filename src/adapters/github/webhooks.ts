import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import type { GithubCall } from './call.js';
import { allOf, pagesOf } from './pages.js';
import { type WireHook, zWireHooks } from './wire-repository.js';

/** The hooks of the repository. @internal */
export function listHooks(call: GithubCall): Promise<readonly WebhookRegistration[]> {
  const toItems = (hooks: readonly WireHook[]) => hooks.map(toRegistration);
  return allOf(pagesOf(call, { path: `${call.path}/hooks`, schema: zWireHooks, toItems }));
}

/** @internal */
export function toRegistration({ id, active, config }: WireHook): WebhookRegistration {
  return { id: String(id), url: config.url ?? '', expiresAt: null, active };
}

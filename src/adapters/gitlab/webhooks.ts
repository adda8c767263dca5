import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import type { GitlabCall } from './context.js';
import { pagesOf } from './pages.js';
import { type WireHook, zWireHook, zWireHooks } from './wire.js';

const HEALTH = { disabled: 'disabled', temporarily_disabled: 'probation' } as const;

/** @internal */
export async function listWebhooks(call: GitlabCall): Promise<readonly WebhookRegistration[]> {
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
export async function webhookHealth(
  call: GitlabCall,
  id: string,
): Promise<{ readonly state: 'ok' | 'disabled' | 'probation' }> {
  const { body } = await call.send({ path: hookPath(call, id), schema: zWireHook });
  return { state: HEALTH[body.alert_status as keyof typeof HEALTH] ?? 'ok' };
}

/** @internal */
export function hookPath(call: GitlabCall, id: string): string {
  return `${call.path}/hooks/${call.number(id, 'id')}`;
}

/** @internal */
export function toRegistration({ id, url, alert_status }: WireHook): WebhookRegistration {
  return { id: String(id), url, expiresAt: null, active: (alert_status ?? 'executable') === 'executable' };
}

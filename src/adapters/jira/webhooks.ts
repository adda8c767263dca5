import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { collect } from './collect.js';
import { API, read, type Scope, walkOffsets } from './request.js';
import { APP_HOOK_PAGES, millisOf, zAdminHooks } from './wire-site.js';

/** Webhooks of administrators, which do not run out. @internal */
export const ADMIN_HOOKS = '/rest/webhooks/1.0/webhook';
/** Webhooks of apps, which do. @internal */
export const APP_HOOKS = `${API}/webhook`;

/** @internal */
export async function listWebhooks(scope: Scope): Promise<WebhookRegistration[]> {
  if (!scope.isApp) return (await read(scope, ADMIN_HOOKS, zAdminHooks)).map(toAdminHook);
  const hooks = walkOffsets(scope, { path: APP_HOOKS, pages: APP_HOOK_PAGES, toItems: (found) => found });
  return (await collect(hooks)).map(({ id, url, expirationDate }) => {
    const expiresAt = expirationDate ? new Date(millisOf(expirationDate)).toISOString() : null;
    return { id: String(id), url, expiresAt, active: !expiresAt || Date.parse(expiresAt) > scope.now() };
  });
}

/** Jira tells the id in an address only. @internal */
export function toAdminHook(hook: {
  readonly self: string;
  readonly url: string;
  readonly enabled?: boolean | null | undefined;
}): WebhookRegistration {
  return { id: hook.self.replace(/^.*\//, ''), url: hook.url, expiresAt: null, active: hook.enabled !== false };
}

import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { inProject } from './jql.js';
import { counted, say } from './refusals.js';
import { detailsOf, type Scope, send } from './request.js';
import { ADMIN_HOOKS, APP_HOOKS, listWebhooks, toAdminHook } from './webhooks.js';
import { zAdminHook, zMadeAppHook } from './wire-site.js';

const LIFE_MS = 30 * 24 * 60 * 60 * 1000;
const EVENTS = ['created', 'updated', 'deleted'].flatMap((word) => [`jira:issue_${word}`, `comment_${word}`]);

/** Makes a webhook for the issues of the project. @internal */
export async function registerWebhook(
  scope: Scope,
  { url, secret }: { readonly url: string; readonly secret: string },
): Promise<WebhookRegistration> {
  const jql = inProject(scope);
  if (!scope.isApp) {
    const filters = { 'issue-related-events-section': jql };
    const hook = { name: `spec-kitty ${scope.project}`, url, events: EVENTS, filters, excludeBody: false, secret };
    const request = { method: 'POST', path: ADMIN_HOOKS, body: hook, schema: zAdminHook, secrets: [secret] } as const;
    return toAdminHook((await send(scope, request)).body);
  }
  // Deliveries to an app are signed with the app's own secret; there is none to set.
  const body = { url, webhooks: [{ jqlFilter: jql, events: EVENTS }] };
  const made = await send(scope, { method: 'POST', path: APP_HOOKS, body, schema: zMadeAppHook });
  const [{ createdWebhookId: id, errors } = {}] = made.body.webhookRegistrationResult;
  // What is wrong with one of them stands inside a 200.
  if (!id) throw new RejectedError(say(scope, `refused: ${errors?.join('; ')}`), detailsOf(scope));
  return { id: String(id), url, expiresAt: new Date(scope.now() + LIFE_MS).toISOString(), active: true };
}

/** @internal */
export async function unregisterWebhook(scope: Scope, id: string): Promise<void> {
  const path = `${ADMIN_HOOKS}/${counted(scope, id)}`;
  const request = scope.isApp ? { path: APP_HOOKS, body: { webhookIds: [Number(id)] } } : { path };
  await send(scope, { method: 'DELETE', ...request, answers: [404] });
}

/** Gives an app's webhook its time anew; an administrator's needs none. @internal */
export async function renewWebhook(scope: Scope, id: string): Promise<WebhookRegistration> {
  const webhookIds = [Number(counted(scope, id))];
  if (scope.isApp) await send(scope, { method: 'PUT', path: `${APP_HOOKS}/refresh`, body: { webhookIds } });
  // Jira passes over ids that it does not know.
  const hook = (await listWebhooks(scope)).find((each) => each.id === id);
  if (hook) return hook;
  throw new NotFoundError(say(scope, 'there is no such webhook'), detailsOf(scope));
}

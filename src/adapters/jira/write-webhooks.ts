import { hookSecrets } from '../../contracts/adapter/hook-secrets.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { checkHook } from '../../contracts/adapter/write-input.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { redact } from '../../errors/redact.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { inProject } from './jql.js';
import { counted, say, unsupported } from './refusals.js';
import { remove } from './remove.js';
import { detailsOf, type Scope, send } from './request.js';
import { ADMIN_HOOKS, APP_HOOKS, listWebhooks, toAdminHook } from './webhooks.js';
import { zAdminHook, zMadeAppHook, zRenewal } from './wire-site.js';

const LIFE_MS = 30 * 24 * 60 * 60 * 1000;
const EVENTS = ['created', 'updated', 'deleted'].flatMap((word) => [`jira:issue_${word}`, `comment_${word}`]);

interface Hook {
  readonly url: string;
  readonly secret: string;
}

/** Makes a webhook for the issues of the project. @internal */
export function registerWebhook(scope: Scope, hook: Hook): Promise<WebhookRegistration> {
  return scope.isApp ? registerForApp(scope, hook) : registerForAdministrator(scope, checkHook(hook, 'jira'));
}

async function registerForAdministrator(scope: Scope, { url, secret }: Hook): Promise<WebhookRegistration> {
  const filters = { 'issue-related-events-section': inProject(scope) };
  const body = { name: `spec-kitty ${scope.project}`, url, events: EVENTS, filters, excludeBody: false, secret };
  const secrets = hookSecrets(url, secret);
  return toAdminHook(
    (await send(scope, { method: 'POST', path: ADMIN_HOOKS, body, schema: zAdminHook, secrets })).body,
  );
}

async function registerForApp(scope: Scope, hook: Hook): Promise<WebhookRegistration> {
  const { url } = checkHook({ ...hook, secret: 'of the app' }, 'jira');
  if (hook.secret) {
    throw unsupported(scope, "deliveries to an app are signed with the app's own client secret: pass '' as secret");
  }
  const body = { url, webhooks: [{ jqlFilter: inProject(scope), events: EVENTS }] };
  const secrets = hookSecrets(url);
  const made = await send(scope, { method: 'POST', path: APP_HOOKS, body, schema: zMadeAppHook, secrets });
  const [{ createdWebhookId: id, errors } = {}] = made.body.webhookRegistrationResult;
  // What is wrong with one of them stands inside a 200.
  if (!id)
    throw new RejectedError(say(scope, `refused: ${redact(errors?.join('; ') ?? '', secrets)}`), detailsOf(scope));
  return { id: String(id), url, expiresAt: new Date(scope.now() + LIFE_MS).toISOString(), active: true };
}

/** @internal */
export async function unregisterWebhook(scope: Scope, id: string): Promise<void> {
  const path = `${ADMIN_HOOKS}/${counted(scope, id)}`;
  const request = scope.isApp ? { path: APP_HOOKS, body: { webhookIds: [Number(id)] } } : { path };
  await remove(scope, {
    ...request,
    isThere: async () => (await listWebhooks(scope)).some((hook) => hook.id === id),
    readHolder: () => listWebhooks(scope),
  });
}

/** Gives an app's webhook its time anew; an administrator's needs none. @internal */
export async function renewWebhook(scope: Scope, id: string): Promise<WebhookRegistration> {
  const webhookIds = [Number(counted(scope, id))];
  const request = { method: 'PUT', path: `${APP_HOOKS}/refresh`, body: { webhookIds }, schema: zRenewal } as const;
  if (scope.isApp) await send(scope, request);
  // Jira passes over ids that it does not know.
  const hook = (await listWebhooks(scope)).find((each) => each.id === id);
  if (hook) return hook;
  throw new NotFoundError(say(scope, 'there is no such webhook'), detailsOf(scope));
}

import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { inProject } from './jql.js';
import type { JiraContext } from './options.js';
import { API, type Call, collect, detailsOf, numbered, read, send, walkOffsets } from './request.js';
import { zAdminHooks, zHookPage, zRegisteredHooks, zWireAdminHook } from './wire.js';

/** Webhooks of administrators, which do not run out. */
const ADMIN = '/rest/webhooks/1.0/webhook';
/** Webhooks of apps, which run out. */
const APP = `${API}/webhook`;
const LIFE_MS = 30 * 24 * 60 * 60 * 1000;
const EVENTS = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
];

const idIn = (self: string) => self.replace(/^.*\//, '');
const toTime = (ms: string | number) => new Date(ms).toISOString();

/** Makes a webhook for the issues of the project. @internal */
export async function registerWebhook(
  context: JiraContext,
  { url, secret }: { readonly url: string; readonly secret: string },
  { signal }: CallOptions = {},
): Promise<WebhookRegistration> {
  const call: Call = { operation: 'webhooks.register', signal };
  const jql = inProject(context);
  if (!context.isApp) {
    const filters = { 'issue-related-events-section': jql };
    const hook = { name: `spec-kitty ${context.project}`, url, events: EVENTS, filters, excludeBody: false, secret };
    const { body } = await send(context, call, {
      method: 'POST',
      path: ADMIN,
      body: hook,
      schema: zWireAdminHook,
      secrets: [secret],
    });
    return { id: idIn(body.self), url, expiresAt: null, active: true };
  }
  // Deliveries are signed with the app's own secret; there is none to set.
  const { body } = await send(context, call, {
    method: 'POST',
    path: APP,
    body: { url, webhooks: [{ jqlFilter: jql, events: EVENTS }] },
    schema: zRegisteredHooks,
  });
  const [{ createdWebhookId, errors = [] } = {}] = body.webhookRegistrationResult;
  // What is wrong with one of them stands inside a 200.
  if (createdWebhookId === undefined) {
    throw new RejectedError(
      `jira ${call.operation}: Jira refuses the webhook: ${errors.join('; ')}`,
      detailsOf(call.operation),
    );
  }
  return { id: String(createdWebhookId), url, expiresAt: toTime(context.now() + LIFE_MS), active: true };
}

/** @internal */
export function listWebhooks(context: JiraContext, { signal }: CallOptions = {}): Promise<WebhookRegistration[]> {
  return hooksOf(context, { operation: 'webhooks.list', signal });
}

async function hooksOf(context: JiraContext, call: Call): Promise<WebhookRegistration[]> {
  if (!context.isApp) {
    const hooks = await read(context, call, ADMIN, zAdminHooks);
    return hooks.map(({ self, url, enabled }) => ({ id: idIn(self), url, expiresAt: null, active: enabled !== false }));
  }
  const hooks = walkOffsets(context, call, {
    path: APP,
    schema: zHookPage,
    name: 'values',
    toItems: (found) =>
      found.map(({ id, url, expirationDate }): WebhookRegistration => {
        const expiresAt = expirationDate ? toTime(expirationDate) : null;
        return { id: String(id), url, expiresAt, active: !expiresAt || Date.parse(expiresAt) > context.now() };
      }),
  });
  return collect(hooks);
}

/** @internal */
export async function unregisterWebhook(context: JiraContext, id: string, { signal }: CallOptions = {}): Promise<void> {
  const call: Call = { operation: 'webhooks.unregister', signal };
  const path = numbered(call.operation, ADMIN, id, 'id');
  const request = context.isApp ? { path: APP, body: { webhookIds: [Number(id)] } } : { path };
  await send(context, call, { method: 'DELETE', ...request, answers: [404] });
}

/** Gives an app's webhook its time anew; an administrator's needs none. @internal */
export async function renewWebhook(
  context: JiraContext,
  id: string,
  { signal }: CallOptions = {},
): Promise<WebhookRegistration> {
  const call: Call = { operation: 'webhooks.renew', signal };
  numbered(call.operation, '', id, 'id');
  if (context.isApp) {
    await send(context, call, { method: 'PUT', path: `${APP}/refresh`, body: { webhookIds: [Number(id)] } });
  }
  // Jira passes over ids that it does not know.
  const hook = (await hooksOf(context, call)).find((each) => each.id === id);
  if (hook) return hook;
  throw new NotFoundError(`jira ${call.operation}: there is no such webhook`, detailsOf(call.operation));
}

import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { type AzureCall, about, invalid } from './context.js';
import { readProject } from './project.js';
import { type WireSubscription, zWireSubscriptions } from './wire.js';

/** A subscription is for one event. @internal */
export const EVENTS = [
  'workitem.created',
  'workitem.updated',
  'workitem.deleted',
  'workitem.restored',
  'workitem.commented',
] as const;

/** A header of the deliveries, by which the subscriptions of one hook are told from all others. @internal */
export const MARKER_HEADER = 'X-Spec-Kitty-Hook';

/** @internal */
export const SUBSCRIPTIONS = '/_apis/hooks/subscriptions';

/** The subscriptions of one hook. */
interface Hook {
  readonly id: string;
  readonly url: string;
  readonly parts: WireSubscription[];
}

/** @internal */
export async function listWebhooks(call: AzureCall): Promise<readonly WebhookRegistration[]> {
  return (await readHooks(call)).map(toRegistration);
}

/** @internal */
export async function webhookHealth(
  call: AzureCall,
  id: string,
): Promise<{ readonly state: 'ok' | 'disabled' | 'probation' }> {
  const hook = await readHook(call, id);
  if (!hook) {
    const what = 'no subscription carries the marker of this hook: it was removed';
    throw about(call, { attempts: 1, status: 200 }, NotFoundError, what, {});
  }
  if (!isWhole(hook) || hook.parts.some(({ status }) => /^disabled/.test(status ?? ''))) return { state: 'disabled' };
  return { state: hook.parts.some(({ status }) => status === 'onProbation') ? 'probation' : 'ok' };
}

/** The hook of an id, as far as it is there. @internal */
export async function readHook(call: AzureCall, id: string): Promise<Hook | undefined> {
  if (!/^sk-[0-9a-f]{32}$/.test(id)) throw invalid(call, 'id', 'expected the id that webhooks.register gave');
  return (await readHooks(call)).find((hook) => hook.id === id);
}

/** The hooks of this project that this package made: those of others are none of its business. */
async function readHooks(call: AzureCall): Promise<readonly Hook[]> {
  const project = await readProject(call);
  const { body } = await call.send({
    at: 'collection',
    path: SUBSCRIPTIONS,
    search: { publisherId: 'tfs', consumerId: 'webHooks' },
    schema: zWireSubscriptions,
  });
  const hooks = new Map<string, Hook>();
  for (const part of body.value) {
    const { url, httpHeaders } = part.consumerInputs ?? {};
    const [, id] = new RegExp(`^${MARKER_HEADER}: ?(sk-[0-9a-f]{32})$`, 'im').exec(String(httpHeaders ?? '')) ?? [];
    const isOwn = String(part.publisherInputs?.projectId ?? '').toLowerCase() === project.id.toLowerCase();
    if (id === undefined || typeof url !== 'string' || !isOwn) continue;
    const hook = hooks.get(`${id} ${url}`) ?? { id, url, parts: [] };
    hook.parts.push(part);
    hooks.set(`${id} ${url}`, hook);
  }
  return [...hooks.values()];
}

/** @internal */
export function toRegistration(hook: Hook): WebhookRegistration {
  const active = isWhole(hook) && hook.parts.every(({ status }) => (status ?? 'enabled') === 'enabled');
  return { id: hook.id, url: hook.url, expiresAt: null, active };
}

function isWhole({ parts }: Hook): boolean {
  return EVENTS.every((event) => parts.some(({ eventType }) => eventType === event));
}

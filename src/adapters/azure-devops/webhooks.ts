import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { type AzureCall, invalid } from './context.js';
import { readProject } from './project.js';
import { type WireSubscription, zWireSubscription, zWireSubscriptions } from './wire-site.js';

/** A subscription is for one event. @internal */
export const EVENTS = [
  'workitem.created',
  'workitem.updated',
  'workitem.deleted',
  'workitem.restored',
  'workitem.commented',
] as const;

/** A header of the deliveries, by which the subscriptions of this package are told from all others. @internal */
export const MARKER_HEADER = 'X-Spec-Kitty-Hook:1';

/** @internal */
export const SUBSCRIPTIONS = '/_apis/hooks/subscriptions';

/** @internal */
export async function listWebhooks(call: AzureCall): Promise<readonly WebhookRegistration[]> {
  const project = await readProject(call);
  const { body } = await call.send({
    at: 'collection',
    path: SUBSCRIPTIONS,
    search: { publisherId: 'tfs', consumerId: 'webHooks' },
    schema: zWireSubscriptions,
  });
  const isOwn = ({ consumerInputs, publisherInputs }: WireSubscription) =>
    String(consumerInputs?.httpHeaders).split(/\r?\n/).includes(MARKER_HEADER) &&
    String(publisherInputs?.projectId).toLowerCase() === project.id.toLowerCase();
  const own = body.value.filter(isOwn).sort((a, b) => compareUtf8(a.createdDate ?? '', b.createdDate ?? ''));
  const addresses = [...new Set(own.map(({ consumerInputs }) => String(consumerInputs?.url)))];
  return addresses.flatMap((url) =>
    hooksTo(
      url,
      own.filter(({ consumerInputs }) => consumerInputs?.url === url),
    ),
  );
}

/** The hooks to one address: of several, the first subscriptions for each event belong to the first. */
function hooksTo(url: string, subscriptions: readonly WireSubscription[]): WebhookRegistration[] {
  const byEvent = EVENTS.map((event) => subscriptions.filter(({ eventType }) => eventType === event));
  const count = Math.max(...byEvent.map((found) => found.length));
  return Array.from({ length: count }, (_, nth) =>
    toRegistration(
      url,
      byEvent.flatMap((found) => found[nth] ?? []),
    ),
  );
}

/** @internal */
export function toRegistration(url: string, parts: readonly WireSubscription[]): WebhookRegistration {
  const active = parts.length === EVENTS.length && parts.every(({ status }) => (status ?? 'enabled') === 'enabled');
  return { id: parts.map(({ id }) => id).join(), url, expiresAt: null, active };
}

/** The paths of the subscriptions of a hook. @internal */
export function subscriptionPaths(call: AzureCall, id: string): readonly string[] {
  if (!/^[\w-]{1,64}(?:,[\w-]{1,64}){0,9}$/.test(id)) {
    throw invalid(call, 'id', 'expected the id that webhooks.register or webhooks.list gave');
  }
  return [...new Set(id.split(','))].map((part) => `${SUBSCRIPTIONS}/${part}`);
}

/** @internal */
export async function webhookHealth(
  call: AzureCall,
  id: string,
): Promise<{ readonly state: 'ok' | 'disabled' | 'probation' }> {
  const paths = subscriptionPaths(call, id);
  const statuses: string[] = [];
  for (const path of paths) {
    statuses.push((await call.send({ at: 'collection', path, schema: zWireSubscription })).body.status ?? '');
  }
  if (paths.length < EVENTS.length || statuses.some((status) => /^disabled/i.test(status)))
    return { state: 'disabled' };
  return { state: statuses.some((status) => /probation/i.test(status)) ? 'probation' : 'ok' };
}

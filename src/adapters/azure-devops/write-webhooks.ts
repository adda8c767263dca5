import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { checkHook } from '../../contracts/adapter/write-input.js';
import { AmbiguousWriteError } from '../../errors/ambiguous-write-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { toCause } from '../../errors/redact.js';
import { type AzureCall, about, begin, invalid } from './context.js';
import { projectPath, readProject } from './project.js';
import { EVENTS, MARKER_HEADER, readHook, SUBSCRIPTIONS, toRegistration } from './webhooks.js';
import { type WireSubscription, zWireSubscription } from './wire.js';

/** The user name of the deliveries; the password is the secret. */
const USER = 'spec-kitty';

/**
 * Makes a hook for work items and their comments: one subscription for each event. Should one of them fail, those before it
 * are taken back.
 *
 * @internal
 */
export async function registerWebhook(
  call: AzureCall,
  given: { readonly url: string; readonly secret: string },
): Promise<WebhookRegistration> {
  const { url, secret } = checkHook(given, 'azure_devops');
  if (!url.startsWith('https://')) throw invalid(call, 'url', 'expected https: Azure DevOps delivers to no other');
  if (!/^[\x21-\x7e]{1,256}$/.test(secret)) {
    throw invalid(call, 'secret', 'expected 1 to 256 printable ASCII characters without spaces');
  }
  const { id: projectId } = await readProject(call);
  const id = `sk-${Array.from({ length: 32 }, () => Math.floor(call.random() * 16).toString(16)).join('')}`;
  const parts: WireSubscription[] = [];
  for (const eventType of EVENTS) {
    try {
      const { body } = await call.send({
        at: 'collection',
        method: 'POST',
        path: SUBSCRIPTIONS,
        secrets: [secret, btoa(`${USER}:${secret}`), ...secretsIn(url)],
        body: subscriptionTo(eventType, { url, secret, id, projectId }),
        schema: zWireSubscription,
      });
      parts.push(body);
    } catch (error) {
      throw await takenBack(call, id, parts, error);
    }
  }
  return toRegistration({ id, url, parts: parts.map((part, at) => ({ ...part, eventType: EVENTS[at] })) });
}

function subscriptionTo(
  eventType: string,
  { url, secret, id, projectId }: Readonly<Record<'url' | 'secret' | 'id' | 'projectId', string>>,
) {
  return {
    publisherId: 'tfs',
    eventType,
    resourceVersion: '1.0',
    consumerId: 'webHooks',
    consumerActionId: 'httpRequest',
    publisherInputs: { projectId, areaPath: '', workItemType: '' },
    consumerInputs: {
      url,
      basicAuthUsername: USER,
      basicAuthPassword: secret,
      // Not confidential, and without a space in its value: Azure DevOps takes none.
      httpHeaders: `${MARKER_HEADER}:${id}`,
      resourceDetailsToSend: 'all',
      messagesToSend: 'none',
      detailedMessagesToSend: 'none',
    },
  };
}

/**
 * Takes back what a registration made before it failed. The caller's signal does not end this: half a hook would deliver for
 * good, and nobody would know its id.
 *
 * @returns The error to end with: the first one, where nothing was made.
 */
async function takenBack(call: AzureCall, id: string, parts: readonly WireSubscription[], error: unknown) {
  const isUnclear = isTrackerError(error, 'ambiguous_write');
  if (parts.length === 0 && !isUnclear) return error;
  const say = (end: string, cause: unknown) =>
    about(call, { attempts: 1, status: 200 }, AmbiguousWriteError, `not all subscriptions could be made; ${end}`, {
      cause: toCause(cause),
      clientKey: undefined,
    });
  try {
    const again = begin(call, call.operation, undefined);
    const found = (await readHook(again, id))?.parts ?? [];
    for (const part of new Map([...parts, ...found].map((each) => [each.id, each])).values())
      await remove(again, part.id, 'keyed');
    return say('those that were made are deleted again', error);
  } catch (fault) {
    return say(`those with the header ${MARKER_HEADER}:${id} may be there: unregister ${id}`, fault);
  }
}

/** @internal */
export async function unregisterWebhook(call: AzureCall, id: string): Promise<void> {
  for (const part of (await readHook(call, id))?.parts ?? []) await remove(call, part.id);
}

async function remove(call: AzureCall, id: string, repeatability: 'keyed' | 'write' = 'write'): Promise<void> {
  const path = `${SUBSCRIPTIONS}/${encodeURIComponent(id)}`;
  await deleteOrGone(
    () => call.send({ at: 'collection', method: 'DELETE', repeatability, path }),
    () => call.send({ at: 'collection', path, schema: zWireSubscription }),
    () => call.send({ at: 'collection', path: projectPath(call) }),
  );
}

/** What in a hook's address may be a secret of the host's: all but the server. */
function secretsIn(url: string): string[] {
  const { username, password, pathname, search, searchParams } = new URL(url);
  return [username, password, `${pathname}${search}`, search.slice(1), ...searchParams.values()];
}

import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { checkHook } from '../../contracts/adapter/write-input.js';
import { AmbiguousWriteError } from '../../errors/ambiguous-write-error.js';
import { toCause } from '../../errors/redact.js';
import { type AzureCall, about, invalid } from './context.js';
import { projectPath, readProject } from './project.js';
import { EVENTS, MARKER_HEADER, SUBSCRIPTIONS, subscriptionPaths, toRegistration } from './webhooks.js';
import { type WireSubscription, zWireProject, zWireSubscription } from './wire-site.js';

/** The user name of the deliveries; the password is the secret. */
const USER = 'spec-kitty';

/**
 * Makes a hook for work items and their comments: one subscription for each event. Should one of them fail after another was
 * made, the error names the hook as far as it is there, so that it can be unregistered.
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
  const parts: WireSubscription[] = [];
  for (const eventType of EVENTS) {
    try {
      const { body } = await call.send({
        at: 'collection',
        method: 'POST',
        path: SUBSCRIPTIONS,
        secrets: [secret, btoa(`${USER}:${secret}`), ...secretsIn(url)],
        body: subscriptionTo(eventType, { url, secret, projectId }),
        schema: zWireSubscription,
      });
      parts.push(body);
    } catch (error) {
      const { id } = toRegistration(url, parts);
      // Nothing was made, or the error says that it may have been.
      if (id === '') throw error;
      const what = `only a part of the hook was made (${EVENTS.length} subscriptions): unregister '${id}', and look for more`;
      const facts = { cause: toCause(error), clientKey: undefined };
      throw about(call, { attempts: 1, status: 200 }, AmbiguousWriteError, what, facts);
    }
  }
  return toRegistration(url, parts);
}

function subscriptionTo(
  eventType: string,
  { url, secret, projectId }: Readonly<Record<'url' | 'secret' | 'projectId', string>>,
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
      httpHeaders: MARKER_HEADER,
      resourceDetailsToSend: 'all',
      messagesToSend: 'none',
      detailedMessagesToSend: 'none',
    },
  };
}

/** @internal */
export async function unregisterWebhook(call: AzureCall, id: string): Promise<void> {
  for (const path of subscriptionPaths(call, id)) {
    await deleteOrGone(
      () => call.send({ at: 'collection', method: 'DELETE', path }),
      () => call.send({ at: 'collection', path, schema: zWireSubscription }),
      () => call.send({ at: 'collection', path: projectPath(call), schema: zWireProject }),
    );
  }
}

/** What in a hook's address may be a secret of the host's: all but the server. */
function secretsIn(url: string): string[] {
  const { username, password, pathname, search, searchParams } = new URL(url);
  return [username, password, `${pathname}${search}`, search.slice(1), ...searchParams.values()];
}

import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { flag, object } from '../../contracts/adapter/shape.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { checkHook } from '../../contracts/adapter/write-input.js';
import type { LinearCall } from './context.js';
import { expectDone } from './create-once.js';
import { readTeam } from './team.js';
import { HOOK, hookId, readWebhook, toRegistration, wireHook } from './webhooks.js';
import { dataOf } from './wire.js';

const written = object({ success: flag, webhook: wireHook });
const CREATE = `mutation CreateWebhook($input:WebhookCreateInput!){webhookCreate(input:$input){success webhook{${HOOK}}}}`;
const zCreated = dataOf({ webhookCreate: written });
const UPDATE = `mutation UpdateWebhook($id:String!,$input:WebhookUpdateInput!){webhookUpdate(id:$id,input:$input){success webhook{${HOOK}}}}`;
const zUpdated = dataOf({ webhookUpdate: written });
const DELETE = 'mutation DeleteWebhook($id:String!){webhookDelete(id:$id){success}}';
const zDeleted = dataOf({ webhookDelete: object({ success: flag }) });

/** Makes a hook for the team's issues, their comments and labels. Linear signs deliveries with the secret. @internal */
export async function registerWebhook(
  call: LinearCall,
  given: { readonly url: string; readonly secret: string },
): Promise<WebhookRegistration> {
  const { url, secret } = checkHook(given, 'linear');
  const input = {
    url,
    secret,
    teamId: call.workspace,
    resourceTypes: ['Issue', 'Comment', 'IssueLabel'],
    enabled: true,
  };
  const reply = await call.send({
    document: CREATE,
    variables: { input },
    schema: zCreated,
    repeatability: 'write',
    secrets: [secret, ...secretsIn(url)],
  });
  return toRegistration(expectDone(call, reply, reply.body.data.webhookCreate).webhook);
}

/** Switches a hook on again that Linear has switched off. @internal */
export async function renewWebhook(call: LinearCall, id: string): Promise<WebhookRegistration> {
  const variables = { id: hookId(call, id), input: { enabled: true } };
  const reply = await call.send({ document: UPDATE, variables, schema: zUpdated, repeatability: 'write' });
  return toRegistration(expectDone(call, reply, reply.body.data.webhookUpdate).webhook);
}

/** @internal */
export async function unregisterWebhook(call: LinearCall, id: string): Promise<void> {
  const variables = { id: hookId(call, id) };
  await deleteOrGone(
    async () => {
      const reply = await call.send({ document: DELETE, variables, schema: zDeleted, repeatability: 'write' });
      expectDone(call, reply, reply.body.data.webhookDelete);
    },
    () => readWebhook(call, id),
    () => readTeam(call),
  );
}

/** What in a hook's address may be a secret of the host's: all but the server. */
function secretsIn(url: string): string[] {
  const { username, password, pathname, search, searchParams } = new URL(url);
  return [username, password, `${pathname}${search}`, search.slice(1), ...searchParams.values()];
}

import { flag, maybe, object, text, type ValueOf } from '../../contracts/adapter/shape.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { allOf, pagesOf, wireConnection } from './connections.js';
import { invalid, type LinearCall } from './context.js';
import { dataOf } from './wire.js';

/** Never the secret, which Linear would tell. @internal */
export const HOOK = 'id url enabled';
/** @internal */
export const wireHook = object({ id: text, url: maybe(text), enabled: flag });

const LIST = `query Webhooks($after:String){webhooks(first:100,after:$after){nodes{${HOOK}}pageInfo{hasNextPage endCursor}}}`;
const zHooks = dataOf({ webhooks: wireConnection(wireHook) });
const GET = `query Webhook($id:String!){webhook(id:$id){${HOOK}}}`;
const zHook = dataOf({ webhook: wireHook });

/** @internal */
export function listWebhooks(call: LinearCall): Promise<readonly WebhookRegistration[]> {
  return allOf(
    pagesOf(call, () => ({
      document: LIST,
      variables: {},
      schema: zHooks,
      cursor: undefined,
      pick: ({ body }) => body.data.webhooks,
      // Those of applications are no hooks of the workspace, and have no address of their own.
      toItems: (wires) => wires.flatMap((wire) => (wire.url ? [toRegistration(wire)] : [])),
    })),
  );
}

/** @internal */
export async function readWebhook(call: LinearCall, id: string): Promise<WebhookRegistration> {
  const reply = await call.send({ document: GET, variables: { id: hookId(call, id) }, schema: zHook });
  return toRegistration(reply.body.data.webhook);
}

/** A hook's id, which goes out as a value and is none of a path: Linear says whether there is such a hook. @internal */
export function hookId(call: LinearCall, id: string): string {
  if (typeof id === 'string' && id.trim() !== '') return id;
  throw invalid(call, 'id', "expected a hook's id");
}

/** Linear switches a hook off that keeps failing. @internal */
export async function webhookHealth(call: LinearCall, id: string): Promise<{ readonly state: 'ok' | 'disabled' }> {
  return { state: (await readWebhook(call, id)).active ? 'ok' : 'disabled' };
}

/** @internal */
export function toRegistration({ id, url, enabled }: ValueOf<typeof wireHook>): WebhookRegistration {
  return { id, url: url ?? '', expiresAt: null, active: enabled };
}

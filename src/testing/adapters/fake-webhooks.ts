import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import { type FakeContext, invalid, notFound, toTime } from './fake-context.js';
import type { WholeAdapter } from './whole-adapter.js';

const WEEK_MS = 604_800_000;

export function fakeWebhooks(context: FakeContext): WholeAdapter['webhooks'] {
  const { tracker } = context;
  const { hooks } = tracker;
  return {
    register: async ({ url, secret }, { signal } = {}) => {
      const operation = 'webhooks.register';
      if (!URL.canParse(url)) throw invalid(context, operation, 'url', 'must be an absolute URL');
      if (secret === '') throw invalid(context, operation, 'secret', 'must not be empty');
      return tracker.serve(signal, () => {
        const expiresAt = toTime(tracker.tick() + WEEK_MS);
        const hook: WebhookRegistration = { id: tracker.nextId(), url, expiresAt, active: true };
        hooks.set(hook.id, hook);
        return hook;
      });
    },
    unregister: async (id, { signal } = {}) => {
      await tracker.serve(signal, () => hooks.delete(id));
    },
    list: ({ signal } = {}) => tracker.serve(signal, () => [...hooks.values()]),
    renew: (id, { signal } = {}) =>
      tracker.serve(signal, () => {
        const hook = hooks.get(id);
        if (!hook) throw notFound(context, 'webhooks.renew', 'hook');
        const renewed = { ...hook, expiresAt: toTime(tracker.tick() + WEEK_MS) };
        hooks.set(id, renewed);
        return renewed;
      }),
    health: (id, { signal } = {}) => tracker.serve(signal, () => ({ state: hooks.has(id) ? 'ok' : 'disabled' })),
  };
}

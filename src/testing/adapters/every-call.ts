import { LINK_TYPES, type LinkType } from '../../contracts/issue-link.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { WholeHarness } from './adapter-case.js';
import { all, made } from './steps.js';

/** A method of an adapter, ready to be called with plain input. */
export interface ReadyCall {
  /** Such as `comments.add`. */
  readonly path: string;
  /** Calls it; a listing is walked. */
  readonly call: (signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Every method that the adapter has, in an order in which each can succeed, over issues made for it. An adapter that cannot
 * make issues has its reading methods here, with the issue that it lists first.
 */
export async function everyCall(harness: WholeHarness): Promise<ReadyCall[]> {
  const { adapter } = harness;
  const isWriter = adapter.issues.create !== undefined;
  const [issue, other] = isWriter
    ? [await made(harness), await made(harness)]
    : (await all(adapter.issues.list())).slice(0, 2);
  const id = issue?.ref.id ?? '';
  const comment = isWriter && (await adapter.comments?.add?.(id, 'A comment of the suite'));
  const hook = { url: 'https://host.example/hooks/suite', secret: 'secret-of-the-suite' };
  const canRegister = adapter.webhooks?.register !== undefined;
  let hookId = '';
  const rows: Record<string, ((options: { readonly signal?: AbortSignal }) => Promise<unknown>) | false | undefined> = {
    testConnection: (options) => adapter.testConnection(options),
    'issues.list': (options) => all(adapter.issues.list({}, options)),
    'issues.ids': (options) => all(adapter.issues.ids({}, options)),
    'issues.search': (options) => all(adapter.issues.search({ text: 'suite' }, options)),
    'issues.findByClientKey': (options) => adapter.issues.findByClientKey('suite', options),
    'issues.create': (options) => adapter.issues.create({ title: 'Another issue' }, options),
    ...Object.fromEntries(
      (['projects', 'labels', 'users', 'statuses', 'issueTypes'] as const).map((what) => [
        `directory.${what}`,
        (options: { readonly signal?: AbortSignal }) => all<unknown>(adapter.directory[what]({}, options)),
      ]),
    ),
    'webhooks.register': async (options) => {
      hookId = (await adapter.webhooks.register(hook, options)).id;
    },
    'webhooks.list': (options) => adapter.webhooks.list(options),
    'webhooks.renew': canRegister && ((options) => adapter.webhooks.renew(hookId || '1', options)),
    'webhooks.health': canRegister && ((options) => adapter.webhooks.health(hookId || '1', options)),
    'webhooks.unregister': (options) => adapter.webhooks.unregister(hookId || '1', options),
    ...(issue && {
      'issues.get': (options) => adapter.issues.get(id, options),
      'issues.update': (options) => adapter.issues.update(id, { title: 'A new title' }, options),
      'issues.transition': (options) => adapter.issues.transition(id, issue.status, options),
      'comments.list': (options) => all(adapter.comments.list(id, {}, options)),
      'comments.add': (options) => adapter.comments.add(id, 'Another comment', options),
      'comments.findByClientKey': (options) => adapter.comments.findByClientKey(id, 'suite', options),
      'comments.update': comment && ((options) => adapter.comments.update(id, comment.id, 'A new text', options)),
      'comments.delete': comment && ((options) => adapter.comments.delete(id, comment.id, options)),
      'links.list': (options) => adapter.links.list(id, options),
      'links.findByClientKey': (options) => adapter.links.findByClientKey(id, 'suite', options),
      'attachments.list': (options) => adapter.attachments.list(id, options),
      'attachments.findByClientKey': (options) => adapter.attachments.findByClientKey(id, 'suite', options),
      'attachments.add': (options) =>
        adapter.attachments.add(id, { content: new Uint8Array([1]), name: 'a.txt', type: 'text/plain' }, options),
      'backlinks.upsert': (options) =>
        adapter.backlinks.upsert(id, { key: 'suite', url: 'https://host.example/wp/1', title: 'WP 1' }, options),
      'backlinks.remove': (options) => adapter.backlinks.remove(id, 'suite', options),
    }),
    ...(issue &&
      other && {
        'links.add': (options) => withAnyType((type) => adapter.links.add(id, { type, target: other.ref }, options)),
        'links.remove': (options) =>
          withAnyType((type) => adapter.links.remove(id, { type, target: other.ref }, options)),
      }),
    ...(other && { 'issues.delete': (options) => adapter.issues.delete(other.ref.id, options) }),
  };
  return Object.entries(rows).flatMap(([path, call]) => {
    const method = path
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], adapter);
    return call && method !== undefined
      ? [{ path, call: (signal?: AbortSignal) => call(signal === undefined ? {} : { signal }) }]
      : [];
  });
}

/** Few trackers have all types of links; one will do. */
async function withAnyType(call: (type: LinkType) => Promise<unknown>): Promise<void> {
  let refusal: unknown;
  for (const type of LINK_TYPES) {
    try {
      await call(type);
      return;
    } catch (error) {
      if (!isTrackerError(error, 'unsupported') && !isTrackerError(error, 'invalid_input')) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

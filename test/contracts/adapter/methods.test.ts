import { describe, expect, it, vi } from 'vitest';
import { methodsOf } from '../../../src/contracts/adapter/methods.js';
import type { Page } from '../../../src/contracts/page.js';

interface Call {
  readonly operation: string;
  readonly signal: AbortSignal | undefined;
}
interface Options {
  readonly signal?: AbortSignal;
}
const subject = () => methodsOf((operation, signal): Call => ({ operation, signal }));
const { signal } = new AbortController();
const get = (call: Call, id: string, options?: Options) => ({ call, id, options });

describe('a method', () => {
  it('gets a call with its name and its signal, and its arguments', () => {
    const { issues } = subject().methods({ issues: { get } });
    expect(issues.get('7', { signal })).toEqual({
      call: { operation: 'issues.get', signal },
      id: '7',
      options: { signal },
    });
    expect(issues.get('7').call.signal).toBeUndefined();
  });

  it('finds its options where the interface has them', () => {
    const see = (call: Call, ..._: unknown[]) => call.signal;
    const { comments, webhooks } = subject().methods({ comments: { update: see }, webhooks: { list: see } });
    expect(comments.update('1', '2', 'Text.', { signal })).toBe(signal);
    expect(comments.update('1', '2', { signal })).toBeUndefined();
    expect(webhooks.list({ signal })).toBe(signal);
  });

  it('of a module loads it with the first use', async () => {
    const load = vi.fn(async () => ({
      testConnection: async ({ operation, signal: given }: Call) => [operation, given],
      issues: {
        get: async (call: Call, id: string, _?: Options) => [call.operation, id],
        async *list({ operation }: Call): AsyncGenerator<Page<string>, void, void> {
          yield { items: [operation], cursor: null };
        },
      },
    }));
    const { methodsIn, testConnectionIn } = subject();
    const { issues } = methodsIn(load, { issues: ['get', 'list'] });
    const testConnection = testConnectionIn(load);
    const pages = issues.list();
    expect(load).not.toHaveBeenCalled();
    expect(await issues.get('7')).toEqual(['issues.get', '7']);
    expect((await pages.next()).value).toEqual({ items: ['issues.list'], cursor: null });
    expect(await testConnection({ signal })).toEqual(['testConnection', signal]);
    expect(load).toHaveBeenCalledTimes(3);
  });

  it('is there only if it was named', () => {
    const module = { issues: { get, ids: get } };
    const { issues } = subject().methodsIn(async () => module, { issues: ['get'] });
    expect(Object.keys(issues)).toEqual(['get']);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { methodsOf } from '../../../src/contracts/adapter/methods.js';
import type { Page } from '../../../src/contracts/page.js';

interface Call {
  readonly operation: string;
  readonly signal: AbortSignal | undefined;
}
const subject = () => methodsOf((operation, signal): Call => ({ operation, signal }));
const { signal } = new AbortController();
const get = (call: Call, id: string, options?: { readonly signal?: AbortSignal }) => ({ call, id, options });

describe('a method', () => {
  it('gets a call with its name and its signal, and its arguments', () => {
    const { method } = subject();
    expect(method('issues.get', 1, get)('7', { signal })).toEqual({
      call: { operation: 'issues.get', signal },
      id: '7',
      options: { signal },
    });
    expect(method('issues.get', 1, get)('7').call.signal).toBeUndefined();
  });

  it('of a module loads it with the first use', async () => {
    const load = vi.fn(async () => ({
      get: async (call: Call, id: string) => [call.operation, id],
      async *list({ operation }: Call): AsyncGenerator<Page<string>, void, void> {
        yield { items: [operation], cursor: null };
      },
    }));
    const { later, pagesLater } = subject().methodsIn(load);
    const getLater = later('issues.get', 1, (module) => module.get);
    const list = pagesLater('issues.list', 0, (module) => module.list);
    const pages = list();
    expect(load).not.toHaveBeenCalled();
    expect(await getLater('7')).toEqual(['issues.get', '7']);
    expect((await pages.next()).value).toEqual({ items: ['issues.list'], cursor: null });
    expect(load).toHaveBeenCalledTimes(2);
  });
});

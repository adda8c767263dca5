// Every operation of every adapter through the platform's own fetch, answered by MSW: what a fake that is called as a
// function would let pass (a body that cannot be sent, a header that the platform refuses) cannot pass here.
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRuntime } from '../../src/runtime/runtime.js';
import { PROVIDERS } from './subjects.js';

const network = setupServer();
beforeAll(() => network.listen({ onUnhandledFrame: 'error' }));
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

describe.each(PROVIDERS)('over MSW, $provider', ({ createSubject, operations }) => {
  test.each(operations)('$name', async ({ prepare, run }) => {
    const { server, create } = createSubject();
    let answered = 0;
    network.use(
      http.all('*', async ({ request }) => {
        answered += 1;
        const answer = await server.handle(request);
        // One of MSW's own, which is sent as a server would send it.
        return new HttpResponse(answer.body, answer);
      }),
    );
    const adapter = create(createRuntime());
    await run(adapter, await prepare?.(adapter), {});
    expect(answered).toBe(server.requests.length);
  });
});

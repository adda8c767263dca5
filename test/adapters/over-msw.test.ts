// Every operation of every adapter through the platform's own fetch, answered by MSW: what a fake that is called as a
// function would let pass (a body that cannot be sent, a header that the platform refuses) cannot pass here.
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRuntime } from '../../src/runtime/runtime.js';
import { isFull } from '../support/runs.js';
import { type Operation, PROVIDERS } from './subjects.js';

/** Each method once; the long proof takes its variants too (`issues.create for few`). */
function perMethod(operations: readonly Operation[]): readonly Operation[] {
  const methods = new Map(operations.toReversed().map((operation) => [operation.name.split(' ')[0], operation]));
  return isFull ? operations : [...methods.values()];
}

const network = setupServer();
beforeAll(() => network.listen({ onUnhandledFrame: 'error' }));
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

describe.each(PROVIDERS)('over MSW, $provider', ({ createSubject, operations }) => {
  test.each(perMethod(operations))('$name', async ({ prepare, run }) => {
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

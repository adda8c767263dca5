import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpClient } from '../../src/http/http-client.js';
import { toBlob } from '../../src/http/upload.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { serve } from '../support/serve.js';
import { failureOf } from './failure-of.js';

interface Received {
  readonly type: string;
  readonly accept: string | null;
  readonly name: string;
  readonly fileType: string;
  readonly bytes: number[];
  readonly note: string;
}

/** A server that takes multipart forms and answers with the given statuses in turn. */
async function formServer(...statuses: number[]) {
  const received: Received[] = [];
  const raw: string[] = [];
  const server = await serve(async (request) => {
    raw.push(await request.clone().text());
    const form = await request.clone().formData();
    const file = form.get('file') as File;
    received.push({
      type: request.headers.get('content-type') ?? '',
      accept: request.headers.get('accept'),
      name: file.name,
      fileType: file.type,
      bytes: [...new Uint8Array(await file.arrayBuffer())],
      note: String(form.get('note')),
    });
    const status = statuses[received.length - 1] ?? 200;
    return Response.json({ id: 7 }, { status, headers: status === 429 ? { 'retry-after': '1' } : {} });
  });
  onTestFinished(() => server.close());
  return { url: server.url, received, raw };
}

const BYTES = [0, 255, 13, 10, 45, 45, 0];

async function form(): Promise<FormData> {
  const context = { operation: 'attachments.add', attempts: 0 };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Uint8Array.from(BYTES.slice(0, 3)));
      controller.enqueue(Uint8Array.from(BYTES.slice(3)));
      controller.close();
    },
  });
  const data = new FormData();
  data.append('file', await toBlob(stream, 'image/png', context), 'Zoë "1".png');
  data.append('note', 'a\r\nb');
  return data;
}

const upload = { operation: 'attachments.add', method: 'POST', path: '/files' } as const;

test('a form arrives as multipart with all its bytes and names', async () => {
  const { url, received } = await formServer();
  const http = createHttpClient({ baseUrl: url, headers: { 'x-api': '1' } }, createTestRuntime());
  const reply = await http.send({ ...upload, body: await form() });
  expect(reply.body).toEqual({ id: 7 });
  expect(received).toMatchObject([
    { accept: 'application/json', name: 'Zoë "1".png', fileType: 'image/png', bytes: BYTES, note: 'a\r\nb' },
  ]);
  expect(received[0]?.type).toMatch(/^multipart\/form-data; boundary=/);
});

test('a repeat sends the very same bytes', async () => {
  const { url, raw, received } = await formServer(429, 429);
  await createHttpClient({ baseUrl: url }, createTestRuntime()).send({ ...upload, body: await form() });
  expect(received.map(({ bytes, note }) => ({ bytes, note }))).toEqual(Array(3).fill({ bytes: BYTES, note: 'a\r\nb' }));
  expect(new Set(raw).size).toBe(1);
});

test('a form whose answer is lost is sent once', async () => {
  const { url, received } = await formServer(502);
  const http = createHttpClient({ baseUrl: url }, createTestRuntime());
  const error = await failureOf(http.send({ ...upload, body: await form(), clientKey: 'file-1' }), 'ambiguous_write');
  expect(error.clientKey).toBe('file-1');
  expect(received).toHaveLength(1);
});

test('a form that nobody reads leaves nothing behind', async () => {
  // A host's own `fetch` may refuse before it looks at the body. vitest fails on a rejection that nobody handles.
  const refuse = async () => {
    throw new TypeError('offline');
  };
  const http = createHttpClient({ baseUrl: 'https://host.example' }, createTestRuntime({ fetch: refuse }));
  await failureOf(http.send({ ...upload, body: await form() }), 'ambiguous_write');
  for (let turn = 0; turn < 10; turn++) await setImmediate();
});

import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { serveRaw } from '../support/serve.js';

/** What a request looked like when it arrived. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A loopback server that answers the first request with the first step, and so on; the last step repeats. */
export async function scriptedServer(...steps: RequestListener[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = await serveRaw(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const step = steps[Math.min(seen.length, steps.length - 1)];
    const body = await text(incoming).catch(() => '');
    seen.push({ method, url, headers, body });
    step?.(incoming, outgoing);
  });
  onTestFinished(() => server.close());
  return { url: server.url, seen };
}

type HeaderValues = Readonly<Record<string, string | number>>;

/** Answers with text. */
export const say =
  (status: number, body = '', headers: HeaderValues = {}): RequestListener =>
  (_, outgoing) => {
    outgoing.writeHead(status, headers);
    outgoing.end(body);
  };

/** Answers with JSON. */
export const json = (status: number, body: unknown, headers: HeaderValues = {}): RequestListener =>
  say(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

/** Closes the connection instead of answering. */
export const reset: RequestListener = (incoming) => void incoming.socket.destroy();

/** Sends a head and the beginning of a body, then closes the connection. */
export const cut =
  (status: number, begin: string, headers: HeaderValues = {}): RequestListener =>
  (_, outgoing) => {
    outgoing.writeHead(status, headers);
    outgoing.write(begin, () => outgoing.socket?.destroy());
  };

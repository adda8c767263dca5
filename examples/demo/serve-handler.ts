// Puts a fetch-shaped handler behind Node's http server. Copy it: hosts on Bun, Deno, Hono or a worker do not need it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** A running server. */
export interface HttpServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  /** Stops listening and drops every open connection. */
  close(): Promise<void>;
}

/** Serves a handler on a free loopback port; what it leaves to others (`undefined`) is answered 404. */
export function serveHandler(handler: (request: Request) => Promise<Response | undefined>): Promise<HttpServer> {
  return listen(async (incoming, outgoing) => {
    const response = (await handler(toRequest(incoming))) ?? new Response('Not found\n', { status: 404 });
    // A receipt has a few hundred bytes. A handler with large answers would pipe `response.body`.
    const body = new Uint8Array(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body);
  });
}

/** Listens on a free loopback port. A listener that fails is answered 500. */
export async function listen(
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    listener(incoming, outgoing).catch(() => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // only a pipe's address is text
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const { method = 'GET' } = incoming;
  // The path is what the handler routes by. The Host header is the sender's to choose, so nothing is built from it.
  const url = `http://127.0.0.1${incoming.url}`;
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  // Node and the DOM declare one and the same stream class under two names.
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
  // Node wants `duplex` with a streamed body; the DOM's types do not know it.
  const init: RequestInit & { readonly duplex: 'half' } = { method, headers, body, duplex: 'half' };
  return new Request(url, init);
}

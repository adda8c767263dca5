import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Exchange, Interference, Step } from './run-operation.js';

/** Something that goes wrong on the way to a tracker or back. */
export interface Fault {
  readonly name: string;
  readonly interfere: (exchange: Exchange) => Promise<Response>;
  /** Whether it applies where the tracker would have answered so. Default: everywhere. */
  readonly fits?: (step: Step) => boolean;
  /** It is judged only when it does not pass: once, it cannot be told from what it says. */
  readonly isLastingOnly?: true;
}

const SIGN_IN = '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>';
const echo = (secrets: readonly string[]) => `you sent ${secrets.join(' and ')}`;
const answer = (status: number, secrets: readonly string[], headers: Record<string, string> = {}) =>
  Response.json(
    { message: echo(secrets), errors: [echo(secrets)], errorMessages: [echo(secrets)] },
    { status, headers },
  );

/** What `fetch` rejects with in Node. */
function broken(code: string, syscall: string, secrets: readonly string[] = []): TypeError {
  const cause = Object.assign(new Error(`${syscall} ${code} 192.0.2.1:443 ${secrets.join(' ')}`), { code, syscall });
  return new TypeError('fetch failed', { cause });
}

/** An answer that never comes: the time limit of the attempt does. */
function silence({ runtime }: Exchange): Promise<Response> {
  Promise.resolve().then(() => runtime.advance(31_000));
  return new Promise(() => {});
}

const hasBody = (step: Step) => step.hasBody;
const isEmpty = (step: Step) => !step.hasBody;
// Before or after is the same where nothing is changed.
const isWrite = (step: Step) => step.isWrite;

/** The faults of a network and of what stands in it, each before the tracker did anything or after. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'refused connection',
    interfere: async () => {
      throw broken('ECONNREFUSED', 'connect');
    },
  },
  {
    name: 'reset before the tracker saw it',
    interfere: async ({ secrets }) => {
      throw broken('ECONNRESET', 'read', secrets);
    },
  },
  {
    name: 'reset after the tracker applied it',
    fits: isWrite,
    interfere: async ({ forward, secrets }) => {
      await forward();
      throw broken('ECONNRESET', 'read', secrets);
    },
  },
  { name: 'timeout before the tracker saw it', interfere: silence },
  {
    name: 'timeout after the tracker applied it',
    fits: isWrite,
    interfere: async (exchange) => {
      await exchange.forward();
      return silence(exchange);
    },
  },
  { name: '429', interfere: async ({ secrets }) => answer(429, secrets, { 'retry-after': '1' }) },
  { name: '429 for an hour', interfere: async ({ secrets }) => answer(429, secrets, { 'retry-after': '3600' }) },
  { name: '500', interfere: async ({ secrets }) => answer(500, secrets) },
  {
    name: '502 after the tracker applied it',
    fits: isWrite,
    interfere: async ({ forward, secrets }) => {
      await forward();
      return new Response(`${SIGN_IN}${echo(secrets)}`, { status: 502, headers: { 'content-type': 'text/html' } });
    },
  },
  { name: '503', interfere: async ({ secrets }) => answer(503, secrets, { 'retry-after': '1' }) },
  {
    name: 'HTML in place of an answer',
    interfere: async ({ secrets }) =>
      new Response(`${SIGN_IN}${echo(secrets)}`, { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  },
  {
    name: 'half of the JSON',
    fits: hasBody,
    interfere: async ({ forward }) => {
      const response = await forward();
      const text = await response.text();
      return new Response(text.slice(0, Math.ceil(text.length / 2)), response);
    },
  },
  {
    name: 'half a JSON where there is none',
    fits: isEmpty,
    interfere: async ({ forward }) => {
      await forward();
      return new Response('{"half": ', { headers: { 'content-type': 'application/json' } });
    },
  },
  // For want of access, or because what answers knows none of the tracker's paths: nothing is proved gone by it.
  { name: '404', isLastingOnly: true, interfere: async ({ secrets }) => answer(404, secrets) },
  { name: '410', isLastingOnly: true, interfere: async ({ secrets }) => answer(410, secrets) },
  {
    name: '404 as HTML',
    isLastingOnly: true,
    interfere: async ({ secrets }) =>
      new Response(`${SIGN_IN}${echo(secrets)}`, { status: 404, headers: { 'content-type': 'text/html' } }),
  },
  ...[302, 307].map(
    (status): Fault => ({
      name: `redirect (${status}) to another origin`,
      // The one is for reading, the other would send a write again.
      fits: (step) => step.isWrite === (status === 307),
      interfere: async ({ secrets }) =>
        new Response(null, {
          status,
          headers: { location: `https://elsewhere.example/login?back=${encodeURIComponent(secrets[0] ?? '')}` },
        }),
    }),
  ),
];

/** When a fault happens: once, or from some request on. */
export function at(position: number, { interfere }: Fault, isLasting = false): Interference {
  return (exchange) =>
    exchange.nth === position || (isLasting && exchange.nth > position) ? interfere(exchange) : undefined;
}

/** What a server on a real socket does to a request; true when it has dealt with it. */
export type RawFault = (
  outgoing: ServerResponse,
  answer: () => Promise<{ readonly status: number; readonly body: Buffer }>,
) => Promise<boolean>;

/** A server on a loopback port whose connections can be broken. */
export interface RawServer {
  readonly origin: string;
  /** How requests are answered from here on, and what happens to them. */
  use(answer: (request: Request) => Promise<Response>, fault: (nth: number) => RawFault | undefined): void;
  close(): Promise<void>;
}

async function toRequest(origin: string, incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/' } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    if (name === 'connection' || name === 'transfer-encoding') continue;
    for (const value of values) headers.append(name, value);
  }
  const body = await buffer(incoming);
  return new Request(origin + url, { method, headers, ...(body.length > 0 && { body: new Uint8Array(body) }) });
}

export function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** Serves on a real socket. */
export async function createRawServer(): Promise<RawServer> {
  let answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 500 });
  let faultOf: (nth: number) => RawFault | undefined = () => undefined;
  let nth = 0;
  const server = createServer(async (incoming, outgoing) => {
    const fault = faultOf(nth++);
    const request = await toRequest(origin, incoming);
    const respond = async () => {
      const response = await answer(request);
      const { status, headers } = response;
      return { status, headers, body: Buffer.from(await response.arrayBuffer()) };
    };
    if (await fault?.(outgoing, respond)) return;
    const { status, headers, body } = await respond();
    outgoing.writeHead(status, Object.fromEntries(headers)).end(body);
  });
  const origin = await listen(server);
  return {
    origin,
    use(nextAnswer, nextFault) {
      [answer, faultOf, nth] = [nextAnswer, nextFault, 0];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The faults that only a socket has. */
export const RAW_FAULTS: readonly {
  readonly name: string;
  readonly fits?: (step: Step) => boolean;
  readonly fault: RawFault;
}[] = [
  {
    name: 'a connection that is closed before the tracker saw the request',
    fault: async (outgoing) => {
      outgoing.destroy();
      return true;
    },
  },
  {
    name: 'a connection that is closed after the tracker applied the request',
    fault: async (outgoing, answer) => {
      await answer();
      outgoing.destroy();
      return true;
    },
  },
  {
    name: 'a body cut with its Content-Length',
    fits: hasBody,
    fault: async (outgoing, answer) => {
      const { status, body } = await answer();
      outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
      outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      return true;
    },
  },
  {
    name: 'a body cut between its chunks',
    fits: hasBody,
    fault: async (outgoing, answer) => {
      const { status, body } = await answer();
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      return true;
    },
  },
  {
    name: 'a body cut without Content-Length, the connection closed in good order',
    fits: hasBody,
    fault: async (outgoing, answer) => {
      const { status, body } = await answer();
      outgoing.shouldKeepAlive = false;
      outgoing.useChunkedEncodingByDefault = false;
      outgoing.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      outgoing.end(body.subarray(0, body.length / 2));
      return true;
    },
  },
];

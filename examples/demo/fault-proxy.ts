// Stands between a client and a server and does what networks do. Real HTTP on both sides.
import { buffer } from 'node:stream/consumers';
import { type HttpServer, listen } from './serve-handler.ts';

/**
 * What happens to a request.
 *
 * - `unavailable`: answered 503 here; the server never sees it.
 * - `cut`: the server gets it and answers; the connection is cut before a byte of that answer goes back.
 */
export type Fault = 'unavailable' | 'cut';

/** A request as the proxy saw it. */
export interface SeenRequest {
  /** What was done to it; undefined when it simply went through. */
  readonly fault: Fault | undefined;
  /** Its `Idempotency-Key`. */
  readonly key: string | undefined;
  /** Its body. */
  readonly body: Buffer;
  /** What the server answered, whether or not the client got it; undefined when the server was not asked. */
  readonly answer: { readonly status: number; readonly body: Buffer } | undefined;
}

/** A running proxy. */
export interface FaultProxy extends HttpServer {
  /** Every request so far. */
  readonly seen: readonly SeenRequest[];
  /** The faults of the next requests, one each. Without any, requests go through. */
  failNext(...faults: readonly Fault[]): void;
}

/** Starts a proxy in front of a server. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const faults: Fault[] = [];
  const seen: SeenRequest[] = [];
  const server = await listen(async (incoming, outgoing) => {
    const fault = faults.shift();
    const body = await buffer(incoming);
    const key = incoming.headersDistinct['idempotency-key']?.[0];
    if (fault === 'unavailable') {
      seen.push({ fault, key, body, answer: undefined });
      outgoing.writeHead(503, { 'Content-Type': 'text/plain' }).end('Service unavailable\n');
      return;
    }
    const headers = new Headers();
    for (const name of ['authorization', 'content-encoding', 'content-type', 'idempotency-key', 'x-team-slug']) {
      const value = incoming.headers[name];
      if (typeof value === 'string') headers.set(name, value);
    }
    const { method = 'GET' } = incoming;
    const response = await fetch(target + incoming.url, { method, headers, ...(body.length > 0 && { body }) });
    const answer = { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
    seen.push({ fault, key, body, answer });
    if (fault === 'cut') outgoing.destroy();
    else outgoing.writeHead(answer.status, Object.fromEntries(response.headers)).end(answer.body);
  });
  return { ...server, seen, failNext: (...next) => void faults.push(...next) };
}

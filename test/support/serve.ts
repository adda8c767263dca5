import type { RequestListener } from 'node:http';
import { type HttpServer, listen, serveHandler } from '../../examples/demo/serve-handler.ts';

export type LoopbackServer = HttpServer;

/** A real server on a free loopback port, over Node's own request and response: for broken answers of every kind. */
export function serveRaw(listener: RequestListener): Promise<LoopbackServer> {
  return listen(async (incoming, outgoing) => listener(incoming, outgoing));
}

/** A real server on a free loopback port around a fetch-shaped handler: the one that the demo shows to hosts. */
export const serve = serveHandler;

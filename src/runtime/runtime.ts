/**
 * Where the SDK writes what it is doing. `console` fits. Never given a token, a header or a body.
 *
 * @public
 */
export interface Logger {
  /** Steps of a call, for finding a fault. */
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Milestones. */
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Something odd that did not stop the call. */
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A fault that the caller also gets. */
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/**
 * An incremental SHA-256.
 *
 * @internal
 */
export interface Sha256 {
  /** Adds text (as UTF-8) or bytes. */
  update(chunk: string | Uint8Array): unknown;
  /** The digest in lower-case hex. Ends the hash: nothing can be added after. */
  digestHex(): string;
}

/**
 * Everything that the SDK takes from the platform: network, time, chance, log. Each member is a port that a host may
 * replace; a test that replaces `now`, `sleep` and `after` runs retries and deadlines without waiting.
 *
 * @public
 */
export interface Runtime {
  /** The network. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** The time, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason` when the signal aborts first. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls `fn` after `ms` milliseconds unless the returned function is called first. For time limits. */
  readonly after: (ms: number, fn: () => void) => () => void;
  /** A number from 0 (included) to 1 (excluded), from a source fit for unique ids. */
  readonly random: () => number;
  /** Silent unless the host passes one. */
  readonly logger: Logger;
}

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

function after(ms: number, fn: () => void): () => void {
  const timer = globalThis.setTimeout(fn, Math.min(ms, LONGEST_MS));
  return () => globalThis.clearTimeout(timer);
}

// What a platform's timers hold, 24 days; a longer time would run out at once.
const LONGEST_MS = 2_147_483_647;

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort);
  });
}

function random(): number {
  const [bits = 0n] = globalThis.crypto.getRandomValues(new BigUint64Array(1));
  return Number(bits >> 11n) / 2 ** 53;
}

/**
 * The platform's own ports, with those given in their place. Globals are looked up when they are used, not when this is
 * called, so that a server installed by a test afterwards is seen.
 *
 * @public
 */
export function createRuntime(ports: Partial<Runtime> = {}): Runtime {
  return {
    fetch: ports.fetch ?? ((request) => globalThis.fetch(request)),
    now: ports.now ?? (() => globalThis.Date.now()),
    sleep: ports.sleep ?? sleep,
    after: ports.after ?? after,
    random: ports.random ?? random,
    logger: ports.logger ?? SILENT,
  };
}

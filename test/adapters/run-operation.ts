import { inspect } from 'node:util';
import { createTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.js';
import { isWriting, type Operation, type ProviderModule, type Subject } from './subjects.js';

/** One request of an operation. */
export interface Exchange {
  readonly request: Request;
  /** 0 for the first request of the operation. */
  readonly nth: number;
  readonly runtime: TestRuntime;
  /** Texts that no error may show, as the request carries them. */
  readonly secrets: readonly string[];
  /** Has the tracker answer, and counts what it applies. */
  readonly forward: () => Promise<Response>;
}

/** What happens to a request in place of the tracker's answer; `undefined`: nothing. */
export type Interference = (exchange: Exchange) => Promise<Response> | undefined;

/** How requests get to the tracker, and at which origin it is reached then. */
export type Network = (answer: (request: Request) => Promise<Response>) => {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
};

/** A tracker's base URL at another origin. */
function baseUrlAt(origin: string, url: string): string {
  return origin + new URL(url).pathname.replace(/\/$/, '');
}

/** A request of a run that nothing happened to, with its answer. */
export interface Step {
  readonly request: Request;
  readonly status: number;
  readonly hasBody: boolean;
  /** Whether it changes something at the tracker. */
  readonly isWrite: boolean;
}

/** How an operation went. */
export interface Run {
  readonly value: unknown;
  /** What it rejected with; absent when it resolved. */
  readonly error?: unknown;
  readonly isRejected: boolean;
  readonly steps: readonly Step[];
  /** How often each writing request was applied: by method and path. */
  readonly applied: ReadonlyMap<string, number>;
  /** Addresses outside the tracker that something was sent to. */
  readonly leaks: readonly string[];
  /** All that an error or a log line shows. */
  readonly shown: string;
  readonly secrets: ReadonlySet<string>;
}

const CREDENTIAL = /authorization|token|key|secret|cookie/i;

/** Whether a header's value carries a token, as it is or in a Basic pair. */
export function carries(value: string, token: string): boolean {
  const [, pair = ''] = /^Basic (.+)$/i.exec(value) ?? [];
  return value.includes(token) || Buffer.from(pair, 'base64').toString().includes(token);
}

/** The credentials of a request, with and without their scheme word. */
function secretsOf(request: Request, token: string | undefined): string[] {
  return [...request.headers]
    .filter(([name, value]) => (token === undefined ? CREDENTIAL.test(name) : carries(value, token)))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')])
    .filter((value) => value.length >= 8);
}

const DEEP = { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true, maxStringLength: null } as const;

/** Everything that any way of printing a value shows: its stack and its causes are in what `inspect` says. */
function show(value: unknown): string {
  return [inspect(value, DEEP), JSON.stringify(value), String(value), (Object(value) as Error).message].join('\n');
}

// Thousands of errors are thrown here, and every line of a stack is looked up in its source map.
Error.stackTraceLimit = 4;

const keyOf = ({ method, url }: Request) => `${method} ${new URL(url).pathname}`;

/** The times in a result differ from run to run. */
export function comparable(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  return (text ?? 'undefined').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)/g, '(time)');
}

/**
 * Trackers with what an operation needs. What a reading operation works on stays as it is, so all of its runs share one.
 *
 * @param origin - Where the tracker is reached, if not at its own address: it is part of what adapters make of it.
 */
export function createStage(module: ProviderModule, operation: Operation, origin?: string) {
  const shared: { subject?: Subject; prepared?: unknown } = {};
  return async () => {
    if (shared.subject && operation.kind === 'read') return { subject: shared.subject, prepared: shared.prepared };
    const subject = module.createSubject();
    const { server } = subject;
    const home = new URL(server.url).origin;
    const runtime = createTestRuntime({
      fetch: async (request) =>
        server.handle(origin === undefined ? request : new Request(request.url.replace(origin, home), request)),
    });
    const options = origin === undefined ? {} : { baseUrl: baseUrlAt(origin, server.url) };
    const prepared = await operation.prepare?.(subject.create(runtime, options));
    return Object.assign(shared, { subject, prepared });
  };
}

/**
 * Runs an operation with a fresh adapter.
 *
 * @param network - How a request gets to the interference; default: in this process.
 */
export async function runOperation(
  module: ProviderModule,
  operation: Operation,
  stage: ReturnType<typeof createStage>,
  interfere: Interference = () => undefined,
  network?: Network,
): Promise<Run> {
  const { subject, prepared } = await stage();
  const { server } = subject;
  const home = new URL(server.url);
  const steps: Step[] = [];
  const applied = new Map<string, number>();
  const leaks: string[] = [];
  const secrets = new Set<string>(module.CANARY === undefined ? [] : [module.CANARY]);
  const logged: string[] = [];
  let sent = 0;

  const answer = async (arrived: Request): Promise<Response> => {
    const { pathname, search, origin } = new URL(arrived.url);
    if (network === undefined && origin !== home.origin) {
      leaks.push(arrived.url);
      return Response.json({});
    }
    // The tracker's own address, whichever way it came.
    const request = origin === home.origin ? arrived : new Request(home.origin + pathname + search, arrived);
    for (const secret of secretsOf(request, module.CANARY)) secrets.add(secret);
    const nth = sent++;
    const forward = async () => {
      const copy = request.clone();
      const response = await server.handle(request);
      const isWrite = isWriting(module, copy);
      if (response.ok && isWrite) applied.set(keyOf(copy), (applied.get(keyOf(copy)) ?? 0) + 1);
      const body = await response.clone().text();
      steps.push({ request: copy, status: response.status, hasBody: body !== '', isWrite });
      return response;
    };
    return interfere({ request, nth, runtime, secrets: [...secrets], forward }) ?? forward();
  };

  const log = (...line: unknown[]) => void logged.push(show(line));
  const wire = network?.(answer);
  const runtime = createTestRuntime({
    fetch: wire?.fetch ?? answer,
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const adapter = subject.create(runtime, wire ? { baseUrl: baseUrlAt(wire.origin, server.url) } : {});
  const run = { value: undefined as unknown, error: undefined as unknown, isRejected: false };
  try {
    run.value = await operation.run(adapter, prepared, {});
  } catch (error) {
    run.error = error;
    run.isRejected = true;
  }
  const shown = [run.isRejected ? show(run.error) : '', ...logged].join('\n');
  return { ...run, steps, applied, leaks, secrets, shown };
}

import * as z from 'zod/mini';
import { object, optional, strictObject } from '../contracts/objects.js';
import { check } from '../contracts/problems.js';
import { zCount } from '../contracts/retry-options.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { EventStore } from '../stores/event-store.js';
import type { SnapshotStore } from '../stores/snapshot-store.js';
import type { Principal, ProjectQuestion } from './principal.js';

/**
 * What `createIngestHandler` needs of its host.
 *
 * @public
 */
export interface IngestOptions {
  /**
   * Says who sent a request, from its headers; `undefined` is answered 401, a fault 503. It must leave the body alone:
   * the handler reads it, within its limits.
   */
  authenticate(request: Request): Principal | undefined | Promise<Principal | undefined>;
  /** Where snapshots and their receipts go. */
  readonly snapshots: SnapshotStore;
  /** Where events go. */
  readonly events: EventStore;
  /**
   * Whether a principal may write for a project. Anything but `true` refuses; a fault is answered 503. Not asked for a
   * snapshot without a project, which belongs to the team. Default: every project of the team.
   */
  authorizeProject?(question: ProjectQuestion): boolean | Promise<boolean>;
  /** What the host's own path has before `/api/v1/`: begins with a slash, does not end with one. Default: nothing. */
  readonly basePath?: string | undefined;
  /** The largest snapshot in bytes, as sent and decompressed. Default 32 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** The largest batch of events in bytes, as sent and decompressed. Default 1 MiB. */
  readonly maxBatchBytes?: number | undefined;
  /** The most events in one batch. Default 1000, the contract's number. */
  readonly maxEvents?: number | undefined;
  /**
   * How long one request may work on an idempotency key before another may take it over, in milliseconds: longer than
   * `snapshots.finish` ever takes. Default 30 000.
   */
  readonly leaseMs?: number | undefined;
}

/** The options with every default filled in. */
export interface IngestSettings extends Pick<IngestOptions, 'snapshots' | 'events'> {
  readonly authenticate: (request: Request) => unknown;
  readonly authorizeProject: (question: ProjectQuestion) => unknown;
  readonly basePath: string;
  readonly maxBodyBytes: number;
  readonly maxBatchBytes: number;
  readonly maxEvents: number;
  readonly leaseMs: number;
}

const zFunction = z.custom((value) => typeof value === 'function', { error: 'expected a function' });

const zIngestOptions = strictObject({
  authenticate: zFunction,
  snapshots: object({ claim: zFunction, finish: zFunction, release: zFunction }),
  events: object({ append: zFunction }),
  authorizeProject: optional(zFunction),
  basePath: optional(
    z.custom<string>((value) => typeof value === 'string' && /^(?:\/[\w.~!$&'()*+,;=:@%-]+)*$/.test(value), {
      error: 'expected a path that begins with a slash and does not end with one, such as /connect',
    }),
  ),
  maxBodyBytes: optional(zCount),
  maxBatchBytes: optional(zCount),
  maxEvents: optional(zCount),
  leaseMs: optional(zCount),
});

/** Checks the options once. Throws `ConfigurationError`. */
export function toIngestSettings(options: IngestOptions): IngestSettings {
  const checked = check(zIngestOptions, options);
  if (!checked.ok) {
    throw new ConfigurationError(checked.problems, { context: { operation: 'createIngestHandler', attempts: 0 } });
  }
  // The stores as they were handed in, not zod's copies: a host's store may be a class with private members.
  return {
    authenticate: (request) => options.authenticate(request),
    authorizeProject: (question) => options.authorizeProject === undefined || options.authorizeProject(question),
    snapshots: options.snapshots,
    events: options.events,
    basePath: options.basePath ?? '',
    maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
    maxBatchBytes: options.maxBatchBytes ?? 1024 * 1024,
    maxEvents: options.maxEvents ?? 1000,
    leaseMs: options.leaseMs ?? 30_000,
  };
}

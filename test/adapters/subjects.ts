/// <reference types="vite/client" />
import type { TrackerAdapter } from '../../src/contracts/adapter/tracker-adapter.js';
import type { Runtime } from '../../src/runtime/runtime.js';
import type { AdapterHarness } from '../../src/testing/adapters/adapter-case.js';

/** A tracker's API in memory, in its own shapes. */
interface FakeServer {
  readonly handle: (request: Request) => Promise<Response>;
  readonly requests: readonly Request[];
  /** The base URL that an adapter is given. */
  readonly url: string;
}

/** A fresh tracker and adapters over it. */
export interface Subject {
  readonly server: FakeServer;
  create(runtime?: Partial<Runtime>, options?: { readonly baseUrl?: string; readonly readOnly?: true }): TrackerAdapter;
}

/** One operation of an adapter, with what has to be there before. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly prepare?: (adapter: TrackerAdapter) => Promise<unknown>;
  readonly run: (
    adapter: TrackerAdapter,
    prepared: unknown,
    options: { readonly signal?: AbortSignal },
  ) => Promise<unknown>;
}

/** What `test/adapters/<provider>/operations.ts` exports. */
export interface ProviderModule {
  readonly provider: string;
  readonly createSubject: () => Subject;
  readonly operations: readonly Operation[];
  /** The token that the adapter was given. */
  readonly CANARY?: string;
  /** Whether a request that is no GET only reads: a search by POST. Default: by the usual words in its path. */
  readonly isRead?: (request: Request) => boolean;
  /** What the conformance cases need to know of the tracker. */
  readonly harness?: Partial<Omit<AdapterHarness, 'adapter' | 'again'>>;
}

/** Every adapter that is tested, by its folder: a new one is found by it. */
export const PROVIDER_FOLDERS: ReadonlyMap<string, ProviderModule> = new Map(
  Object.entries(import.meta.glob<ProviderModule>('./*/operations.ts', { eager: true })).map(([path, module]) => [
    path.split('/')[1] ?? '',
    module,
  ]),
);
export const PROVIDERS: readonly ProviderModule[] = [...PROVIDER_FOLDERS.values()];

const READING_PATH = /search|graphql|bulkfetch|jql/i;

/** Whether a request changes something at the tracker. */
export function isWriting({ isRead }: ProviderModule, request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  return isRead ? !isRead(request) : !READING_PATH.test(new URL(request.url).pathname);
}

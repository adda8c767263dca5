export { snapshotPayloadSchema } from '../contracts/snapshot-payload-schema.js';
export { BATCH_PATH, createIngestHandler, type IngestHandler, SNAPSHOTS_PATH } from './ingest-handler.js';
export type { IngestOptions } from './ingest-options.js';
export type { Principal, ProjectQuestion } from './principal.js';
export type { IngestErrorBody, IngestErrorCode } from './refusal.js';

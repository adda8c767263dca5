export {
  type AdapterCase,
  type AdapterHarness,
  type CreateAdapterHarness,
  lackedBy,
} from './adapters/adapter-case.js';
export { adapterCases } from './adapters/adapter-cases.js';
export { createFakeAdapter, type FakeAdapterOptions } from './adapters/fake-adapter.js';
export {
  createFakeTracker,
  type FakeComment,
  type FakeFile,
  type FakeIssue,
  type FakeLink,
  type FakeTracker,
} from './adapters/fake-tracker.js';
export { type AdapterCaseResult, runAdapterCases } from './adapters/run-adapter-cases.js';
export type { WholeAdapter } from './adapters/whole-adapter.js';
export { aCheckpoint } from './fixtures/a-checkpoint.js';
export { aDigest } from './fixtures/a-digest.js';
export { aMapping } from './fixtures/a-mapping.js';
export { aPublishStream } from './fixtures/a-publish-stream.js';
export { aRef } from './fixtures/a-ref.js';
export { aSend } from './fixtures/a-send.js';
export { aSnapshotPayload } from './fixtures/a-snapshot-payload.js';
export { aSnapshotRecord } from './fixtures/a-snapshot-record.js';
export { aTokenSet } from './fixtures/a-token-set.js';
export { aUlid } from './fixtures/a-ulid.js';
export { anEvent } from './fixtures/an-event.js';
export { anIngestStream } from './fixtures/an-ingest-stream.js';
export { anIssue } from './fixtures/an-issue.js';
export { BATCH_FIXTURES, type BatchFixture } from './fixtures/batch-fixtures.js';
export { checkpointStoreCases } from './stores/checkpoint-store-cases.js';
export { eventQueueStoreCases } from './stores/event-queue-store-cases.js';
export { eventStoreCases } from './stores/event-store-cases.js';
export { issueStoreCases } from './stores/issue-store-cases.js';
export { mappingStoreCases } from './stores/mapping-store-cases.js';
export { receiptStoreCases } from './stores/receipt-store-cases.js';
export { runStoreCases, type StoreCaseResult } from './stores/run-store-cases.js';
export { snapshotStoreCases } from './stores/snapshot-store-cases.js';
export type { CreateStore, StoreCase } from './stores/store-case.js';
export { tokenStoreCases } from './stores/token-store-cases.js';
export { createTestRuntime, type TestRuntime } from './test-runtime.js';

export { BATCH_FIXTURES, type BatchFixture } from '../fixtures/batch-fixtures.js';
export type { TrackerFaultOptions } from './fault-queue.js';
export type { ReceivedRequest, ReceivedSnapshot, TrackerReceived } from './received-log.js';
export { type TrackerHandlers, type TrackerHandlersOptions, trackerHandlers } from './tracker-handlers.js';

export { createYoutrackAdapter, type YoutrackAdapter, type YoutrackReader } from './adapter.js';
export type { YoutrackFieldNames, YoutrackOptions } from './options.js';

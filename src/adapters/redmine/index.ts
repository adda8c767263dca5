export { createRedmineAdapter, type RedmineAdapter, type RedmineReader } from './adapter.js';
export type { RedmineLabels, RedmineOptions } from './options.js';

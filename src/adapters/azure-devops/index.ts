export { type AzureDevopsAdapter, type AzureDevopsReader, createAzureDevopsAdapter } from './adapter.js';
export type { AzureDevopsEntraAuth, AzureDevopsOptions, AzureDevopsTokenAuth } from './options.js';

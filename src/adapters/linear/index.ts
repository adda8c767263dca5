export { createLinearAdapter, type LinearAdapter, type LinearReader } from './adapter.js';
export type { LinearApiKeyAuth, LinearOauthAuth, LinearOptions } from './options.js';

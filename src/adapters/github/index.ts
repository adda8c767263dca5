export { createGithubAdapter, type GithubAdapter, type GithubReader } from './adapter.js';
export type { GithubOptions } from './options.js';

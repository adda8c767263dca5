export { createGithubAdapter, type GithubAdapter } from './adapter.js';
export type { GithubOptions, GithubToken } from './options.js';

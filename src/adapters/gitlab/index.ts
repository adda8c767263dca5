export { createGitlabAdapter, type GitlabAdapter, type GitlabReader } from './adapter.js';
export type { GitlabOptions } from './options.js';

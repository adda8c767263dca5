export { createGitlabAdapter, type GitlabAdapter, type GitlabReader } from './adapter.js';
export type { GitlabOptions, GitlabToken } from './options.js';

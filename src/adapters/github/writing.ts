// The door to all that writes, which is loaded with the first write: who only reads never pays for it.
export { addComment, deleteComment, updateComment } from './write-comments.js';
export { createIssue, transitionIssue, updateIssue } from './write-issues.js';
export { addLink, removeLink } from './write-links.js';
export { registerHook, unregisterHook } from './write-webhooks.js';

// The door to all that writes, which is loaded with the first write: who only reads never pays for it.

export { createIssue } from './create-issue.js';
export { addAttachment } from './write-attachments.js';
export { removeBacklink, upsertBacklink } from './write-backlinks.js';
export { addComment, deleteComment, updateComment } from './write-comments.js';
export { deleteIssue, transitionIssue, updateIssue } from './write-issues.js';
export { addLink, removeLink } from './write-links.js';
export { registerWebhook, renewWebhook, unregisterWebhook } from './write-webhooks.js';

// The door to all that writes, which is loaded with the first write: who only reads never pays for it.
export { removeBacklink, upsertBacklink } from './backlinks.js';
export { createIssue } from './create.js';
export { deleteIssue, transitionIssue, updateIssue } from './update.js';
export { addAttachment } from './write-attachments.js';
export { addComment, deleteComment, updateComment } from './write-comments.js';
export { addLink, removeLink } from './write-links.js';
export { registerWebhook, renewWebhook, unregisterWebhook } from './write-webhooks.js';

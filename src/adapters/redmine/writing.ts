// The door to all that writes, which is loaded with the first write: who only reads never pays for it.
export { addAttachment } from './write-attachments.js';
export { addComment, deleteComment, updateComment } from './write-comments.js';
export { createIssue, deleteIssue, transitionIssue, updateIssue } from './write-issues.js';
export { addLink, removeLink } from './write-links.js';

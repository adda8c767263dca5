// The door to all that writes, which is loaded with the first write: who only reads never pays for it.
import { addAttachment } from './write-attachments.js';
import { addComment, deleteComment, updateComment } from './write-comments.js';
import { createIssue, deleteIssue, transitionIssue, updateIssue } from './write-issues.js';
import { addLink, removeLink } from './write-links.js';
import { registerWebhook, unregisterWebhook } from './write-webhooks.js';

/** @internal */
export const issues = { create: createIssue, update: updateIssue, transition: transitionIssue, delete: deleteIssue };

/** @internal */
export const comments = { add: addComment, update: updateComment, delete: deleteComment };

/** @internal */
export const links = { add: addLink, remove: removeLink };

/** @internal */
export const attachments = { add: addAttachment };

/** @internal */
export const webhooks = { register: registerWebhook, unregister: unregisterWebhook };

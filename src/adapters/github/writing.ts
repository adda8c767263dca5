// The door to all that writes, which is loaded with the first write: who only reads never pays for it.
import { addComment, deleteComment, updateComment } from './write-comments.js';
import { createIssue, transitionIssue, updateIssue } from './write-issues.js';
import { addLink, removeLink } from './write-links.js';
import { registerHook, unregisterHook } from './write-webhooks.js';

/** @internal */
export const issues = { create: createIssue, update: updateIssue, transition: transitionIssue };

/** @internal */
export const comments = { add: addComment, update: updateComment, delete: deleteComment };

/** @internal */
export const links = { add: addLink, remove: removeLink };

/** @internal */
export const webhooks = { register: registerHook, unregister: unregisterHook };

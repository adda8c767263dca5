// The door to what is looked up one by one, beside a pull, and loaded with the first such question.
export { listAttachments } from './attachments.js';
export { findComment, listComments } from './comments.js';
export { listLinks } from './links.js';
export { findIssue, searchIssues } from './search-issues.js';

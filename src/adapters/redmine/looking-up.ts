// The door to what is looked up one by one, beside a pull, and loaded with the first such question.
export { listAttachments } from './attachments.js';
export { findAttachment, findComment, findIssue } from './find-by-client-key.js';
export { listLinks } from './links.js';
export { searchIssues } from './search-issues.js';

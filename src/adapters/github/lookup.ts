// The door to what is looked up beside the list of issues, which is loaded with the first such question.
export { listComments } from './comments.js';
export { findComment, findIssue } from './find.js';
export { listLinks } from './links.js';
export { searchIssues } from './search.js';

// The door to what is looked up beside the list of issues, which is loaded with the first such question.
import { listComments } from './comments.js';
import { findComment, findIssue } from './find.js';
import { listLinks } from './links.js';
import { searchIssues } from './search.js';

/** @internal */
export const issues = { search: searchIssues, findByClientKey: findIssue };

/** @internal */
export const comments = { list: listComments, findByClientKey: findComment };

/** @internal */
export const links = { list: listLinks };

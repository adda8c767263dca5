// The door to what is looked up one by one, beside a pull, and loaded with the first such question.
import { listAttachments } from './attachments.js';
import { listComments } from './comments.js';
import { findAttachment, findComment, findIssue } from './find-by-client-key.js';
import { issueIds } from './issue-ids.js';
import { listLinks } from './links.js';
import { searchIssues } from './search-issues.js';

/** @internal */
export const issues = { ids: issueIds, search: searchIssues, findByClientKey: findIssue };

/** @internal */
export const comments = { list: listComments, findByClientKey: findComment };

/** @internal */
export const links = { list: listLinks };

/** @internal */
export const attachments = { list: listAttachments, findByClientKey: findAttachment };

import { addComment } from './attached-routes.js';
import { fault, issueAt, json, noContent, onIssue, type Routes } from './route.js';
import {
  type Json,
  PRIORITIES,
  putIssue,
  type Site,
  type StoredIssue,
  showIssue,
  statusOf,
  type Transition,
} from './site.js';

function touch(site: Site, issue: StoredIssue): void {
  site.now += site.tickMs;
  issue.updated = site.now;
}

/** What is wrong with fields to be written. */
function faultsOf(site: Site, fields: Json): Json {
  const errors: Json = {};
  for (const name of Object.keys(fields)) {
    if (!site.screen.includes(name)) {
      errors[name] = `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
    }
  }
  const { summary, description, priority, assignee, labels, parent, issuetype } = fields as Record<string, Json | null>;
  if (summary !== undefined && String(summary).length > 255) errors.summary = "Summary can't exceed 255 characters.";
  if (summary !== undefined && String(summary).trim() === '')
    errors.summary = 'You must specify a summary of the issue.';
  if (description !== undefined && description !== null && description.type !== 'doc') {
    errors.description = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
  }
  if (priority && !PRIORITIES.includes(String(priority.name))) errors.priority = 'The priority selected is invalid.';
  if (assignee && !site.users.some(({ accountId }) => accountId === assignee.accountId)) {
    errors.assignee = 'User does not exist or cannot be assigned issues.';
  }
  if ((labels as unknown as string[] | undefined)?.some((label) => /\s/.test(label))) {
    errors.labels = "The label can't contain spaces.";
  }
  if (parent && !issueAt(site, String(parent.id ?? parent.key))) errors.parent = 'Could not find issue by id or key.';
  if (issuetype && !site.types.some(({ id, name }) => id === issuetype.id || name === issuetype.name)) {
    errors.issuetype = 'Specify a valid issue type';
  }
  return errors;
}

/** Fields as they are kept. */
function kept(site: Site, fields: Json): Json {
  const {
    project: _,
    issuetype,
    priority,
    assignee,
    parent,
    security,
    ...rest
  } = fields as Record<string, Json | null>;
  return {
    ...rest,
    ...(issuetype && { issuetype: issuetype.id }),
    ...(priority !== undefined && { priority: priority?.name ?? null }),
    ...(assignee !== undefined && { assignee: assignee?.accountId ?? null }),
    ...(parent && { parent: issueAt(site, String(parent.id ?? parent.key))?.id }),
    ...(security !== undefined && { security: security?.id ?? null }),
  };
}

function openFor({ workflow }: Site, { fields }: StoredIssue): Transition[] {
  return workflow.transitions.filter(
    ({ from, to }) => to !== fields.status && (from?.includes(String(fields.status)) ?? true),
  );
}

/** Issues and their ways through the workflow. */
export const ISSUE_ROUTES: Routes = [
  [
    'POST',
    /^\/issue$/,
    ({ site, body }) => {
      const fields = (body.fields ?? {}) as Json;
      const errors = faultsOf(site, fields);
      for (const name of ['project', 'summary', 'issuetype', ...site.required]) {
        if (fields[name] === undefined) errors[name] = `${name} is required.`;
      }
      if (Object.keys(errors).length > 0) return fault(400, [], errors);
      const status = site.workflow.statuses[0]?.id;
      const issue = putIssue(
        site,
        { labels: [], priority: 'Medium', ...kept(site, fields), status },
        { isIndexed: site.isIndexing },
      );
      return json({ id: issue.id, key: issue.key, self: `${site.url}/rest/api/3/issue/${issue.id}` }, 201);
    },
  ],
  [
    'GET',
    /^\/issue\/([^/]+)$/,
    onIssue(({ site, search: query }, issue) =>
      json(showIssue(site, issue, (query.get('fields') ?? '*all').split(','))),
    ),
  ],
  [
    'PUT',
    /^\/issue\/([^/]+)$/,
    onIssue(({ site, body }, issue) => {
      const fields = (body.fields ?? {}) as Json;
      const errors = faultsOf(site, fields);
      if (Object.keys(errors).length > 0) return fault(400, [], errors);
      Object.assign(issue.fields, kept(site, fields));
      if (body.update !== undefined) delete issue.fields.parent;
      touch(site, issue);
      return noContent();
    }),
  ],
  [
    'DELETE',
    /^\/issue\/([^/]+)$/,
    onIssue(({ site }, issue) => {
      if ([...site.issues.values()].some(({ fields }) => fields.parent === issue.id)) {
        return fault(400, [`The issue '${issue.key}' has subtasks. You must specify 'deleteSubtasks' as true.`]);
      }
      site.issues.delete(issue.id);
      return noContent();
    }),
  ],
  [
    'GET',
    /^\/issue\/([^/]+)\/transitions$/,
    onIssue(({ site }, issue) => {
      const transitions = site.missingRights.includes('TRANSITION_ISSUES') ? [] : openFor(site, issue);
      return json({
        expand: 'transitions',
        transitions: transitions.map(({ id, name, to, fields = {}, from }) => {
          const hasScreen = Object.keys(fields).length > 0;
          return {
            id,
            name,
            to: statusOf(site, to),
            hasScreen,
            isGlobal: !from,
            isInitial: false,
            isAvailable: true,
            fields,
          };
        }),
      });
    }),
  ],
  [
    'POST',
    /^\/issue\/([^/]+)\/transitions$/,
    onIssue(({ site, body }, issue) => {
      const { id } = body.transition as { id: string };
      const found = openFor(site, issue).find((transition) => transition.id === id);
      if (!found) return fault(400, ['It seems that you have tried to perform an illegal workflow operation.']);
      const given = (body.fields ?? {}) as Json;
      const { comment } = (body.update ?? {}) as { comment?: { add: { body: Json } }[] };
      const errors: Json = {};
      for (const [name, { required }] of Object.entries(found.fields ?? {})) {
        if (required && { ...given, comment }[name] === undefined) errors[name] = `${name} is required.`;
      }
      for (const name of Object.keys({ ...given, ...(comment && { comment }) })) {
        // A comment is none of the fields.
        if (!found.fields?.[name] || 'comment' in given)
          errors[name] = `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
      }
      if (Object.keys(errors).length > 0) return fault(400, [], errors);
      const { resolution: _, ...rest } = given;
      Object.assign(issue.fields, kept(site, rest), { status: found.to });
      for (const { add } of comment ?? []) addComment(site, issue.id, { body: add.body });
      const isDone = site.workflow.statuses.find((status) => status.id === found.to)?.category === 'done';
      issue.fields.resolution = isDone ? ((given.resolution as Json | undefined)?.name ?? 'Done') : null;
      touch(site, issue);
      return noContent();
    }),
  ],
];

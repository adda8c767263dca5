import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type {
  DirectoryGroup,
  DirectoryIssueType,
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import type { Page } from '../../contracts/page.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { walkPages } from '../../http/walk-pages.js';
import { projectTypes, typeFields } from './fields.js';
import { toIssueType, toLabels, toStatus } from './map.js';
import type { JiraContext } from './options.js';
import { API, type Call, collect, detailsOf, read, walkOffsets } from './request.js';
import { type WireStatus, type WireType, zLabelPage, zProjectPage, zWireStatuses, zWireUsers } from './wire.js';

/** No user beyond it can be reached. */
const MAX_USERS = 1000;
const USERS_PER_PAGE = 100;

/** @internal */
export function directoryOf(context: JiraContext): Required<DirectoryGroup> {
  return {
    projects: (query, options) => projects(context, query, options),
    labels: (query, options) => labels(context, query, options),
    users: (query, options) => users(context, query, options),
    statuses: (query, options) => statuses(context, query, options),
    issueTypes: (query, options) => issueTypes(context, query, options),
  };
}

async function* projects(
  context: JiraContext,
  { cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  yield* walkOffsets(
    context,
    { operation: 'directory.projects', signal },
    {
      path: `${API}/project/search`,
      search: { orderBy: 'key' },
      schema: zProjectPage,
      name: 'values',
      cursor,
      toItems: (found) =>
        found.map(({ id, key, name }) => ({ id, key, name, url: `${context.siteUrl}/browse/${key}` })),
    },
  );
}

/** Labels are the site's, not a project's. */
async function* labels(
  context: JiraContext,
  { cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<string>, void, void> {
  yield* walkOffsets(
    context,
    { operation: 'directory.labels', signal },
    { path: `${API}/label`, schema: zLabelPage, name: 'values', pageSize: 1000, cursor, toItems: toLabels },
  );
}

/** Jira filters a window of users after it was cut out: a page may be empty without being the last. */
async function* users(
  context: JiraContext,
  { project = context.project, cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryUser>, void, void> {
  const operation = 'directory.users';
  const { open, seal } = createCursorCodec({ operation, workspace: context.workspace, project });
  yield* walkPages({
    first: cursor === undefined ? '0' : open(cursor, operation, 'jira'),
    seal,
    details: detailsOf(operation),
    read: async (startAt) => {
      const search = { project, query: '', startAt, maxResults: String(USERS_PER_PAGE) };
      const found = await read(context, { operation, signal }, `${API}/user/assignable/search`, zWireUsers, search);
      const next = Number(startAt) + USERS_PER_PAGE;
      return {
        items: found.map(({ accountId, displayName, emailAddress }) => ({
          id: accountId,
          name: displayName ?? accountId,
          email: emailAddress || null,
        })),
        next: next < MAX_USERS ? String(next) : null,
      };
    },
  });
}

/** The statuses of all workflows of a project. */
async function* statuses(
  context: JiraContext,
  { project = context.project }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  const path = `${API}/project/${encodeURIComponent(project)}/statuses`;
  const types = await read(context, { operation: 'directory.statuses', signal }, path, zWireStatuses);
  const distinct = new Map<string, WireStatus>();
  for (const status of types.flatMap((type) => type.statuses)) distinct.set(status.id, status);
  const items = [...distinct.values()].map((status) => ({
    id: status.id,
    name: status.name,
    status: toStatus(context, status),
  }));
  yield { items, cursor: null };
}

async function* issueTypes(
  context: JiraContext,
  { project = context.project, cursor }: DirectoryQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<DirectoryIssueType>, void, void> {
  const call: Call = { operation: 'directory.issueTypes', signal };
  for await (const page of projectTypes(context, call, project, cursor)) {
    const items: DirectoryIssueType[] = [];
    for (const type of page.items) items.push(await withFields(context, call, project, type));
    yield { ...page, items };
  }
}

async function withFields(
  context: JiraContext,
  call: Call,
  project: string,
  type: WireType,
): Promise<DirectoryIssueType> {
  const fields = await collect(typeFields(context, call, project, type.id));
  return {
    id: type.id,
    name: type.name,
    issueType: toIssueType(context, type),
    fields: fields.map(({ fieldId, name, required, hasDefaultValue }) => ({
      id: fieldId,
      name,
      required: required && !hasDefaultValue,
      custom: fieldId.startsWith('customfield_'),
    })),
  };
}

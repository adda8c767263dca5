import { connectionOf, type PageArgs } from './connection.js';
import { fits } from './filters.js';
import { inputError, missing, notContained, refusal, taken } from './refusals.js';
import type { LinearState, StoredIssue } from './state.js';
import { idOf, MONA } from './state.js';
import { createViews } from './views.js';

type Json = Record<string, unknown>;
interface Input<Shape = Json> {
  readonly id: string;
  readonly input: Shape;
}
interface ListArgs extends PageArgs {
  readonly filter?: unknown;
}

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const asText = (value: unknown) => (typeof value === 'string' ? value : null);

/** Linear writes Markdown in its own way. */
const normalised = (markdown: string) => markdown.replaceAll(/^(\s*)- /gm, '$1* ').trim();

/** Linear's queries and mutations over a state, as the root of an execution. */
export function createResolvers(state: LinearState, uploadOrigin: () => string) {
  const views = createViews(state);
  const { issues, comments, attachments, relations, hooks } = state;

  const issueAt = (id: unknown): StoredIssue => {
    const found = [...issues.values()].find((issue) => issue.id === id || views.issue(issue).identifier === id);
    if (!found) throw missing('Issue');
    return found;
  };
  const newId = (input: Json, kind: number, entity: string, there: ReadonlyMap<string, unknown>) => {
    const id = asText(input.id) ?? state.newId(kind);
    if (!UUID_4.test(id)) throw inputError('Argument Validation Error', 'id must be a UUID');
    if (there.has(id)) throw taken(entity, id);
    return id;
  };
  const at = <Entry>(map: ReadonlyMap<string, Entry>, id: unknown, entity: string): Entry => {
    const found = map.get(String(id));
    if (!found) throw missing(entity);
    return found;
  };
  const teamIdOf = (idOrKey: unknown) => {
    const found = state.teams.find(({ id, key }) => id === idOrKey || key === idOrKey);
    if (!found) throw missing('Team');
    return found.id;
  };

  const withLabel = (present: readonly string[], id: string): string[] => {
    const label = state.labels.find((each) => each.id === id);
    if (!label) throw notContained('IssueLabel', 'labelIds');
    if (label.isGroup) throw inputError('Label group', 'A group cannot be applied.');
    // An issue has one label of a group.
    const others = present.filter((each) => {
      const other = state.labels.find((one) => one.id === each);
      return each !== id && !(label.parent && other?.parent === label.parent);
    });
    return [...others, id];
  };

  /** Writes what an input names into an issue. */
  const apply = (issue: StoredIssue, input: Json): void => {
    const next = { ...issue };
    if ('title' in input) next.title = String(input.title);
    if ('description' in input) next.description = input.description ? normalised(String(input.description)) : null;
    if ('priority' in input) next.priority = Number(input.priority);
    if ('dueDate' in input) next.dueDate = asText(input.dueDate);
    if ('estimate' in input) next.estimate = (input.estimate as number | null) ?? null;
    if ('projectId' in input) next.project = asText(input.projectId);
    if ('assigneeId' in input) {
      if (input.assigneeId && !state.users.some(({ id }) => id === input.assigneeId)) throw missing('User');
      next.assignee = asText(input.assigneeId);
    }
    if ('parentId' in input) next.parent = input.parentId ? issueAt(input.parentId).id : null;
    if (input.stateId) {
      const found = state.states.find(({ id }) => id === input.stateId);
      if (!found || found.team !== issue.team) throw notContained('WorkflowState', 'stateId');
      next.state = found.id;
    }
    if (Array.isArray(input.labelIds)) next.labels = (input.labelIds as string[]).reduce(withLabel, [] as string[]);
    for (const id of (input.addedLabelIds as string[] | undefined) ?? []) next.labels = withLabel(next.labels, id);
    const removed = (input.removedLabelIds as string[] | undefined) ?? [];
    next.labels = next.labels.filter((id) => !removed.includes(id));
    Object.assign(issue, next);
  };

  const done = (more: Json) => ({ success: true, lastSyncId: 1, ...more });

  return {
    viewer: () => state.users.find(({ id }) => id === MONA),
    teams: ({ filter, ...args }: ListArgs) =>
      connectionOf(
        state.teams.filter((team) => fits(team, filter)),
        args,
        ({ id }) => views.team(id),
      ),
    users: ({ filter, ...args }: ListArgs) =>
      connectionOf(
        state.users.filter((user) => fits(user, filter)),
        args,
        (user) => user,
      ),
    issueLabels: ({ filter, ...args }: ListArgs) => {
      const seen = (label: (typeof state.labels)[number]) => ({
        ...label,
        team: label.team ? state.teams.find(({ id }) => id === label.team) : null,
      });
      return connectionOf(
        state.labels.filter((label) => fits(seen(label), filter)),
        args,
        views.label,
      );
    },
    issue: ({ id }: { id: string }) => views.issue(issueAt(id)),
    issues: (args: ListArgs) => views.issues(args),
    searchIssues: ({ term, ...args }: ListArgs & { term: string }) => ({
      ...views.issues(args, ({ title, description }) =>
        `${title} ${description ?? ''}`.toLowerCase().includes(term.toLowerCase()),
      ),
      totalCount: 0,
    }),
    comment: ({ id }: { id: string }) => views.comment(at(comments, id, 'Comment')),
    attachment: ({ id }: { id: string }) => views.attachment(at(attachments, id, 'Attachment')),
    webhook: ({ id }: { id: string }) => at(hooks, id, 'Webhook'),
    webhooks: (args: PageArgs) => connectionOf([...hooks.values()], args, (hook) => hook),

    issueCreate({ input }: Input) {
      const id = newId(input, 0x15, 'Issue', issues);
      const team = teamIdOf(input.teamId);
      const [first] = state.states.filter((each) => each.team === team && each.type === 'backlog');
      const now = state.tick();
      const issue: StoredIssue = {
        ...{ id, team, number: state.nextNumber(team), title: '', description: null, priority: 0 },
        ...{ state: first?.id ?? state.states.find((each) => each.team === team)?.id ?? '', labels: [] },
        ...{ assignee: null, parent: null, project: null, dueDate: null, estimate: null },
        ...{ createdAt: now, updatedAt: now, archivedAt: null, trashed: false },
      };
      apply(issue, input);
      issues.set(id, issue);
      return done({ issue: views.issue(issue) });
    },
    issueUpdate({ id, input }: Input) {
      const issue = issueAt(id);
      apply(issue, input);
      issue.updatedAt = state.tick();
      return done({ issue: views.issue(issue) });
    },
    issueDelete({ id }: { id: string }) {
      const issue = issueAt(id);
      const now = state.tick();
      Object.assign(issue, { trashed: true, archivedAt: now, updatedAt: now });
      return done({ entity: views.issue(issue) });
    },
    commentCreate({ input }: Input) {
      const id = newId(input, 0xc0, 'Comment', comments);
      const now = state.tick();
      const stored = { id, issue: issueAt(input.issueId).id, body: normalised(String(input.body)), user: MONA };
      comments.set(id, { ...stored, createdAt: now, updatedAt: now });
      return done({ comment: views.comment(at(comments, id, 'Comment')) });
    },
    commentUpdate({ id, input }: Input) {
      const comment = at(comments, id, 'Comment');
      Object.assign(comment, { body: normalised(String(input.body)), updatedAt: state.tick() });
      return done({ comment: views.comment(comment) });
    },
    commentDelete({ id }: { id: string }) {
      at(comments, id, 'Comment');
      comments.delete(id);
      return done({ entityId: id });
    },
    issueRelationCreate({ input }: Input) {
      const id = newId(input, 0x4e, 'IssueRelation', relations);
      const [issue, relatedIssue] = [issueAt(input.issueId).id, issueAt(input.relatedIssueId).id];
      relations.set(id, { id, issue, relatedIssue, type: String(input.type) });
      return done({ issueRelation: { id } });
    },
    issueRelationDelete({ id }: { id: string }) {
      at(relations, id, 'IssueRelation');
      relations.delete(id);
      return done({ entityId: id });
    },
    attachmentCreate({ input }: Input) {
      const issue = issueAt(input.issueId).id;
      const present = [...attachments.values()].find((each) => each.issue === issue && each.url === input.url);
      const id = present?.id ?? newId(input, 0xa7, 'Attachment', attachments);
      const stored = {
        id,
        issue,
        url: String(input.url),
        title: String(input.title),
        subtitle: asText(input.subtitle),
      };
      const createdAt = present?.createdAt ?? state.tick();
      attachments.set(id, { ...stored, metadata: (input.metadata as Json | undefined) ?? {}, createdAt });
      return done({ attachment: views.attachment(at(attachments, id, 'Attachment')) });
    },
    attachmentDelete({ id }: { id: string }) {
      at(attachments, id, 'Attachment');
      attachments.delete(id);
      return done({ entityId: id });
    },
    fileUpload({ contentType, filename, size }: { contentType: string; filename: string; size: number }) {
      // An address that nothing came to is given again.
      const id = idOf(0xf1, state.uploads.size + 1);
      const signature = 'X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=signature-of-the-upload-4711';
      const uploadFile = {
        ...{ filename, contentType, size },
        uploadUrl: `${uploadOrigin()}/upload/${id}?${signature}`,
        assetUrl: `https://uploads.linear.app/acme/${id}`,
        headers: [
          { key: 'x-goog-content-length-range', value: `${size},${size}` },
          { key: 'Content-Disposition', value: 'attachment' },
        ],
      };
      return done({ uploadFile });
    },
    webhookCreate({ input }: Input) {
      const url = new URL(String(input.url));
      if (url.protocol !== 'https:') throw inputError('Argument Validation Error', 'url must be https');
      const id = newId(input, 0x0f, 'Webhook', hooks);
      const stored = { id, url: url.href, secret: String(input.secret), enabled: input.enabled !== false };
      hooks.set(id, { ...stored, resourceTypes: input.resourceTypes as string[], team: teamIdOf(input.teamId) });
      return done({ webhook: hooks.get(id) });
    },
    webhookUpdate({ id, input }: Input) {
      const hook = at(hooks, id, 'Webhook');
      if (typeof input.enabled === 'boolean') hook.enabled = input.enabled;
      return done({ webhook: hook });
    },
    webhookDelete({ id }: { id: string }) {
      at(hooks, id, 'Webhook');
      hooks.delete(id);
      return done({ entityId: id });
    },
    /** What is not built here is seen at once. */
    organization: () => {
      throw refusal('not built in this fake', { type: 'internal error' });
    },
  };
}
